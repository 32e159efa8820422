import { BaseError } from '../../Errors.js'
import * as Challenge from '../../protocol/Challenge.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import type { Payee } from '../Method.js'

/** What a Stripe charge asks for, checked (draft-stripe-charge-00, "Request Schema"). */
export type ChargeRequest = {
  /** In the currency's smallest unit at Stripe: a safe integer above 0. */
  readonly amount: number
  /** Three letters of ISO 4217 in lower case. */
  readonly currency: string
  /** Whom Stripe pays: the seller's Business Network Profile. */
  readonly networkId: string
  /** What the seller takes: `card`, `link`. Never empty. */
  readonly paymentMethodTypes: readonly string[]
  readonly metadata?: Readonly<Record<string, string>> | undefined
  /** The seller's own reference, echoed in the credential. */
  readonly externalId?: string | undefined
}

/** What the application holds a request against. */
export type Expected = {
  readonly currencies: ReadonlySet<string>
  readonly networks: Readonly<Record<string, string | readonly string[]>>
}

/**
 * Reads and checks the request of a challenge.
 *
 * @throws {@link RequestInvalidError} {@link CurrencyRefusedError} {@link NetworkMismatchError}
 */
export function read(challenge: Challenge.Challenge, expected: Expected): ChargeRequest {
  const request = Challenge.decodeRequest(challenge)
  const details = own(request, 'methodDetails')
  if (!JsonObject.is(details)) throw new RequestInvalidError('methodDetails', 'must be an object')
  const networkId = readNetworkId(details)
  checkNetwork(challenge.realm, networkId, expected)
  // draft-httpauth-payment-00, "Versioning": 2 and up are incompatible with what is read here.
  const version = own(details, 'version')
  if (version !== undefined && version !== 1)
    throw new RequestInvalidError('methodDetails.version', 'is not known')
  const metadata = readMetadata(details)
  const externalId = own(request, 'externalId')
  if (externalId !== undefined && typeof externalId !== 'string')
    throw new RequestInvalidError('externalId', 'must be a text')
  return {
    amount: readAmount(request),
    currency: readCurrency(request, expected),
    networkId,
    paymentMethodTypes: readTypes(details),
    ...(metadata && { metadata }),
    ...(externalId !== undefined && { externalId }),
  }
}

/** Who is paid, by the name that the application vouches for, if it does. */
export function payeeOf(networkId: string, names: Readonly<Record<string, string>>): Payee {
  const name = Object.hasOwn(names, networkId) ? names[networkId] : undefined
  return { id: networkId, ...(name !== undefined && { name }) }
}

function own(object: JsonObject.JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function readAmount(request: JsonObject.JsonObject): number {
  const amount = own(request, 'amount')
  if (typeof amount !== 'string' || !/^[1-9][0-9]{0,15}$/.test(amount))
    throw new RequestInvalidError('amount', 'must be a whole number above 0, written as a decimal text')
  if (!Number.isSafeInteger(Number(amount))) throw new RequestInvalidError('amount', 'is too large')
  return Number(amount)
}

function readCurrency(request: JsonObject.JsonObject, { currencies }: Expected): string {
  const currency = own(request, 'currency')
  if (typeof currency !== 'string' || !/^[a-z]{3}$/.test(currency))
    throw new RequestInvalidError('currency', 'must be three lower-case letters of ISO 4217')
  if (!currencies.has(currency)) throw new CurrencyRefusedError(currency)
  return currency
}

function readNetworkId(details: JsonObject.JsonObject): string {
  const networkId = own(details, 'networkId')
  // It is shown to the person where nobody vouches for a name, so nothing that could dress it up.
  if (typeof networkId !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(networkId))
    throw new RequestInvalidError('methodDetails.networkId', 'must be a text without spaces')
  return networkId
}

function checkNetwork(realm: string, networkId: string, { networks }: Expected): void {
  const pinned = Object.hasOwn(networks, realm) ? networks[realm] : undefined
  if (pinned === undefined) return
  const known = typeof pinned === 'string' ? [pinned] : pinned
  if (!known.includes(networkId)) throw new NetworkMismatchError(realm, networkId)
}

function readTypes(details: JsonObject.JsonObject): string[] {
  const types = own(details, 'paymentMethodTypes')
  // They are told where a card is refused, so nothing that could be a sentence.
  const isType = (type: unknown): type is string => typeof type === 'string' && /^[\w-]{1,40}$/.test(type)
  if (!Array.isArray(types) || types.length === 0 || !types.every(isType))
    throw new RequestInvalidError(
      'methodDetails.paymentMethodTypes',
      'must be a list of names, with one at least',
    )
  return types
}

function readMetadata(details: JsonObject.JsonObject): Record<string, string> | undefined {
  const metadata = own(details, 'metadata')
  if (metadata === undefined) return undefined
  if (!JsonObject.is(metadata) || !Object.values(metadata).every((value) => typeof value === 'string'))
    throw new RequestInvalidError('methodDetails.metadata', 'must map texts to texts')
  if (Object.hasOwn(metadata, 'externalId'))
    throw new RequestInvalidError('methodDetails.metadata.externalId', 'is reserved')
  return metadata as Record<string, string>
}

/** Thrown when a Stripe charge's request is not of the draft's shape. Nothing was paid. */
export class RequestInvalidError extends BaseError {
  override readonly name = 'Stripe.RequestInvalidError'
  /** The field that is wrong. */
  readonly field: string
  constructor(field: string, reason: string) {
    super('request_invalid', `The card payment that is asked for cannot be made: its ${field} ${reason}.`)
    this.field = field
  }
}

/** Thrown when the currency is not on the application's list. Nothing was paid. */
export class CurrencyRefusedError extends BaseError {
  override readonly name = 'Stripe.CurrencyRefusedError'
  constructor(currency: string) {
    super(
      'currency_refused',
      `Card payments in ${currency.toUpperCase()} are not accepted here. Nothing was paid.`,
      {
        metaMessages: ['The option `currencies` lists what is.'],
      },
    )
  }
}

/** Thrown when a realm asks for money to another Stripe account than the one it is pinned to. Nothing was paid. */
export class NetworkMismatchError extends BaseError {
  override readonly name = 'Stripe.NetworkMismatchError'
  constructor(realm: string, networkId: string) {
    super(
      'payee_mismatch',
      'The money would go to another account than the one known for this shop. Nothing was paid.',
      {
        metaMessages: [`Realm: ${realm.slice(0, 100)}`, `Stripe network id: ${networkId}`],
      },
    )
  }
}
