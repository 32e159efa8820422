import { readFileSync, writeFileSync } from 'node:fs'
import { crc32, deflateSync, inflateSync } from 'node:zlib'

/** Colours that are as near as this become one: what there is more of. As a square, over red, green and blue. */
const near = 150

/** Writes a picture anew with few colours: a quarter of its size, and nothing that a comparison would notice. */
export function squeeze(path: string): void {
  const file = readFileSync(path)
  // It has a palette already.
  if (file[25] === 3) return
  const { width, height, pixels, depth } = read(file)
  const colourAt = (at: number) => pixels.readUIntBE(at * depth, 3)
  const counts = new Map<number, number>()
  for (let at = 0; at < width * height; at++) counts.set(colourAt(at), (counts.get(colourAt(at)) ?? 0) + 1)
  const palette: number[] = []
  for (const [colour] of [...counts].sort(([, one], [, other]) => other - one))
    if (palette.length < 256 && nearest(colour, palette).distance > near) palette.push(colour)
  const places = new Map([...counts.keys()].map((colour) => [colour, nearest(colour, palette).at]))
  const rows = Buffer.alloc(height * (width + 1))
  for (let at = 0; at < width * height; at++)
    rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = places.get(colourAt(at)) ?? 0
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const colours = Buffer.alloc(palette.length * 3)
  for (const [index, colour] of palette.entries()) colours.writeUIntBE(colour, index * 3, 3)
  writeFileSync(
    path,
    Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('PLTE', colours),
      chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

/** Where the colour stands that is most like one, and how far that is from it. */
function nearest(colour: number, palette: readonly number[]): { at: number; distance: number } {
  let found = { at: 0, distance: Number.POSITIVE_INFINITY }
  for (const [at, other] of palette.entries()) {
    const red = (colour >> 16) - (other >> 16)
    const green = ((colour >> 8) & 255) - ((other >> 8) & 255)
    const blue = (colour & 255) - (other & 255)
    const distance = red * red + green * green + blue * blue
    if (distance < found.distance) found = { at, distance }
  }
  return found
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** Reads what Chromium writes: eight bits a part, not interlaced. `depth` is the parts of a pixel. */
function read(file: Buffer): { width: number; height: number; depth: number; pixels: Buffer } {
  const data: Buffer[] = []
  for (let at = signature.length; at < file.length; at += 12 + file.readUInt32BE(at))
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)))
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)]
  const depth = file[25] === 6 ? 4 : 3
  const lines = inflateSync(Buffer.concat(data))
  const length = width * depth
  const pixels = Buffer.alloc(height * length)
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (length + 1)]
    for (let x = 0; x < length; x++) {
      const at = y * length + x
      const left = x < depth ? 0 : (pixels[at - depth] ?? 0)
      const above = y === 0 ? 0 : (pixels[at - length] ?? 0)
      const corner = x < depth || y === 0 ? 0 : (pixels[at - length - depth] ?? 0)
      pixels[at] = (lines[y * (length + 1) + 1 + x] ?? 0) + guess(filter, left, above, corner)
    }
  }
  return { width, height, depth, pixels }
}

/** What a filter takes a part to be, from those beside it. */
function guess(filter: number | undefined, left: number, above: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return above
  if (filter === 3) return (left + above) >> 1
  if (filter !== 4) return 0
  const whole = left + above - corner
  const [a, b, c] = [Math.abs(whole - left), Math.abs(whole - above), Math.abs(whole - corner)]
  return a <= b && a <= c ? left : b <= c ? above : corner
}
