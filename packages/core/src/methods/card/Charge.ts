import { BaseError } from '../../Errors.js'
import * as Challenge from '../../protocol/Challenge.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import type { AuthorizeContext, Capability, Method, MethodContext } from '../Method.js'
import * as ChargePayload from './ChargePayload.js'
import * as ChargeRequest from './ChargeRequest.js'
import * as Currencies from './Currencies.js'
import type { Enabler, EnablerChallenge, SavedCard } from './Enabler.js'

/** How an application pays with the cards that its enabler keeps. */
export type CardOptions = {
  readonly enabler: Enabler
  /** The merchants, as acquirers know them, that a realm may ask money for. A realm that is not named may ask for any. */
  readonly recipients?: Readonly<Record<string, string | readonly string[]>> | undefined
  /**
   * Names the application vouches for, by recipient, or by realm where a challenge names none. A server says both itself,
   * and whoever holds the key of the challenge is paid: what the person can go by is the address that asks.
   */
  readonly names?: Readonly<Record<string, string>> | undefined
  /** The decimals of the currencies that are accepted, by code in lower case. Default: a list of seventy. */
  readonly currencies?: Readonly<Record<string, number>> | undefined
}

const prefix = 'card/charge/'
// A year: no offer stands so long.
const kept = 365 * 86_400_000

/**
 * Pays `card` challenges of the intent `charge` (draft-card-charge-00) with a card of the application's enabler. Which one
 * a payment screen says by the payment's `input`, `{ cardId }`; an only card needs no choice.
 *
 * The page never sees a card's number: what pays is encrypted by the enabler for the merchant's key, and handed on as
 * it is.
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { card } from '@payerkit/core/card'
 *
 * const payer = createPayer({
 *   methods: [card({ enabler, recipients: { 'api.shop.example': 'merch_abc123' }, names: { merch_abc123: 'Shop Ltd.' } })],
 * })
 * ```
 */
export function card(options: CardOptions): Method<ChargeRequest.ChargeRequest, ChargePayload.ChargePayload> {
  const { enabler, names = {}, recipients = {} } = options
  const currencies = options.currencies ? new Map(Object.entries(options.currencies)) : Currencies.defaults
  const held = new Set<string>()

  /** The person's cards that a seller takes; nothing where the enabler does not tell. */
  async function usable(
    { acceptedNetworks }: ChargeRequest.ChargeRequest,
    { signal }: MethodContext,
  ): Promise<readonly SavedCard[] | undefined> {
    const cards = await whileWanted(enabler.cards?.({ signal }), signal)
    return cards?.filter(({ network }) => acceptedNetworks.includes(network))
  }

  async function choose(request: ChargeRequest.ChargeRequest, context: AuthorizeContext): Promise<string> {
    const { input } = context
    const chosen = JsonObject.is(input) ? input.cardId : undefined
    if (chosen !== undefined) return isCardId(chosen)
    const [only, another] = (await usable(request, context)) ?? []
    if (!only || another) throw new InputMissingError()
    return isCardId(only.id)
  }

  return {
    name: 'card',
    intent: 'charge',
    read: (challenge) => ChargeRequest.read(challenge, { currencies, recipients }),
    async describe(request, context) {
      const { amount, currency, recipient: id = context.challenge.realm } = request
      // An enabler that is away takes nothing from what is known of the price.
      const cards = await usable(request, context).catch(() => undefined)
      const name = Object.hasOwn(names, id) ? names[id] : undefined
      return {
        amount: {
          ...{ value: amount, decimals: currencies.get(currency), symbol: currency.toUpperCase() },
          ...{ asset: currency, currency },
        },
        payee: { id, ...(name !== undefined && { name }) },
        fees: 'none',
        prompt: cards?.length === 1 ? 'none' : 'card',
      }
    },
    async capable(request, context): Promise<Capability> {
      const cards = await usable(request, context).catch(() => undefined)
      if (cards?.length !== 0) return { able: true }
      return { able: false, reason: 'unsupported', message: 'You have no card here that the seller takes.' }
    },
    async authorize(request, context) {
      const { challenge, store, signal, idempotencyKey, now } = context
      const assertOpen = () => {
        if (signal?.aborted) throw new CancelledError(signal.reason)
        Challenge.assertFresh(challenge, { now: now() })
      }
      const mark = prefix + challenge.id
      assertOpen()
      if (held.has(mark)) throw new SentError()
      held.add(mark)
      try {
        // draft-card-charge-00, "Idempotency and Replay Protection": a challenge is answered once, over reloads too.
        if ((await store.get(mark)) !== undefined) throw new SentError()
        const cardId = await choose(request, context)
        const wish = { cardId, challenge: challengeFor(request, challenge) }
        // A key of the application's own may be that of an earlier offer, or card, whose proof must not come back.
        const key = [idempotencyKey, challenge.id, cardId].map(encodeURIComponent).join('/')
        const answer = await whileWanted(enabler.enable(wish, { signal, idempotencyKey: key }), signal)
        const payload = ChargePayload.check(answer, request)
        assertOpen()
        for (const [old, value] of await store.list(prefix))
          if (!JsonObject.is(value) || Number(value.sentAt) + kept < now()) await store.delete(old)
        await store.set(mark, { sentAt: now() })
        return { payload, moves: 'after' }
      } catch (error) {
        assertOpen()
        throw error instanceof BaseError ? error : new EnablerFailedError(error)
      } finally {
        held.delete(mark)
      }
    },
    async resolve(_, { authorization, challenge, store }) {
      // Of what was sent, only the seller can say.
      if (authorization) return undefined
      // What was never made charges no card; what was made may have left before that was written down.
      return (await store.get(prefix + challenge.id)) === undefined ? 'unpaid' : 'unknown'
    },
  }
}

