import type { Offer, Payer, Receipt } from '@payerkit/core'
import type { CardInput } from '@payerkit/core/stripe'

/** How a card's payment method becomes a payment. */
export type CardDriver = {
  /** Pays, once. `sent` is called when the proof leaves. */
  charge(offer: Offer, input: CardInput, means: { signal: AbortSignal; sent(): void }): Promise<Charged>
  /** A fresh offer for the same thing, or the thing itself where nothing is left to pay. */
  renew?(): Promise<Offer | Charged>
  /** Looks again at a payment whose outcome is not known. Never pays anew. */
  check?(attemptId: string): Promise<Charged>
  /** Where the attempts are known that others may finish. */
  readonly attempts?: Payer['attempts'] | undefined
}

/** What was got, and for money or not. */
export type Charged = {
  readonly response: Response
  readonly receipt?: Receipt | undefined
  readonly charged: boolean
  readonly attemptId?: string | undefined
}

/** Who is told. The latest are, once for each event, on the screen or not. */
export type CardHandlers = {
  /**
   * Paid, with the server's answer, and its receipt where one came that fits. Called again when the person wants it
   * after this has thrown or rejected; nothing is charged for that.
   */
  onSuccess?: ((response: Response, receipt?: Receipt) => unknown) | undefined
  /** Declined, failed, ended, not known, or the form did not load; `error.code` says which. */
  onError?: ((error: Error) => void) | undefined
  /** The person gave up, or the form went away before anything was authorized. Nothing was charged. */
  onCancel?: (() => void) | undefined
  /** The bank asks the person to confirm (3-D Secure). */
  onRequiresAction?: (() => void) | undefined
}
