import { CopyButton } from '../goods/CopyButton.js'

/** A part of the exchange as it was, to be opened, read and copied; its place until it is there. */
export function Json({ name, value }: { name: string; value: unknown }) {
  if (value === undefined) return <p className="json-none">{name}</p>
  const text = JSON.stringify(value, undefined, 2)
  return (
    <details className="json">
      <summary>{name}</summary>
      <CopyButton text={text} label={`Copy the ${name.toLowerCase()}`} />
      <pre>{text}</pre>
    </details>
  )
}
