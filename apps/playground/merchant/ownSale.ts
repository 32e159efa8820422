import { type Context, Hono } from 'hono'
import { type Challenge, type Credential, Receipt } from 'mppx'
import type { Ledger } from './ledger.js'
import { ask, isOurs, isOver, metaOf, readCredential } from './ownOffer.js'
import { photo } from './photo.js'
import { Problem } from './problem.js'

/** A way to pay that mppx sells nothing by. */
export type OwnRail = {
  readonly method: string
  /** What the books say; in the smallest part. */
  readonly amount: string
  readonly currency: string
  /** What is asked for. */
  request(context: Context): Record<string, unknown>
  /**
   * Takes the money, once for each offer, and gives what to quote when asking about it.
   *
   * @throws Problem with the status 402 where there is none to be had.
   */
  settle(payload: Record<string, unknown>, challenge: Challenge.Challenge): string
}

/** What became of an offer: the same proof again gets the same answer, another one none. */
type Answer = { readonly payload: string; readonly outcome: Receipt.Receipt | Problem }

/** A photo that is paid for by `charge` of a method that mppx does not have. */
export function createOwnSale(parameters: {
  path: string
  rail: OwnRail
  secretKey: string
  ledger: Ledger
}): Hono {
  const { path, rail, secretKey, ledger } = parameters
  const { method, amount, currency } = rail
  const answers = new Map<string, Answer>()

  const unpaid = new Problem(402, 'payment-required', 'The photo has to be paid for.')
  const ours = { secretKey, method, intent: 'charge' }

  function offer(context: Context, refusal = unpaid): Response {
    // Random, as each offer is answered once; and for one photo alone.
    const meta = { order: crypto.randomUUID(), goods: goodsOf(context) }
    const offered = { ...ours, request: rail.request(context), meta, description: 'One photo' }
    return ask(context, offered, refusal)
  }

  /** A proof for an offer of ours that stands, and for this photo. */
  function verify(context: Context): Credential.Credential<Record<string, unknown>> {
    const credential = readCredential(context)
    if (!credential) throw new Problem(402, 'malformed-credential', 'The credential cannot be read.')
    const { challenge } = credential
    if (!isOurs(context, challenge, ours) || metaOf(challenge).goods !== goodsOf(context))
      throw new Problem(402, 'invalid-challenge', 'The offer is not one for this photo.')
    if (isOver(challenge) && !answers.has(challenge.id))
      throw new Problem(402, 'payment-expired', 'The offer has ended.')
    return credential
  }

  function settle({ challenge, payload }: Credential.Credential<Record<string, unknown>>): Receipt.Receipt {
    const text = JSON.stringify(payload)
    const known = answers.get(challenge.id)
    if (known && known.payload !== text)
      throw new Problem(402, 'invalid-challenge', 'This offer was answered already.')
    const outcome = known?.outcome ?? charge(payload, challenge)
    answers.set(challenge.id, { payload: text, outcome })
    if (outcome instanceof Problem) throw outcome
    return outcome
  }

  function charge(payload: Record<string, unknown>, challenge: Challenge.Challenge) {
    try {
      const reference = rail.settle(payload, challenge)
      const at = new Date().toISOString()
      ledger.record({ method, intent: 'charge', amount, currency, path: `/api${path}`, reference, at })
      return Receipt.from({ status: 'success', method, reference, timestamp: at })
    } catch (error) {
      if (error instanceof Problem && error.status === 402) return error
      throw error
    }
  }

  const routes = new Hono()
  routes.get(path, (context) => {
    // Made first: a request that cannot be served must fail before it is paid.
    const response = photo(context)
    if (!context.req.header('authorization')) return offer(context)
    try {
      response.headers.set('payment-receipt', Receipt.serialize(settle(verify(context))))
      return response
    } catch (error) {
      if (error instanceof Problem && error.status === 402) return offer(context, error)
      throw error
    }
  })
  return routes
}

/** The photo that is asked for. */
function goodsOf({ req }: Context): string {
  const { pathname, search } = new URL(req.url)
  return pathname + search
}
