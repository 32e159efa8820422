import type { Payer } from '@payerkit/core'

const waiting = new WeakMap<Payer, Set<() => void>>()
const due = new WeakSet<Payer>()

/**
 * Has prices that are shown looked up anew: another account would pay them, or it has what it lacked. However many say so
 * at once, they are looked up once. Pays nothing.
 */
export function requote(payer: Payer): void {
  if (due.has(payer)) return
  due.add(payer)
  queueMicrotask(() => {
    due.delete(payer)
    for (const listener of waiting.get(payer) ?? []) listener()
  })
}

/** Calls `listener` when prices have to be looked up anew, until the answer is called. */
export function onRequote(payer: Payer, listener: () => void): () => void {
  const listeners = waiting.get(payer) ?? new Set()
  waiting.set(payer, listeners)
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
