import { Landscape } from './Landscape.js'

/** The photo, or its place until it is paid for. Both have the same size. */
export function Photo({ src }: { src: string | undefined }) {
  return (
    <figure className="photo">
      <Landscape />
      {src ? <img src={src} alt="A landscape at dusk" /> : <figcaption>Shown when it is paid for</figcaption>}
    </figure>
  )
}

/** Reads a paid answer as something that an image can show. */
export async function readPhoto(response: Response): Promise<string> {
  const type = response.headers.get('content-type') ?? 'image/svg+xml'
  return `data:${type};charset=utf-8,${encodeURIComponent(await response.text())}`
}
