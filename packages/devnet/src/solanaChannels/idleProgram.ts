const header = 64
// r0 = 0; exit.
const code = [0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0]
const names = new TextEncoder().encode('\0.text\0.shstrtab\0')
const sections = 104

/** A program that does nothing and says that it went well: the smallest file that the runtime takes (ELF for sBPF). */
export function idleProgram(): Uint8Array {
  const file = new Uint8Array(sections + 3 * header)
  const view = new DataView(file.buffer)
  // 64 bits, little endian, version 1; then a shared object for BPF.
  file.set([0x7f, ...new TextEncoder().encode('ELF'), 2, 1, 1])
  view.setUint16(16, 3, true)
  view.setUint16(18, 247, true)
  view.setUint32(20, 1, true)
  // Where it starts, and where the sections are listed.
  view.setBigUint64(24, BigInt(header), true)
  view.setBigUint64(40, BigInt(sections), true)
  // The sizes of this header, of a segment's (of which there are none), and of a section's; how many, which names them.
  for (const [index, value] of [header, 56, 0, header, 3, 2].entries())
    view.setUint16(52 + 2 * index, value, true)
  file.set(code, header)
  file.set(names, header + code.length)

  function list(index: number, name: number, type: number, flags: number, at: number, size: number) {
    const start = sections + header * index
    view.setUint32(start, name, true)
    view.setUint32(start + 4, type, true)
    const address = flags === 0 ? 0 : at
    for (const [place, value] of [flags, address, at, size].entries())
      view.setBigUint64(start + 8 + 8 * place, BigInt(value), true)
    view.setBigUint64(start + 48, 1n, true)
  }
  // Bytes that are loaded and run; and names.
  list(1, 1, 1, 6, header, code.length)
  list(2, 7, 3, 0, header + code.length, names.length)
  return file
}
