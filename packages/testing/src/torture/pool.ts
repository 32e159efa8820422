/** Runs pieces of work, so many at once; the results are in the order of the pieces. */
export async function pool<piece, result>(
  pieces: Iterable<piece>,
  width: number,
  work: (piece: piece) => Promise<result>,
): Promise<result[]> {
  const results: result[] = []
  const rest = pieces[Symbol.iterator]()
  let begun = 0
  async function lane(): Promise<void> {
    for (let next = rest.next(); !next.done; next = rest.next()) {
      const index = begun++
      results[index] = await work(next.value)
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
  return results
}
