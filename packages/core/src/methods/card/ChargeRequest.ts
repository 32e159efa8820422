import { BaseError } from '../../Errors.js'
import * as Challenge from '../../protocol/Challenge.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import * as EncryptionKey from './EncryptionKey.js'
import { RequestInvalidError } from './RequestInvalid.js'

/** What a card charge asks for, checked (draft-card-charge-00, "Request Schema"). */
export type ChargeRequest = {
  /** In the currency's smallest unit, above 0. */
  readonly amount: bigint
  /** Three letters of ISO 4217 in lower case. */
  readonly currency: string
  /** The merchant as the acquirer knows it. */
  readonly recipient?: string | undefined
  /** Card networks in lower case: `visa`. Never empty. */
  readonly acceptedNetworks: readonly string[]
  /** What the merchant calls itself. Nobody vouches for it. */
  readonly merchantName: string
  readonly key: EncryptionKey.EncryptionKey
  /** Whether the merchant wants a billing address. */
  readonly billingRequired: boolean
}

/** What the application holds a request against. */
export type Expected = {
  /** Decimals by the currency's code. */
  readonly currencies: ReadonlyMap<string, number>
  readonly recipients: Readonly<Record<string, string | readonly string[]>>
}

/**
 * Reads and checks the request of a challenge.
 *
 * @throws {@link RequestInvalidError} {@link CurrencyRefusedError} {@link RecipientMismatchError}
 */
export function read(challenge: Challenge.Challenge, expected: Expected): ChargeRequest {
  const request = Challenge.decodeRequest(challenge)
  const { amount, externalId, methodDetails: details } = request
  if (typeof amount !== 'string' || !/^[1-9]\d{0,11}$/.test(amount))
    throw new RequestInvalidError('amount', 'must be a whole number of at most 12 digits, written as a text')
  if (externalId !== undefined && typeof externalId !== 'string')
    throw new RequestInvalidError('externalId', 'must be a text')
  if (!JsonObject.is(details)) throw new RequestInvalidError('methodDetails', 'must be an object')
  const { version, merchantName, billingRequired = false } = details
  // draft-httpauth-payment-00, "Versioning": 2 and up are incompatible with what is read here.
  if (version !== undefined && version !== 1)
    throw new RequestInvalidError('methodDetails.version', 'is not known')
  if (typeof merchantName !== 'string' || !/\S/.test(merchantName) || merchantName.length > 200)
    throw new RequestInvalidError('methodDetails.merchantName', 'must be a name')
  if (typeof billingRequired !== 'boolean')
    throw new RequestInvalidError('methodDetails.billingRequired', 'must be true or false')
  const recipient = readRecipient(request.recipient, challenge.realm, expected)
  return {
    amount: BigInt(amount),
    currency: readCurrency(request.currency, expected),
    ...(recipient !== undefined && { recipient }),
    acceptedNetworks: readNetworks(details.acceptedNetworks),
    merchantName,
    key: EncryptionKey.read(details, challenge.realm),
    billingRequired,
  }
}

function readCurrency(currency: unknown, { currencies }: Expected): string {
  if (typeof currency !== 'string' || !/^[a-z]{3}$/.test(currency))
    throw new RequestInvalidError('currency', 'must be three lower-case letters of ISO 4217')
  if (!currencies.has(currency)) throw new CurrencyRefusedError(currency)
  return currency
}

function readRecipient(value: unknown, realm: string, { recipients }: Expected): string | undefined {
  if (value !== undefined && (typeof value !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(value)))
    throw new RequestInvalidError('recipient', 'must be a text without spaces')
  const pinned = Object.hasOwn(recipients, realm) ? recipients[realm] : undefined
  if (pinned !== undefined && !([] as readonly unknown[]).concat(pinned).includes(value))
    throw new RecipientMismatchError(realm, value)
  return value
}

function readNetworks(networks: unknown): readonly string[] {
  const isName = (name: unknown) => typeof name === 'string' && /^[a-z][a-z0-9_-]{0,39}$/.test(name)
  if (!Array.isArray(networks) || !networks[0] || !networks.every(isName))
    throw new RequestInvalidError(
      'methodDetails.acceptedNetworks',
      'must be a list of names in lower case, with one at least',
    )
  return networks
}

/** Thrown when the currency is not one whose decimals are known here. Nothing was paid. */
export class CurrencyRefusedError extends BaseError {
  override readonly name = 'Card.CurrencyRefusedError'
  constructor(currency: string) {
    super(
      'currency_refused',
      `Card payments in ${currency.toUpperCase()} are not accepted here. Nothing was paid.`,
      { metaMessages: ['The option `currencies` lists what is.'] },
    )
  }
}

/** Thrown when a realm asks for money to another merchant than the one it is pinned to. Nothing was paid. */
export class RecipientMismatchError extends BaseError {
  override readonly name = 'Card.RecipientMismatchError'
  constructor(realm: string, recipient: string | undefined) {
    super(
      'payee_mismatch',
      'The money would go to another account than the one known for this shop. Nothing was paid.',
      { metaMessages: [`Realm: ${realm.slice(0, 100)}`, `Merchant: ${recipient ?? 'none is named'}`] },
    )
  }
}
