import {
  InvalidError,
  own,
  readAmount,
  readChainId,
  readObject,
  readPayee,
  readText,
} from '../../../chain/Fields.js'
import type * as Hex from '../../../chain/Hex.js'
import * as Base64Url from '../../../protocol/Base64Url.js'
import * as Challenge from '../../../protocol/Challenge.js'
import * as Timestamp from '../../../protocol/Timestamp.js'
import type { Recurrence } from '../../Method.js'

/** What a key is made with. */
export type KeyType = 'secp256k1' | 'p256' | 'webAuthn'

/** One period: so many of a unit. A chain counts no months. */
export type Period = Recurrence['period'] & { readonly unit: 'second' | 'day' | 'week' }

/** What a `tempo/subscription` challenge asks for, checked. Addresses are in lower case. */
export type SubscriptionRequest = {
  /** What each period costs, in the token's smallest parts. */
  readonly amount: bigint
  readonly currency: Hex.Hex
  readonly recipient: Hex.Hex
  readonly chainId: number
  readonly period: Period
  /** The period in seconds, as the chain counts it. */
  readonly seconds: number
  /** When the subscription ends, in Unix seconds. */
  readonly expiry: number
  /** The seller's key, which is allowed to collect. */
  readonly key: Hex.Hex
  readonly keyType: KeyType
}

/** Tempo's testnet: "If omitted, the default value is 42431". */
const defaultChainId = 42431
const lengths: ReadonlyMap<unknown, [unit: Period['unit'], seconds: number]> = new Map([
  ['day', ['day', 86_400]],
  ['week', ['week', 604_800]],
])
/** A unit of mppx for development, which the draft does not have. */
const short = 'dev_second'
const keyTypes: readonly unknown[] = ['secp256k1', 'p256', 'webAuthn']

/**
 * Reads and checks a challenge's request (draft-tempo-subscription-00, "Request Schema"). Strict: a period is of days or
 * weeks, the end is a whole second after the offer's own, and the key is named in full.
 *
 * @example
 * ```ts
 * SubscriptionRequest.read(challenge).seconds // 2592000
 * ```
 *
 * @throws InvalidError that says which field is wrong and why.
 */
export function read(challenge: Challenge.Challenge, options: read.Options = {}): SubscriptionRequest {
  const request = Challenge.decodeRequest(challenge)
  const details = readObject(own(request, 'methodDetails'), 'methodDetails')
  const key = readObject(own(details, 'accessKey'), 'methodDetails.accessKey')
  const keyType = own(key, 'keyType')
  if (!keyTypes.includes(keyType))
    throw new InvalidError('methodDetails.accessKey.keyType', 'is none of "secp256k1", "p256" and "webAuthn"')
  for (const field of ['description', 'externalId'])
    if (own(request, field) !== undefined) readText(own(request, field), field)
  const amount = readAmount(own(request, 'amount'), 'amount', 256)
  if (amount === 0n) throw new InvalidError('amount', 'is zero')
  const period = readPeriod(own(request, 'periodUnit'), own(request, 'periodCount'), options)
  return {
    amount,
    currency: readPayee(own(request, 'currency'), 'currency'),
    recipient: readPayee(own(request, 'recipient'), 'recipient'),
    chainId: readChainId(own(details, 'chainId') ?? defaultChainId),
    ...period,
    expiry: readExpiry(own(request, 'subscriptionExpires'), challenge),
    key: readPayee(own(key, 'accessKeyAddress'), 'methodDetails.accessKey.accessKeyAddress'),
    keyType: keyType as KeyType,
  }
}

export declare namespace read {
  type Options = {
    /** Takes periods of seconds too, which servers under development use. */
    readonly shortPeriods?: boolean | undefined
  }
}

/**
 * The 32 bytes by which an authorization is bound to its challenge; `undefined` where the challenge's id is not such
 * bytes.
 */
export function witnessOf({ id }: Pick<Challenge.Challenge, 'id'>): Uint8Array | undefined {
  try {
    const bytes = Base64Url.toBytes(id)
    return bytes.length === 32 ? bytes : undefined
  } catch {
    return undefined
  }
}

function readPeriod(unit: unknown, count: unknown, { shortPeriods = false }: read.Options) {
  const isShort = shortPeriods && unit === short
  const [name, length] = isShort ? (['second', 1] as const) : (lengths.get(unit) ?? [])
  if (name === undefined || length === undefined)
    throw new InvalidError('periodUnit', 'is neither "day" nor "week"')
  if (typeof count !== 'string' || !/^[1-9]\d{0,15}$/.test(count))
    throw new InvalidError('periodCount', 'is not a positive whole number written as a text')
  const seconds = Number(count) * length
  if (!Number.isSafeInteger(seconds)) throw new InvalidError('periodCount', 'is longer than can be counted')
  return { period: { unit: name, count: Number(count) }, seconds }
}

function readExpiry(value: unknown, challenge: Challenge.Challenge): number {
  const field = 'subscriptionExpires'
  const text = readText(value, field)
  if (!Timestamp.is(text)) throw new InvalidError(field, 'is not an RFC 3339 date and time')
  const end = Timestamp.parse(text)
  // The chain counts seconds: another end than the one that was shown would be signed.
  if (end % 1000 !== 0 || end <= 0) throw new InvalidError(field, 'is not a whole second')
  const offerEnds = Challenge.expiresAt(challenge)
  if (offerEnds !== undefined && end <= offerEnds)
    throw new InvalidError(field, 'is not later than the end of the offer')
  return end / 1000
}
