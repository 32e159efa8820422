import { BaseError } from '../../Errors.js'

/** @throws {@link CancelledError} where the caller gave up. */
export function assertWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError(signal.reason)
}

/** Thrown when the caller gave up. Nothing was paid, and what was made to pay with is taken back or never sent. */
export class CancelledError extends BaseError {
  override readonly name = 'Stripe.CancelledError'
  constructor(cause: unknown) {
    super('cancelled', 'The card payment was cancelled. Nothing was paid.', { cause })
  }
}
