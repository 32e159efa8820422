import { BaseError } from '../../Errors.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import type { ChargeRequest } from './ChargeRequest.js'

/**
 * What a payment screen collects for a Stripe charge, handed over as the payment's `input`.
 *
 * @example
 * ```ts
 * const { paymentMethod } = await stripeJs.createPaymentMethod({ elements })
 * const input: CardInput = {
 *   paymentMethod: paymentMethod.id,
 *   paymentMethodType: paymentMethod.type,
 *   handleNextAction: (hashedValue) => stripeJs.handleNextAction({ hashedValue }),
 * }
 * ```
 */
export type CardInput = {
  /** The id that Stripe.js gave: `pm_…`. */
  readonly paymentMethod: string
  /** Its type, checked against what the seller takes. */
  readonly paymentMethodType?: string | undefined
  /** Shows the bank's own question (3-D Secure) and ends when the person has answered it. */
  readonly handleNextAction?:
    | ((hashedValue: string, signal?: AbortSignal) => Promise<{ error?: NextActionError | undefined }>)
    | undefined
  /** The payer's own reference; one in the challenge wins. */
  readonly externalId?: string | undefined
}

/** What Stripe.js says when 3-D Secure failed. */
type NextActionError = { readonly message?: string | undefined; readonly code?: string | undefined }

/**
 * Reads what a payment screen collected.
 *
 * @throws {@link InputMissingError} {@link PaymentMethodTypeError}
 */
export function read(input: unknown, request: ChargeRequest): CardInput {
  if (!JsonObject.is(input)) throw new InputMissingError()
  const { paymentMethod, paymentMethodType, handleNextAction, externalId } = input
  if (typeof paymentMethod !== 'string' || paymentMethod === '') throw new InputMissingError()
  if (paymentMethodType !== undefined) {
    if (typeof paymentMethodType !== 'string' || !request.paymentMethodTypes.includes(paymentMethodType))
      throw new PaymentMethodTypeError(request)
  }
  return {
    paymentMethod,
    paymentMethodType,
    handleNextAction: typeof handleNextAction === 'function' ? bind(input as CardInput) : undefined,
    externalId: typeof externalId === 'string' ? externalId : undefined,
  }
}

function bind(input: CardInput): CardInput['handleNextAction'] {
  return async (hashedValue, signal) => (await input.handleNextAction?.(hashedValue, signal)) ?? {}
}

/** Thrown when nothing was collected to pay with. Nothing was paid. */
export class InputMissingError extends BaseError {
  override readonly name = 'Stripe.InputMissingError'
  constructor() {
    super('input_missing', 'Enter a card to pay with. Nothing was paid.', {
      metaMessages: ['A Stripe charge needs the payment method that <CardCheckout> or Stripe.js collected.'],
    })
  }
}

/** Thrown when the seller does not take the kind of payment method that was chosen. Nothing was paid. */
export class PaymentMethodTypeError extends BaseError {
  override readonly name = 'Stripe.PaymentMethodTypeError'
  constructor({ paymentMethodTypes }: ChargeRequest) {
    super(
      'payment_method_refused',
      'The seller does not take this way to pay. Choose another one. Nothing was paid.',
      {
        metaMessages: [`The seller takes: ${paymentMethodTypes.slice(0, 10).join(', ').slice(0, 200)}.`],
      },
    )
  }
}
