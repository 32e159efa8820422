import * as Client from '../../../chain/Client.js'
import { InvalidError } from '../../../chain/Fields.js'
import * as Hex from '../../../chain/Hex.js'
import { sourceOf } from '../../../chain/Identity.js'
import * as Rpc from '../../../chain/Rpc.js'
import { BaseError } from '../../../Errors.js'
import type { Challenge } from '../../../protocol/Challenge.js'
import { expiresAt } from '../../../protocol/Challenge.js'
import type { Store } from '../../../stores/Store.js'
import type { Authorization, Method, Resolution, ResolveContext } from '../../Method.js'
import { createLookup, type Token } from '../Tokens.js'
import type { AuthorizationForm, KeyAuthorization } from './KeyAuthorization.js'
import { selectorsOf } from './KeyAuthorization.js'
import { sign } from './SignedAuthorization.js'
import { capable } from './SubscriptionAbility.js'
import { readKey } from './SubscriptionKey.js'
import * as SubscriptionRecord from './SubscriptionRecord.js'
import * as SubscriptionRequest from './SubscriptionRequest.js'

/** What `tempoSubscription` needs to know. */
export type TempoSubscriptionOptions = {
  /** The client that signs and asks the chain, or what finds the one of a chain. */
  readonly client: Client.ClientSource
  /**
   * What is signed. Default: `deployed`, which servers of today check, where the challenge's id is 32 bytes as theirs
   * are, otherwise `draft`.
   */
  readonly authorization?: AuthorizationForm | undefined
  /** Takes periods of seconds, which servers under development use. Default: days and weeks alone. */
  readonly shortPeriods?: boolean | undefined
  /** Tokens to know besides {@link tokens}. */
  readonly tokens?: readonly Token[] | undefined
  /** Names that the application vouches for, by address. */
  readonly payees?: { readonly [address: string]: string } | undefined
}

/** What a `tempo/subscription` credential holds (draft-tempo-subscription-00, "Credential Schema"). */
export type SubscriptionPayload = { readonly type: 'keyAuthorization'; readonly signature: Hex.Hex }

/** The method, as a payer takes it. */
export type SubscriptionMethod = Method<SubscriptionRequest.SubscriptionRequest, SubscriptionPayload>

/** Where what was agreed to is kept. */
export type Shelf = {
  list(store: Store): Promise<readonly SubscriptionRecord.Subscription[]>
  keep(subscription: SubscriptionRecord.Subscription, store: Store): Promise<void>
}

const plainShelf: Shelf = {
  async list(store) {
    const entries = await store.list(SubscriptionRecord.shelf)
    return entries.flatMap(([, value]) => SubscriptionRecord.read(value) ?? [])
  },
  keep: (subscription, store) => store.set(SubscriptionRecord.shelf + subscription.id, subscription),
}

// Milliseconds after the end of an offer in which a server may still be at work on what came in time.
const patience = 60_000

/**
 * Agrees to `tempo/subscription` challenges (draft-tempo-subscription-00): lets the seller's key collect exactly the
 * amount, once a period, for nobody else, until the end. To list and cancel what was agreed to, use
 * {@link createSubscriptions}, which brings this method.
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { tempoSubscription } from '@payerkit/core/tempo'
 *
 * const payer = createPayer({ methods: [tempoSubscription({ client })] })
 * ```
 */
export function tempoSubscription(options: TempoSubscriptionOptions): SubscriptionMethod {
  return createMethod(options, plainShelf)
}

