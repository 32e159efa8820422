import { BaseError } from '../../Errors.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import type { ChargeRequest } from './ChargeRequest.js'

/**
 * What a payment screen collects for a Stripe charge or subscription, handed over as the payment's `input`.
 *
 * @example
 * ```ts
 * const { paymentMethod } = await stripeJs.createPaymentMethod({ elements })
 * const input: CardInput = {
 *   paymentMethod: paymentMethod.id,
 *   paymentMethodType: paymentMethod.type,
 *   handleNextAction: (hashedValue) => stripeJs.handleNextAction({ hashedValue }),
 *   confirmSetup: (clientSecret) => stripeJs.handleNextAction({ clientSecret }),
 * }
 * ```
 */
export type CardInput = {
  /** The id that Stripe.js gave: `pm_…`. */
  readonly paymentMethod: string
  /** Its type, checked against what the seller takes. */
  readonly paymentMethodType?: string | undefined
  /** Shows the bank's own question (3-D Secure) and ends when the person has answered it. */
  readonly handleNextAction?: Question | undefined
  /** The same for a card that a subscription is charged from later, by the client secret of a SetupIntent. */
  readonly confirmSetup?: Question | undefined
  /** The payer's own reference; one in the challenge wins. */
  readonly externalId?: string | undefined
}

/** Asks the person, by what names the question to Stripe.js. */
type Question = (name: string, signal?: AbortSignal) => Promise<NextActionResult>

/** What Stripe.js says of 3-D Secure: nothing where it went well. */
export type NextActionResult = {
  readonly error?: { readonly message?: string | undefined; readonly code?: string | undefined } | undefined
}

/** What the seller takes. */
type Taken = Pick<ChargeRequest, 'paymentMethodTypes'>

/**
 * Reads what a payment screen collected.
 *
 * @throws {@link InputMissingError} {@link PaymentMethodTypeError}
 */
export function read(input: unknown, request: Taken): CardInput {
  if (!JsonObject.is(input)) throw new InputMissingError()
  const { paymentMethod, paymentMethodType, externalId } = input
  if (typeof paymentMethod !== 'string' || paymentMethod === '') throw new InputMissingError()
  if (paymentMethodType !== undefined) {
    if (typeof paymentMethodType !== 'string' || !request.paymentMethodTypes.includes(paymentMethodType))
      throw new PaymentMethodTypeError(request)
  }
  return {
    paymentMethod,
    paymentMethodType,
    handleNextAction: bind(input as CardInput, 'handleNextAction'),
    confirmSetup: bind(input as CardInput, 'confirmSetup'),
    externalId: typeof externalId === 'string' ? externalId : undefined,
  }
}

function bind(input: CardInput, name: 'handleNextAction' | 'confirmSetup'): Question | undefined {
  if (typeof input[name] !== 'function') return undefined
  return async (value, signal) => (await input[name]?.(value, signal)) ?? {}
}

/** Thrown when nothing was collected to pay with. Nothing was paid. */
export class InputMissingError extends BaseError {
  override readonly name = 'Stripe.InputMissingError'
  constructor() {
    super('input_missing', 'Enter a card to pay with. Nothing was paid.', {
      metaMessages: ['Stripe needs the payment method that <CardCheckout> or Stripe.js collected.'],
    })
  }
}

/** Thrown when the seller does not take the kind of payment method that was chosen. Nothing was paid. */
export class PaymentMethodTypeError extends BaseError {
  override readonly name = 'Stripe.PaymentMethodTypeError'
  constructor({ paymentMethodTypes }: Taken) {
    super(
      'payment_method_refused',
      'The seller does not take this way to pay. Choose another one. Nothing was paid.',
      {
        metaMessages: [`The seller takes: ${paymentMethodTypes.slice(0, 10).join(', ').slice(0, 200)}.`],
      },
    )
  }
}
