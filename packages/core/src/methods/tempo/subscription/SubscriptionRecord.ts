import { own, readAmount, readBytes, readChainId, readObject, readText } from '../../../chain/Fields.js'
import type * as Hex from '../../../chain/Hex.js'
import { BaseError } from '../../../Errors.js'
import type * as JsonObject from '../../../protocol/JsonObject.js'
import type { Money, Payee } from '../../Method.js'
import type { KeyState } from './SubscriptionKey.js'
import type { Period } from './SubscriptionRequest.js'

/**
 * Where a subscription stands.
 *
 * - `unknown`: the seller holds a signed authorization, and the chain has not seen it.
 * - `active`: the seller's key may collect once a period.
 * - `cancelled`: the key was revoked. Nothing can be collected any more.
 * - `expired`: it ended by itself.
 */
export type SubscriptionStatus = 'unknown' | 'active' | 'cancelled' | 'expired'

/** A subscription as it is kept. Holds nothing that authorizes money. */
export type Subscription = {
  /** Follows from chain, account and key. */
  readonly id: string
  readonly status: SubscriptionStatus
  readonly chainId: number
  /** The account that pays, in lower case. */
  readonly payer: Hex.Hex
  /** The seller's key, in lower case. */
  readonly key: Hex.Hex
  /** What each period costs. */
  readonly price: Money
  readonly payee: Payee
  readonly period: Period
  /** When it ends by itself, in milliseconds since 1970. */
  readonly endsAt: number
  /** From when on the seller can collect next, by the chain's word; nothing where that is never, or not known. */
  readonly nextAt?: number | undefined
  /** When it was agreed to. */
  readonly agreedAt: number
  /** The name that the server gave itself. */
  readonly realm: string
  /** The challenge that it answered. */
  readonly challengeId: string
  /** What it is for, once the payer's journal has said so. */
  readonly url?: string | undefined
  readonly origin?: string | undefined
  readonly description?: string | undefined
}

/** Under what a store keeps them. */
export const shelf = 'tempo/subscription/'

/** What identifies a subscription. */
export function idOf({ chainId, payer, key }: Pick<Subscription, 'chainId' | 'payer' | 'key'>): string {
  return `${chainId}/${payer}/${key}`
}

/** A subscription with what the chain says of its key, and the clock. */
export function seen(subscription: Subscription, key: KeyState | undefined, now: number): Subscription {
  const { endsAt, price } = subscription
  const status = statusOf(subscription, key, now)
  // What was collected in this period cannot be collected again before the next.
  const next = key && (key.remaining < price.value ? key.periodEnd : Math.min(key.periodEnd, key.time)) * 1000
  const nextAt = key?.status === 'valid' ? next : subscription.nextAt
  const isDue = status === 'active' && nextAt !== undefined && nextAt < endsAt
  return { ...subscription, status, nextAt: isDue ? nextAt : undefined }
}

function statusOf(
  { status, endsAt }: Subscription,
  key: KeyState | undefined,
  now: number,
): SubscriptionStatus {
  if (status === 'cancelled' || key?.status === 'revoked') return 'cancelled'
  if (key?.status === 'expired' || now >= endsAt) return 'expired'
  if (key) return key.status === 'valid' ? 'active' : 'unknown'
  return status
}

/** Reads what a store holds; nothing where it is no subscription, or one whose id does not follow from its parts. */
export function read(value: unknown): Subscription | undefined {
  try {
    return readRecord(readObject(value, 'subscription'))
  } catch (error) {
    if (error instanceof BaseError) return undefined
    throw error
  }
}

const statuses: readonly unknown[] = ['unknown', 'active', 'cancelled', 'expired']
const units: readonly unknown[] = ['second', 'day', 'week']

function readRecord(from: JsonObject.JsonObject): Subscription | undefined {
  const price = readObject(own(from, 'price'), 'price')
  const payee = readObject(own(from, 'payee'), 'payee')
  const period = readObject(own(from, 'period'), 'period')
  const value = own(price, 'value')
  const optional = (object: JsonObject.JsonObject, field: string) => {
    const text = own(object, field)
    return text === undefined ? undefined : readText(text, field)
  }
  const parts = {
    chainId: readChainId(own(from, 'chainId'), 'chainId'),
    payer: readBytes(own(from, 'payer'), 'payer', 20),
    key: readBytes(own(from, 'key'), 'key', 20),
  }
  const subscription: Subscription = {
    id: idOf(parts),
    ...parts,
    status: own(from, 'status') as SubscriptionStatus,
    price: {
      value: readAmount(typeof value === 'bigint' ? `${value}` : value, 'price.value', 256),
      decimals: own(price, 'decimals') as number | undefined,
      symbol: readText(own(price, 'symbol'), 'price.symbol'),
      asset: readBytes(own(price, 'asset'), 'price.asset', 20),
      currency: optional(price, 'currency'),
    },
    payee: { id: readText(own(payee, 'id'), 'payee.id'), name: optional(payee, 'name') },
    period: own(from, 'period') as Period,
    endsAt: own(from, 'endsAt') as number,
    agreedAt: own(from, 'agreedAt') as number,
    realm: readText(own(from, 'realm'), 'realm'),
    challengeId: readText(own(from, 'challengeId'), 'challengeId'),
    nextAt: own(from, 'nextAt') as number | undefined,
    url: optional(from, 'url'),
    origin: optional(from, 'origin'),
    description: optional(from, 'description'),
  }
  const isWhole = (number: unknown) => Number.isSafeInteger(number) && Number(number) >= 0
  const isSound =
    own(from, 'id') === subscription.id &&
    statuses.includes(subscription.status) &&
    units.includes(own(period, 'unit')) &&
    [own(period, 'count'), subscription.endsAt, subscription.agreedAt].every(isWhole) &&
    [subscription.price.decimals ?? 0, subscription.nextAt ?? 0].every(isWhole)
  return isSound ? subscription : undefined
}