/** The method, over what keeps the subscriptions. */
export function createMethod(options: TempoSubscriptionOptions, shelf: Shelf): SubscriptionMethod {
  const { client: source, shortPeriods, authorization: form } = options
  const lookup = createLookup(source, options.tokens)
  const names = new Map(
    Object.entries(options.payees ?? {}).map(([address, name]) => [address.toLowerCase(), name]),
  )
  const payeeOf = ({ recipient }: SubscriptionRequest.SubscriptionRequest) => ({
    id: Hex.checksum(recipient),
    name: names.get(recipient),
  })

  async function priceOf({ chainId, currency: asset, amount }: SubscriptionRequest.SubscriptionRequest) {
    const { symbol, decimals, currency } = await lookup(chainId, asset)
    return { value: amount, decimals, symbol, asset, currency }
  }

  return {
    name: 'tempo',
    intent: 'subscription',
    read: (challenge) => SubscriptionRequest.read(challenge, { shortPeriods }),
    async describe(request, { now, store }) {
      const { chainId, period, seconds, expiry } = request
      const left = expiry - Math.floor(now() / 1000)
      if (left <= 0) throw new EndedError()
      const price = await priceOf(request)
      const payee = payeeOf(request)
      const account = (await Client.find(source, chainId).catch(() => undefined))?.account
      // A store that cannot be read stops nobody from looking at the price.
      const kept = account ? await shelf.list(store).catch(() => []) : []
      const already = kept.some(
        (each) =>
          each.status === 'active' &&
          now() < each.endsAt &&
          each.chainId === chainId &&
          each.payer === account?.address.toLowerCase() &&
          each.payee.id === payee.id &&
          each.price.asset === price.asset &&
          each.price.value === price.value,
      )
      // All that the seller can collect: limits and budgets look at this, as they look at a whole deposit.
      const value = price.value * BigInt(Math.ceil(left / seconds))
      return {
        amount: { ...price, value },
        payee,
        // The key may spend the amount and nothing else, so that whoever collects pays for that.
        fees: 'payee',
        prompt: account?.type === 'local' && account.keyType !== 'webAuthn' ? 'none' : 'signature',
        payer: account && Hex.checksum(account.address),
        recurrence: { price, period, endsAt: expiry * 1000, ...(already && { already }) },
      }
    },
    capable: (request) => capable(request, source),
    async authorize(request, { challenge, now, store, signal }) {
      const connection = await Client.connect(source, request.chainId)
      const payer = connection.account.address.toLowerCase() as Hex.Hex
      const place = { payer, key: request.key, token: request.currency }
      const state = await readKey(connection.client, place)
      if (request.expiry <= Math.max(state.time, now() / 1000)) throw new EndedError()
      if (state.status === 'revoked' || state.status === 'expired') throw new KeyUsedError()
      if (signal?.aborted) throw new Rpc.CancelledError()
      const price = await priceOf(request)
      const signature = await sign(connection, authorizationOf(request, challenge, form))
      const { chainId, key, period, expiry } = request
      const record: SubscriptionRecord.Subscription = {
        ...{ id: SubscriptionRecord.idOf({ chainId, payer, key }), status: 'unknown' },
        ...{ chainId, payer, key, price, payee: payeeOf(request), period, endsAt: expiry * 1000 },
        ...{ agreedAt: now(), realm: challenge.realm, challengeId: challenge.id },
      }
      // Kept before it leaves: from then on the seller can set it up at any time, and it must be there to be cancelled.
      await shelf.keep(SubscriptionRecord.seen(record, state, now()), store)
      return {
        payload: { type: 'keyAuthorization', signature },
        source: sourceOf(chainId, payer),
        // A key that is set up already is set up once: signing for it anew lets nobody collect more.
        moves: state.status === 'valid' ? 'never' : 'after',
      }
    },
    async resolve(request, context) {
      // What was not signed, or never left a page that is gone, nobody can use.
      if (!context.authorization) return 'unpaid'
      try {
        const client = await Client.clientFor(source, request.chainId)
        await Client.assertChain(client, request.chainId)
        return await resolve(request, context, context.authorization, client)
      } catch {
        // A chain that cannot be asked leaves the question open.
        return 'unknown'
      }
    },
  }
}

/** Exactly what a challenge asks for, in the form that its server takes. */
function authorizationOf(
  request: SubscriptionRequest.SubscriptionRequest,
  challenge: Challenge,
  wanted: AuthorizationForm | undefined,
): KeyAuthorization {
  const witness = SubscriptionRequest.witnessOf(challenge)
  const form = wanted ?? (witness ? 'deployed' : 'draft')
  if (form === 'deployed' && !witness) throw new InvalidError('id', 'is not 32 bytes')
  const { chainId, key, keyType, expiry, currency: token, amount: limit, seconds: period } = request
  const selectors = selectorsOf[form]
  const authorization = { chainId, key, keyType, expiry, token, limit, period, selectors }
  return { ...authorization, payee: request.recipient, witness: form === 'deployed' ? witness : undefined }
}

/** The key is set up and the first period collected in one step, so the key and what it has left say whether it was. */
async function resolve(
  request: SubscriptionRequest.SubscriptionRequest,
  { challenge, now }: ResolveContext,
  { source = '' }: Authorization,
  client: Client.ChainClient,
): Promise<Resolution> {
  const payer = /0x[0-9a-f]{40}$/i.exec(source)?.[0].toLowerCase() as Hex.Hex | undefined
  if (!payer) return 'unknown'
  const place = { payer, key: request.key, token: request.currency }
  const { status, remaining, time } = await readKey(client, place)
  // A key that is there and has collected nothing: a server that takes two steps, or a later period.
  if (status === 'valid' && remaining >= request.amount) return 'unknown'
  if (status !== 'absent') return 'paid'
  const offerEnds = expiresAt(challenge)
  // An honest server takes nothing any more; what another one holds stays in the list of subscriptions.
  const isOver = offerEnds !== undefined && Math.min(now(), time * 1000) > offerEnds + patience
  return isOver || time >= request.expiry ? 'unpaid' : 'unknown'
}

/** Thrown when a subscription would have ended before it began. Nothing was signed. */
export class EndedError extends BaseError {
  override readonly name = 'TempoSubscription.EndedError'
  constructor() {
    super('subscription_ended', 'This subscription would have ended already. Nothing was paid.')
  }
}

/** Thrown when the seller asks for a subscription with a key that was cancelled or has ended. Nothing was signed. */
export class KeyUsedError extends BaseError {
  override readonly name = 'TempoSubscription.KeyUsedError'
  constructor() {
    super(
      'subscription_key_used',
      'The seller asks for a subscription by a key that was cancelled or has ended. Nothing was paid.',
      { metaMessages: ['The network takes no key a second time: the seller has to bring a new one.'] },
    )
  }
}
