import * as Challenge from '../../../protocol/Challenge.js'
import type { AuthorizeContext, Method } from '../../Method.js'
import { assertWanted } from '../Cancelled.js'
import * as CardInput from '../CardInput.js'
import * as ChargeRequest from '../ChargeRequest.js'
import * as Currency from '../Currency.js'
import { createSentOffers, SubscriptionSentError } from './SentOffers.js'
import * as Setup from './Setup.js'
import * as SubscriptionRequest from './SubscriptionRequest.js'

/** What proves a Stripe subscription (draft-stripe-subscription-00, "Credential Schema"). */
export type SubscriptionPayload = { readonly paymentMethod: string; readonly customer?: string }

/** How an application subscribes by card. */
export type StripeSubscriptionOptions = Setup.SetupSource & {
  /** The Stripe network ids that a realm may ask money for. A realm that is not named may ask for any. */
  readonly networks?: Readonly<Record<string, string | readonly string[]>> | undefined
  /** Names the application vouches for, by network id. */
  readonly names?: Readonly<Record<string, string>> | undefined
  /** The currencies that are accepted, in lower case; those that Stripe charges in unless they are named. */
  readonly currencies?: readonly string[] | undefined
}

/**
 * Agrees to `stripe` challenges of the intent `subscription` (draft-stripe-subscription-00): the same amount once a period,
 * until it is cancelled at the seller. It collects no card: a payment screen hands a payment method over as the payment's
 * `input`. Before it is sent, the card is made chargeable later, and the bank asks the person where it wants to.
 *
 * Only the seller can say what came of a lost answer, and is asked with the same credential; the same challenge is never
 * agreed to twice.
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { setupEndpoint, stripeSubscription } from '@payerkit/core/stripe'
 *
 * const payer = createPayer({
 *   methods: [
 *     stripeSubscription({
 *       ...setupEndpoint('/api/setup'),
 *       networks: { 'news.example': 'profile_1MqDcVKA5fEO2tZv' },
 *       names: { profile_1MqDcVKA5fEO2tZv: 'The Daily News' },
 *     }),
 *   ],
 * })
 * ```
 */
export function stripeSubscription(
  options: StripeSubscriptionOptions,
): Method<SubscriptionRequest.SubscriptionRequest, SubscriptionPayload> {
  const { names = {}, networks = {}, findSubscription: find } = options
  const expected = { networks, currencies: new Set(options.currencies ?? Currency.defaults) }
  const sent = createSentOffers()

  async function authorize(request: SubscriptionRequest.SubscriptionRequest, context: AuthorizeContext) {
    const { challenge, store, signal, now } = context
    const { id } = challenge
    const input = CardInput.read(context.input, request)
    if (!Setup.isId('pm', input.paymentMethod)) throw new CardInput.InputMissingError()
    const assertOpen = () => {
      assertWanted(signal)
      Challenge.assertFresh(challenge, { now: now() })
    }
    assertOpen()
    const release = sent.hold(id)
    try {
      if (await sent.has(store, id)) throw new SubscriptionSentError()
      const { amount, currency, networkId, period } = request
      const { paymentMethod } = input
      const wish = { paymentMethod, amount, currency, networkId, period, challengeId: id }
      const setup = await Setup.setUp(wish, { source: options, input, signal, assertOpen })
      // Kept before it leaves, so that a page that comes after this one does not agree a second time.
      await sent.add(store, id, now())
      const { customer, paymentMethod: card = paymentMethod } = setup
      return {
        payload: { paymentMethod: card, ...(customer !== undefined && { customer }) },
        moves: 'after' as const,
      }
    } finally {
      release()
    }
  }

  return {
    name: 'stripe',
    intent: 'subscription',
    read: (challenge) => SubscriptionRequest.read(challenge, expected),
    describe({ amount, currency, networkId, period }) {
      const price = Currency.moneyOf(amount, currency)
      const charges = BigInt(SubscriptionRequest.chargesInFirstYear(period))
      return {
        // It has no end. Limits look at what a year of it costs, and not at its first charge.
        amount: { ...price, value: price.value * charges },
        payee: ChargeRequest.payeeOf(networkId, names),
        fees: 'none',
        prompt: 'card',
        recurrence: { price, period },
      }
    },
    async capable() {
      // Only a caller without types can leave it out.
      if (typeof options.authorizeOffSession === 'function') return { able: true }
      return {
        able: false,
        reason: 'unsupported',
        message: 'Subscriptions by card are not set up on this page.',
      }
    },
    authorize,
    async resolve(_, { authorization, challenge, store, signal }) {
      if (!authorization && !(await sent.has(store, challenge.id))) return 'unpaid'
      // Of what was sent there is nothing to say without the application's own word.
      if (!find) return authorization ? undefined : 'unknown'
      const standing = await find(challenge.id, { signal })
      return standing === 'active' ? 'paid' : standing === 'none' ? 'unpaid' : 'unknown'
    },
  }
}
