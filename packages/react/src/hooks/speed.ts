import { inFrame, type Watchable } from './frames.js'

// Milliseconds: how often it is looked at, and how far back.
const interval = 1_000
const window = 10_000

/**
 * How much is spent a minute, as of the last ten seconds. Looked at once a second, however often it changes.
 *
 * @param read What is spent, and of which session; another session begins anew.
 */
export function createSpeed(
  read: () => { readonly id: string; readonly spent: bigint } | undefined,
  now: () => number,
): Watchable<bigint> & { tick(): void } {
  const listeners = new Set<() => void>()
  let samples: { at: number; spent: bigint }[] = []
  let of: string | undefined
  let speed = 0n
  let timer: ReturnType<typeof setInterval> | undefined

  function tick(): void {
    const current = read()
    if (current?.id !== of) samples = []
    of = current?.id
    const at = now()
    if (current) samples.push({ at, spent: current.spent })
    // One from before the window stays: it is where the window begins.
    while ((samples[1]?.at ?? at) <= at - window) samples.shift()
    const first = samples[0]
    const time = first ? Math.round(at - first.at) : 0
    const next = first && current && time > 0 ? ((current.spent - first.spent) * 60_000n) / BigInt(time) : 0n
    if (next === speed) return
    speed = next
    for (const listener of listeners) listener()
  }

  return {
    tick,
    getSnapshot: () => speed,
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) {
        tick()
        timer = setInterval(() => inFrame(tick), interval)
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        samples = []
      }
    },
  }
}
