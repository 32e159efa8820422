// What comes faster than anybody can look is told once a frame, to everybody at a time: React then commits once.

const waiting = new Set<() => void>()
let frame = 0
let timer: ReturnType<typeof setTimeout> | undefined

// A page in the background has no frames.
const background = 1_000

/** Runs in the next frame, together with whatever else waits for it; once, however often it is asked for. */
export function inFrame(work: () => void): void {
  if (waiting.size === 0) {
    frame = requestAnimationFrame(flush)
    timer = setTimeout(flush, background)
  }
  waiting.add(work)
}

function flush(): void {
  cancelAnimationFrame(frame)
  clearTimeout(timer)
  const works = [...waiting]
  waiting.clear()
  for (const work of works) work()
}

/** What React can watch. */
export type Watchable<value> = {
  getSnapshot(): value
  subscribe(listener: () => void): () => void
}

/**
 * Something that may change at any speed, as React can watch it.
 *
 * @param read Gives the same object until something changes.
 * @param listen Called while somebody looks; answers with what ends it.
 */
export function framed<value>(
  read: () => value,
  listen: (changed: () => void) => () => void,
): Watchable<value> {
  const listeners = new Set<() => void>()
  let held: { value: value } | undefined
  let leave = () => {}

  function take(): void {
    const value = read()
    if (!held || held.value === value) return
    held = { value }
    for (const listener of listeners) listener()
  }

  return {
    getSnapshot: () => (held ? held.value : read()),
    subscribe(listener) {
      if (listeners.size === 0) {
        leave = listen(() => inFrame(take))
        held = { value: read() }
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        held = undefined
        leave()
      }
    },
  }
}
