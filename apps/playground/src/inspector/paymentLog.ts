import type { Attempt, Offer, Payer, Quote } from '@payerkit/core'
import { recall } from './recall.js'

/** One price that was asked for, and what became of it. */
export type Payment = {
  readonly id: string
  readonly url: string
  /** Absent for what an earlier page or another tab has asked for. */
  readonly quote?: Quote | undefined
  /** Milliseconds since 1970. */
  readonly at: number
  /** Absent as long as nobody wants to pay. */
  readonly attempt?: Attempt | undefined
}

/** What the payer told, the newest first. */
export type PaymentLog = {
  getSnapshot(): readonly Payment[]
  /** What the payer remembers of earlier pages, and of other tabs: what is open, and the latest of the rest. */
  getRecalled(): readonly Payment[]
  subscribe(listener: () => void): () => void
}

export function createPaymentLog(payer: Payer): PaymentLog {
  const listeners = new Set<() => void>()
  const asked = new WeakMap<Offer, Pick<Payment, 'quote' | 'at'>>()
  let payments: readonly Payment[] = []
  let recalled: readonly Payment[] = []

  function write(next: readonly Payment[]) {
    payments = next
    remember()
  }

  function remember() {
    const here = new Set(payments.map(({ attempt }) => attempt?.id))
    recalled = recall(payer.attempts.list().filter(({ id }) => !here.has(id)))
    for (const listener of listeners) listener()
  }

  remember()
  payer.attempts.subscribe(remember)

  payer.on('quote', (quote) => {
    const at = Date.now()
    for (const offer of quote.offers) asked.set(offer, { quote, at })
    // Prices that came to nothing are worth no list: only the latest one is kept.
    const id = quote.offers[0]?.challenge.id ?? String(at)
    write([{ id, url: quote.url, quote, at }, ...payments.filter(({ attempt }) => attempt)])
  })

  payer.on('attempt', (attempt) => {
    const question = asked.get(attempt.offer)
    if (!question) return
    const mine = (each: Payment) =>
      each.attempt ? each.attempt.id === attempt.id : each.quote === question.quote
    const known = payments.find(mine)
    // One price may be tried several times.
    if (known) write(payments.map((each) => (each === known ? { ...each, attempt } : each)))
    else
      write([
        { id: attempt.id, url: attempt.url, ...question, attempt },
        ...payments.filter((each) => each.attempt),
      ])
  })

  return {
    getSnapshot: () => payments,
    getRecalled: () => recalled,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
