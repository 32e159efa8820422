// Milliseconds. Whoever would have to wait longer is told how it stands instead.
const longest = 30_000

/**
 * Waits before a proof is presented once more, each time twice as long, or as long as the server asked for
 * (RFC 9110 section 10.2.3); `false` where that is not worth it.
 */
export async function pause(
  { context, signal }: { context: { now(): number }; signal: AbortSignal | undefined },
  tries: number,
  answer: Response | undefined,
): Promise<boolean> {
  const asked = answer?.headers.get('Retry-After') ?? ''
  const wait = Math.max(500 * 2 ** tries, Number(asked) * 1000 || Date.parse(asked) - context.now() || 0)
  if (wait > longest || signal?.aborted) return false
  await new Promise((resolve) => {
    setTimeout(resolve, wait)
    signal?.addEventListener('abort', resolve)
  })
  return !signal?.aborted
}
