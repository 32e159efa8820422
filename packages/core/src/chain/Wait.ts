import { UnreachableError } from './Rpc.js'

/** Waits, or until the caller gives up; whoever waits looks at the signal afterwards. */
export function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal?.addEventListener('abort', end)
  })
}

/** Looks again and again until there is an answer, the caller gives up or the patience ends. */
export async function until<answer>(
  look: () => Promise<answer | undefined>,
  { patience, signal }: { patience: number; signal?: AbortSignal | undefined },
): Promise<answer | undefined> {
  for (let waited = 0; waited < patience && !signal?.aborted; waited += 500) {
    // A chain that does not answer now may answer the next time.
    const answer = await look().catch((error: unknown) => {
      if (error instanceof UnreachableError) return undefined
      throw error
    })
    if (answer !== undefined) return answer
    await wait(500, signal)
  }
  return undefined
}