function challengeFor(
  request: ChargeRequest.ChargeRequest,
  challenge: Challenge.Challenge,
): EnablerChallenge {
  const { id, realm, expires } = challenge
  const { amount, key, ...rest } = request
  return { id, realm, amount: String(amount), ...rest, ...key, ...(expires !== undefined && { expires }) }
}

/** Ends with the signal, whether or not the enabler listens to it; a proof that comes later goes nowhere. */
function whileWanted<answer>(
  work: answer | Promise<answer>,
  signal: AbortSignal | undefined,
): Promise<answer> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal?.reason)
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop)
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener('abort', stop))
  })
}

function isCardId(id: unknown): string {
  if (typeof id !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(id)) throw new InputMissingError()
  return id
}

/** Thrown when nobody said which card to pay with. Nothing was paid. */
export class InputMissingError extends BaseError {
  override readonly name = 'Card.InputMissingError'
  constructor() {
    super('input_missing', 'Choose a card to pay with. Nothing was paid.', {
      metaMessages: [
        'A card charge needs `{ cardId }` as its input, where the enabler has not just one card.',
      ],
    })
  }
}

/** Thrown when an offer was answered with a card already. No second proof was made. */
export class SentError extends BaseError {
  override readonly name = 'Card.SentError'
  constructor() {
    super('card_sent', 'This offer was answered with a card already. Ask for a new offer to pay again.')
  }
}

/** Thrown when the application's enabler failed. Nothing was paid. */
export class EnablerFailedError extends BaseError {
  override readonly name = 'Card.EnablerFailedError'
  constructor(error: unknown) {
    super('enabler_failed', 'The card payment could not be prepared. Nothing was paid.', {
      // What it says may quote what pays; its kind does not.
      metaMessages: [
        `The enabler failed${error instanceof Error ? ` with ${error.name.slice(0, 40)}` : ''}.`,
      ],
    })
  }
}

/** Thrown when the caller gave up. Nothing was paid. */
export class CancelledError extends BaseError {
  override readonly name = 'Card.CancelledError'
  constructor(cause: unknown) {
    super('cancelled', 'The card payment was cancelled. Nothing was paid.', { cause })
  }
}
