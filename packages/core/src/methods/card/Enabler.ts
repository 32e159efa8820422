import type { ChargeRequest } from './ChargeRequest.js'
import type { EncryptionKey } from './EncryptionKey.js'

/** A card that an enabler keeps. Its number never comes into the page. */
export type SavedCard = {
  readonly id: string
  /** In lower case: `visa`. */
  readonly network: string
  readonly panLastFour: string
}

/** What an enabler learns of the challenge (draft-card-charge-00, "Token Request Interface"). */
export type EnablerChallenge = Pick<
  ChargeRequest,
  'currency' | 'recipient' | 'acceptedNetworks' | 'merchantName' | 'billingRequired'
> &
  EncryptionKey & {
    readonly id: string
    readonly realm: string
    /** In the currency's smallest unit. */
    readonly amount: string
    /** When the offer ends: an RFC 3339 date-time. */
    readonly expires?: string | undefined
  }

/** What an enabler answers: the encrypted token, and what may be shown of the card. */
export type Enabled = {
  /** A compact JWE for the merchant's key (RFC 7516). It authorizes money. */
  readonly encryptedPayload: string
  readonly network: string
  readonly panLastFour: string
  /** Two digits. */
  readonly panExpirationMonth: string
  /** Four digits. */
  readonly panExpirationYear: string
  /** Given where the merchant wants it. */
  readonly billingAddress?: BillingAddress | undefined
  readonly cardholderFullName?: string | undefined
  readonly paymentAccountReference?: string | undefined
}

/** draft-card-charge-00, "Billing Address Data". */
export type BillingAddress = {
  readonly [field in 'line1' | 'line2' | 'city' | 'state' | 'zip' | 'countryCode']?: string | undefined
}

type Context = { readonly signal?: AbortSignal | undefined }

/**
 * The application's client enabler: its own server, which keeps cards, has a network token made for one payment and
 * encrypts it with the merchant's key.
 *
 * @example
 * ```ts
 * const enabler: Enabler = {
 *   async enable(wish, { signal }) {
 *     const body = JSON.stringify(wish)
 *     const response = await fetch('/api/payment-tokens', { method: 'POST', body, signal })
 *     if (!response.ok) throw new Error(`The enabler answered ${response.status}.`)
 *     return response.json()
 *   },
 *   cards: async ({ signal }) => (await fetch('/api/cards', { signal })).json(),
 * }
 * ```
 */
export type Enabler = {
  /** Makes the proof for one payment. It resolves `jwksUri` where the key is not in the challenge. */
  enable(
    wish: { readonly cardId: string; readonly challenge: EnablerChallenge },
    context: Context & {
      /** The same for every try of one payment: by this card, for this challenge. */
      readonly idempotencyKey: string
    },
  ): Promise<Enabled>
  /** The person's cards. With one alone nothing has to be chosen. Never prompts. */
  cards?(context: Context): Promise<readonly SavedCard[]>
}
