import { BaseError } from '../../Errors.js'
import * as Challenge from '../../protocol/Challenge.js'
import type { Store } from '../../stores/Store.js'
import type { AuthorizeContext, Capability, Method, Resolution, ResolveContext, Terms } from '../Method.js'
import { authenticate, whileOpen } from './Authentication.js'
import { assertWanted } from './Cancelled.js'
import * as CardInput from './CardInput.js'
import * as ChargeRequest from './ChargeRequest.js'
import * as Currency from './Currency.js'
import { createLiveTokens } from './LiveTokens.js'
import * as Token from './Token.js'

/** What proves a Stripe charge (draft-stripe-charge-00, "Credential Schema"). */
export type ChargePayload = { readonly spt: string; readonly externalId?: string }

/** How an application pays by card. */
export type StripeOptions = Token.TokenSource & {
  /** The Stripe network ids that a realm may ask money for. A realm that is not named may ask for any. */
  readonly networks?: Readonly<Record<string, string | readonly string[]>> | undefined
  /** Names the application vouches for, by network id. */
  readonly names?: Readonly<Record<string, string>> | undefined
  /** The currencies that are accepted, in lower case; those that Stripe charges in unless they are named. */
  readonly currencies?: readonly string[] | undefined
}

// A token outlives neither the challenge nor this, where a challenge says nothing or too much.
const longestSeconds = 3_600
// The failures that leave no token behind.
const without: ReadonlySet<string> = new Set(['declined', 'token_refused', 'insecure_endpoint'])

/**
 * Pays `stripe` challenges of the intent `charge` with a shared payment token (draft-stripe-charge-00). It collects no
 * card: a payment screen hands a payment method over as the payment's `input`.
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { stripe, tokenEndpoint } from '@payerkit/core/stripe'
 *
 * const payer = createPayer({
 *   methods: [
 *     stripe({
 *       ...tokenEndpoint('/api/spt'),
 *       networks: { 'shop.example': 'profile_1MqDcVKA5fEO2tZv' },
 *       names: { profile_1MqDcVKA5fEO2tZv: 'Shop Ltd.' },
 *     }),
 *   ],
 * })
 * ```
 */
