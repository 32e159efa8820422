import { type Attempt, BaseError, type Offer, type Payer, type PayOptions, type Quote } from '@payerkit/core'
import type { CardDriver, Charged } from './cardDriver.js'
import { NoCardOfferError, NoNewOfferError } from './cardErrors.js'
import { type Stage, unknownStage } from './cardState.js'
import { cardOfferOf } from './cardTerms.js'

/** How quotes are paid and had anew. */
export type QuoteMeans = {
  payer: Payer
  /** The same request once more, unpaid. */
  requote(): Promise<Quote>
  payment?: PayOptions | undefined
}

/** Pays the offers of quotes, and knows which quote an offer came with. */
export type QuoteDriver = CardDriver & {
  take(quote: Quote, offer?: Offer): Offer | undefined
  /** The latest means; those of the moment are used. */
  use(means: QuoteMeans): void
}

export function createQuoteDriver(first: QuoteMeans): QuoteDriver {
  const quotes = new WeakMap<Offer, Quote>()
  let means = first

  const take = (quote: Quote, offer = cardOfferOf(quote)) => {
    if (offer) quotes.set(offer, quote)
    return offer
  }

  return {
    take,
    use(next) {
      means = next
    },
    async charge(offer, input, { signal, sent }) {
      const { payer, payment } = means
      const quote = quotes.get(offer)
      if (!quote) throw new NoCardOfferError()
      const signals = payment?.signal ? AbortSignal.any([signal, payment.signal]) : signal
      let latest: Attempt | undefined
      const stop = payer.on('attempt', (attempt) => {
        if (attempt.offer.challenge.id !== offer.challenge.id) return
        latest = attempt
        if (attempt.phase === 'submitting') sent()
      })
      try {
        const approve = async () => ({ offer, input })
        const response = await quote.pay(offer, { ...payment, offer: undefined, signal: signals, approve })
        return { response, receipt: latest?.receipt, charged: true, attemptId: latest?.id }
      } catch (error) {
        throw (latest && openError(latest)) ?? error
      } finally {
        stop()
      }
    },
    async renew() {
      const quote = await means.requote().catch((cause: unknown) => {
        throw cause instanceof BaseError ? cause : new NoNewOfferError(cause)
      })
      if (!quote.required && quote.response.ok) return { response: quote.response, charged: false }
      const offer = take(quote)
      if (offer) return offer
      throw quote.required ? (quote.refused[0]?.error ?? new NoCardOfferError()) : new NoNewOfferError()
    },
    async check(attemptId): Promise<Charged> {
      const { attempts } = means.payer
      const response = await attempts.resume(attemptId)
      return { response, receipt: attemptIn(attempts, attemptId)?.receipt, charged: true, attemptId }
    },
    get attempts() {
      return means.payer.attempts
    },
  }
}

export function attemptIn(attempts: Payer['attempts'], id: string): Attempt | undefined {
  return attempts.list().find((attempt) => attempt.id === id)
}

/** The journal's word counts: a signal that ended the wait says nothing about the money. */
function openError(attempt: Attempt): Error | undefined {
  const { phase, error } = attempt
  return phase === 'cancelled' || isOpen(phase) ? error : undefined
}

/** Where the payment of an offer stands that was begun before this form was there. */
export function openStage(payer: Payer, offer: Offer): Stage | undefined {
  const attempt = payer.attempts
    .list()
    .find(({ phase, offer: { challenge } }) => challenge.id === offer.challenge.id && isOpen(phase))
  return attempt && unknownStage(attempt.id, attempt.phase !== 'unknown')
}

const isOpen = (phase: Attempt['phase']) => phase === 'unknown' || phase === 'paidUndelivered'
