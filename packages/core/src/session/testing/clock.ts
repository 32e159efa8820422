import { sha256 } from '@noble/hashes/sha2.js'
import { afterEach, beforeEach, vi } from 'vitest'

// A clock that a test moves, so that a history of hours takes milliseconds and is the same each time.

/** Gives every test of a file a clock of its own. */
export function useClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 1_800_000_000_000 })
    // What another thread computes would come back at another moment each time.
    vi.spyOn(crypto.subtle, 'digest').mockImplementation(
      async (_, bytes) => sha256(bytesOf(bytes)).slice().buffer,
    )
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.useRealTimers()
  })
}

const bytesOf = (source: BufferSource) =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)

// So many moments: what a thread or the collector of garbage keeps waiting comes much sooner.
const patience = 20_000

/** Lets happen what happens now. */
export const moment = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Lets the clock run until something is done, or over without having been done. */
export async function finish<value>(
  work: Promise<value>,
  isOver: () => boolean = () => false,
): Promise<value | undefined> {
  let done = false
  const end = () => {
    done = true
  }
  work.then(end, end)
  for (let still = 0; ; ) {
    await moment()
    if (done) return work
    if (isOver()) return undefined
    if (vi.getTimerCount() > 0) {
      still = 0
      vi.advanceTimersToNextTimer()
    } else if (still++ > patience) throw new Error('Something waits for what never comes.')
  }
}

/** Lets the clock run for some time. */
export async function pass(time: number): Promise<void> {
  let over = false
  setTimeout(() => {
    over = true
  }, time)
  while (!over) {
    await moment()
    vi.advanceTimersToNextTimer()
  }
}
