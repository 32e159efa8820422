import { BaseError } from '../../../Errors.js'
import * as JsonObject from '../../../protocol/JsonObject.js'
import { AuthenticationFailedError, answered, whileOpen } from '../Authentication.js'
import type { CardInput } from '../CardInput.js'
import { reasonOf } from '../Redact.js'
import type { Period } from './SubscriptionRequest.js'

/** What a card is to be charged for later, without the person being there. */
export type SetupRequest = {
  /** What Stripe.js gave for the card: `pm_…`. */
  readonly paymentMethod: string
  /** What each period costs, in the currency's smallest unit. */
  readonly amount: number
  readonly currency: string
  /** The seller. */
  readonly networkId: string
  readonly period: Period
  /** The challenge that the subscription is for. */
  readonly challengeId: string
}

/** A SetupIntent, as the application's endpoint describes it. */
export type Setup = {
  /** `seti_…` */
  readonly id: string
  /** Stripe's own word. Only `succeeded` pays; `requires_action` asks the person first. */
  readonly status: string
  /** What Stripe.js asks the person with while the status is `requires_action`. */
  readonly clientSecret?: string | undefined
  /** The customer that the card belongs to from now on: `cus_…`. */
  readonly customer?: string | undefined
  /** The card under the seller's account, where it is called otherwise there: `pm_…`. */
  readonly paymentMethod?: string | undefined
}

/** What {@link SetupSource.findSubscription} says. */
type Standing = 'active' | 'none' | 'unknown'

/** How a card is made chargeable later: by the application's own server, which alone has Stripe's key. */
export type SetupSource = {
  /**
   * Obtains what Stripe requires for later charges, by a SetupIntent with `usage: 'off_session'`
   * (draft-stripe-subscription-00, "Credential Schema"). Called once a payment.
   */
  authorizeOffSession(request: SetupRequest, context: { signal?: AbortSignal | undefined }): Promise<Setup>
  /** Looks at one again: needed for 3-D Secure. */
  readOffSession?: ((id: string, context: { signal?: AbortSignal | undefined }) => Promise<Setup>) | undefined
  /**
   * Whether a subscription came of a challenge, asked after a lost answer. `none` is a promise: none comes of it later.
   * Without it the seller's word counts, who is asked again with the same credential.
   */
  findSubscription?:
    | ((challengeId: string, context: { signal?: AbortSignal | undefined }) => Promise<Standing>)
    | undefined
}

/** What a card is set up with. */
export type Means = {
  readonly source: SetupSource
  readonly input: CardInput
  readonly signal: AbortSignal | undefined
  /** Throws when there is no time, or nobody, left to go on for. */
  readonly assertOpen: () => void
}

/**
 * Has a card made chargeable later, and lets the person confirm that with the bank where it asks: what the page believes
 * of that counts for nothing, so the endpoint is asked again.
 *
 * @throws {@link AuthenticationFailedError} {@link SetupRefusedError} {@link SetupInvalidError} {@link SetupFailedError},
 * what the endpoint throws, and whatever `assertOpen` throws.
 */
export async function setUp(request: SetupRequest, means: Means): Promise<Setup> {
  const { source, input, signal, assertOpen } = means
  let setup = await look(() => source.authorizeOffSession(request, { signal }), means)
  if (setup.status === 'requires_action') {
    const { id, clientSecret } = setup
    if (!clientSecret) throw new AuthenticationFailedError('The setup names no client secret.')
    if (!input.confirmSetup) throw new AuthenticationFailedError('The payment screen has no `confirmSetup`.')
    const { readOffSession: read } = source
    if (!read) throw new AuthenticationFailedError('stripeSubscription() has no `readOffSession`.')
    await answered(input.confirmSetup(clientSecret, signal), { signal, assertOpen })
    setup = await look(() => read(id, { signal }), means, id)
    if (setup.status === 'requires_action')
      throw new AuthenticationFailedError('The bank has not confirmed it.')
  }
  if (setup.status !== 'succeeded') throw new SetupRefusedError(setup.status)
  return setup
}

async function look(ask: () => Promise<Setup>, means: Means, id?: string): Promise<Setup> {
  const { signal, assertOpen } = means
  let setup: Setup
  try {
    setup = check(await whileOpen(Promise.resolve(ask()), signal), id)
  } catch (error) {
    assertOpen()
    throw error instanceof BaseError ? error : new SetupFailedError(error)
  }
  assertOpen()
  return setup
}

/** Whether a text is an id of Stripe's with this prefix. A masked one is not. */
export function isId(prefix: 'seti' | 'pm' | 'cus', value: unknown): value is string {
  const [head, ...rest] = typeof value === 'string' ? value.split('_') : []
  return head === prefix && /^[\x21-\x7e]{1,250}$/.test(rest.join('_'))
}

/**
 * Checks what an endpoint answered; `id` is the setup that was asked about, if one was.
 *
 * @throws {@link SetupInvalidError}
 */
export function check(value: unknown, id?: string): Setup {
  if (!JsonObject.is(value) || !isId('seti', value.id))
    throw new SetupInvalidError('it has no "id" that starts with seti_')
  if (id !== undefined && value.id !== id) throw new SetupInvalidError('it is about another setup')
  const { status, clientSecret, customer, paymentMethod } = value
  if (typeof status !== 'string' || !/^[a-z_]{1,40}$/.test(status))
    throw new SetupInvalidError('it has no "status"')
  if (customer !== undefined && !isId('cus', customer))
    throw new SetupInvalidError('its "customer" does not start with cus_')
  if (paymentMethod !== undefined && !isId('pm', paymentMethod))
    throw new SetupInvalidError('its "paymentMethod" does not start with pm_')
  return {
    ...{ id: value.id, status, customer, paymentMethod },
    ...(typeof clientSecret === 'string' && clientSecret !== '' && { clientSecret }),
  }
}

/** Thrown when the endpoint's answer is no setup. Nothing was paid. */
export class SetupInvalidError extends BaseError {
  override readonly name = 'StripeSubscription.SetupInvalidError'
  constructor(reason: string) {
    super('setup_invalid', 'The subscription could not be prepared. Nothing was paid.', {
      metaMessages: [`The setup endpoint's answer cannot be used: ${reason}.`],
    })
  }
}

/** Thrown when Stripe does not let the card be charged later. Nothing was paid. */
export class SetupRefusedError extends BaseError {
  override readonly name = 'StripeSubscription.SetupRefusedError'
  constructor(status: string) {
    super(
      'setup_refused',
      'The card cannot be used for a subscription. Use another card. Nothing was paid.',
      {
        metaMessages: [`The setup is ${status}.`],
      },
    )
  }
}

/** Thrown when the application's own `authorizeOffSession` or `readOffSession` failed. Nothing was paid. */
export class SetupFailedError extends BaseError {
  override readonly name = 'StripeSubscription.SetupFailedError'
  constructor(error: unknown) {
    super('setup_failed', 'The subscription could not be prepared. Nothing was paid.', {
      details: reasonOf(error),
    })
  }
}
