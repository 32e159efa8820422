import type { Attempt } from './Attempt.js'
import type { Quote } from './Quote.js'

/** What a payer tells of its work. Nothing in it authorizes money. */
export type Events = {
  /** A server asked for payment. */
  quote: Quote
  /** An attempt began or moved on, in this tab or another, or was found in the store. */
  attempt: Attempt
}

/** A place to listen to {@link Events}. */
export type Emitter = {
  on<name extends keyof Events>(name: name, listener: (event: Events[name]) => void): () => void
  emit<name extends keyof Events>(name: name, event: Events[name]): void
  clear(): void
}

export function createEmitter(): Emitter {
  const listeners = new Map<keyof Events, Set<(event: never) => void>>()
  return {
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => set.delete(listener)
    },
    emit(name, event) {
      for (const listener of listeners.get(name) ?? []) tell(() => listener(event as never))
    },
    clear() {
      listeners.clear()
    },
  }
}

/** Calls a listener. One that fails must not stop a payment; whoever watches the page's errors still sees it. */
function tell(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
