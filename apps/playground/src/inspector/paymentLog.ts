import type { Attempt, Offer, Payer, Quote } from '@payerkit/core'

/** One price that was asked for, and what became of it. */
export type Payment = {
  readonly id: string
  readonly quote: Quote
  /** Milliseconds since 1970. */
  readonly at: number
  /** Absent as long as nobody wants to pay. */
  readonly attempt?: Attempt | undefined
}

/** What the payer told, the newest first. */
export type PaymentLog = {
  getSnapshot(): readonly Payment[]
  subscribe(listener: () => void): () => void
}

export function createPaymentLog(payer: Payer): PaymentLog {
  const listeners = new Set<() => void>()
  const asked = new WeakMap<Offer, Pick<Payment, 'quote' | 'at'>>()
  let payments: readonly Payment[] = []

  function write(next: readonly Payment[]) {
    payments = next
    for (const listener of listeners) listener()
  }

  payer.on('quote', (quote) => {
    const at = Date.now()
    for (const offer of quote.offers) asked.set(offer, { quote, at })
    // Prices that came to nothing are worth no list: only the latest one is kept.
    const id = quote.offers[0]?.challenge.id ?? String(at)
    write([{ id, quote, at }, ...payments.filter(({ attempt }) => attempt)])
  })

  payer.on('attempt', (attempt) => {
    const question = asked.get(attempt.offer)
    if (!question) return
    const mine = (each: Payment) =>
      each.attempt ? each.attempt.id === attempt.id : each.quote === question.quote
    const known = payments.find(mine)
    // One price may be tried several times.
    if (known) write(payments.map((each) => (each === known ? { ...each, attempt } : each)))
    else write([{ id: attempt.id, ...question, attempt }, ...payments.filter((each) => each.attempt)])
  })

  return {
    getSnapshot: () => payments,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