export function stripe(options: StripeOptions): Method<ChargeRequest.ChargeRequest, ChargePayload> {
  const { names = {}, networks = {} } = options
  const expected = { networks, currencies: new Set(options.currencies ?? Currency.defaults) }
  const tokens = createLiveTokens(options)

  function describe({ amount, currency, networkId }: ChargeRequest.ChargeRequest): Terms {
    return {
      amount: Currency.moneyOf(amount, currency),
      payee: ChargeRequest.payeeOf(networkId, names),
      fees: 'none',
      prompt: 'card',
    }
  }

  async function capable(): Promise<Capability> {
    // Only a caller without types can leave it out.
    if (typeof options.createToken === 'function') return { able: true }
    return { able: false, reason: 'unsupported', message: 'Card payments are not set up on this page.' }
  }

  /** Asks for a token once. Only an answer that says so proves that there is none. */
  async function mint(
    request: Token.TokenRequest,
    id: string,
    context: AuthorizeContext,
  ): Promise<Token.Token> {
    const { store, signal } = context
    const { expiresAt } = request
    let work: Promise<Token.Token> | undefined
    await tokens.set(store, id, { state: 'minting', expiresAt })
    try {
      work = Promise.resolve(options.createToken(request, { signal }))
      const token = Token.check(await whileOpen(work, signal))
      await tokens.set(store, id, { state: 'live', spt: token.spt, expiresAt })
      return token
    } catch (error) {
      if (error instanceof BaseError && without.has(error.code)) await tokens.forget(store, id)
      // A token that comes too late, or with an answer that makes no sense, is one that nobody will send.
      const late = work?.then(({ spt }) => (Token.isId(spt) ? discard(store, id, spt, expiresAt) : undefined))
      const settled = late?.catch(() => undefined)
      if (!signal?.aborted) await settled
      assertWanted(signal)
      throw error instanceof BaseError ? error : new Token.TokenFailedError(error)
    }
  }

  /** Takes back a token that will not be sent. One that cannot be taken back stays on record. */
  async function discard(store: Store, id: string, spt: string, expiresAt: number): Promise<void> {
    await tokens.set(store, id, { state: (await tokens.revoke(spt)) ? 'revoked' : 'live', spt, expiresAt })
  }

  async function authorize(request: ChargeRequest.ChargeRequest, context: AuthorizeContext) {
    const { challenge, store, signal, now } = context
    const { id } = challenge
    const input = CardInput.read(context.input, request)
    const expiresAt = expiryOf(challenge, now())
    const assertOpen = () => {
      assertWanted(signal)
      Challenge.assertFresh(challenge, { now: now() })
      if (expiresAt * 1000 <= now()) throw new Challenge.ExpiredError(challenge)
    }
    assertOpen()
    const release = tokens.hold(id)
    try {
      await tokens.sweep(store, now())
      await tokens.clear(store, id, signal)
      assertOpen()
      const { amount, currency, networkId, metadata } = request
      const { paymentMethod } = input
      const wish = { paymentMethod, amount, currency, networkId, expiresAt, metadata, challengeId: id }
      const token = await mint(wish, id, context)
      try {
        if (token.status === 'deactivated') throw new Token.TokenDeactivatedError()
        if (token.status === 'requires_action')
          await authenticate(token, { input, readToken: options.readToken, signal, assertOpen })
        assertOpen()
      } catch (error) {
        if (error instanceof Token.TokenDeactivatedError)
          await tokens.set(store, id, { state: 'revoked', spt: token.spt, expiresAt })
        else await discard(store, id, token.spt, expiresAt)
        throw error
      }
      const externalId = request.externalId ?? input.externalId
      return {
        payload: { spt: token.spt, ...(externalId !== undefined && { externalId }) },
        moves: 'after' as const,
      }
    } finally {
      release()
    }
  }

  async function resolve(
    _: ChargeRequest.ChargeRequest,
    context: ResolveContext,
  ): Promise<Resolution | undefined> {
    const { challenge, store, signal, authorization } = context
    // Without a look at the token there is nothing to say of what was sent; what never was charges no card.
    if (!options.readToken) return authorization ? undefined : 'unpaid'
    const entry = await tokens.get(store, challenge.id)
    const payload = authorization?.payload ?? {}
    const sent: unknown = 'spt' in payload ? payload.spt : undefined
    // What died while it was authorized is on record here, if a token was asked for.
    const spt = Token.isId(sent) ? sent : entry?.spt
    // A token of which no answer came went nowhere, and the seller cannot guess it.
    if (spt === undefined) return authorization ? 'unknown' : 'unpaid'
    if (entry?.spt === spt && entry.state === 'paid') return 'paid'
    if (entry?.spt === spt && entry.state === 'revoked') return 'unpaid'
    const fate = await tokens.retire(spt, signal).catch(() => 'unknown' as const)
    if (fate !== 'unknown' && entry?.spt === spt)
      await tokens.set(store, challenge.id, { ...entry, state: fate === 'paid' ? 'paid' : 'revoked' })
    return fate
  }

  return {
    name: 'stripe',
    intent: 'charge',
    read: (challenge) => ChargeRequest.read(challenge, expected),
    describe,
    capable,
    authorize,
    resolve,
  }
}

/** When the token must end, in seconds: never after the challenge (draft-stripe-charge-00, "Amount Verification"). */
function expiryOf(challenge: Challenge.Challenge, now: number): number {
  const latest = Math.floor(now / 1000) + longestSeconds
  const end = Challenge.expiresAt(challenge)
  return end === undefined ? latest : Math.min(latest, Math.floor(end / 1000))
}
