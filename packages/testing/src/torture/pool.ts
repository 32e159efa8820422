/** Runs pieces of work, so many at once; the results are in the order of the pieces. */
export async function pool<piece, result>(
  pieces: readonly piece[],
  width: number,
  work: (piece: piece) => Promise<result>,
): Promise<result[]> {
  const results: result[] = []
  const rest = pieces.entries()
  async function lane(): Promise<void> {
    for (const [index, piece] of rest) results[index] = await work(piece)
  }
  await Promise.all(Array.from({ length: width }, lane))
  return results
}
