import { setTimeout as wait } from 'node:timers/promises'

// Far above what a payer takes to find out, even with several things wrong; only what hangs ends here.
const patience = 150_000

/** What comes of some work, or `undefined` when it hangs. */
export async function within<result>(work: Promise<result>): Promise<result | undefined> {
  const done = new AbortController()
  const late = wait(patience, undefined, { signal: done.signal }).catch(() => undefined)
  return Promise.race([work, late]).finally(() => done.abort())
}
