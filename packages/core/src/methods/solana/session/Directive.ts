import { InvalidError, own, readObject, readText } from '../../../chain/Fields.js'
import type { JsonObject } from '../../../protocol/JsonObject.js'
import type { Desk } from '../../../session/Scheme.js'
import { readU64 } from './SessionFields.js'

/** What a server asks for one delivery that it meters. */
export type Directive = {
  readonly deliveryId: string
  /** The most that it costs, in the token's smallest parts. */
  readonly amount: bigint
  /** The channel that it is paid from. */
  readonly sessionId: string
  /** Until when it can be committed, in seconds since 1970. */
  readonly expiresAt: number
  /** Where it is committed; an address of the channel's own origin. */
  readonly commitUrl: string
}

// Where deliveries are committed unless they say otherwise.
const commitPath = '/__402/session/commit'
/** Where deliveries are set aside. */
export const reservePath = '/__402/session/deliveries'

/**
 * Reads a directive, for one channel.
 *
 * @throws InvalidError when it is malformed, over, of another channel, or to be committed at another origin: vouchers go
 * to the origin that the channel was opened for and to no other.
 */
export function read(value: unknown, desk: Pick<Desk, 'identity' | 'url' | 'now'>): Directive {
  const from = readObject(value, 'directive')
  const amount = readU64(own(from, 'amount'), 'directive.amount')
  if (amount === 0n) throw new InvalidError('directive.amount', 'is zero')
  const url = own(from, 'commitUrl') ?? commitPath
  const directive = {
    deliveryId: readId(from),
    amount,
    sessionId: readText(own(from, 'sessionId'), 'directive.sessionId'),
    expiresAt: readSeconds(own(from, 'expiresAt')),
    commitUrl: resolve(readText(url, 'directive.commitUrl'), desk.url),
  }
  check(directive, desk)
  return directive
}

/**
 * Checks that a directive is one of this channel that is not over.
 *
 * @throws InvalidError
 */
export function check(
  { sessionId, expiresAt, commitUrl }: Directive,
  { identity, url, now }: Pick<Desk, 'identity' | 'url' | 'now'>,
): void {
  if (sessionId !== identity.id) throw new InvalidError('directive.sessionId', 'is of another session')
  if (new URL(commitUrl).origin !== new URL(url).origin)
    throw new InvalidError('directive.commitUrl', 'is of another origin than the session')
  if (expiresAt * 1000 <= now()) throw new InvalidError('directive.expiresAt', 'is over')
}

/**
 * Reads what of a delivery was used: it names the directive, and is no more than that.
 *
 * @throws InvalidError
 */
export function readUsage(value: unknown, directive: Directive | undefined): bigint {
  const from = readObject(value, 'usage')
  const used = readU64(own(from, 'amount'), 'usage.amount')
  if (readId(from) !== directive?.deliveryId)
    throw new InvalidError('usage.deliveryId', 'is of another delivery')
  if (used > directive.amount) throw new InvalidError('usage.amount', 'is more than the delivery was to cost')
  return used
}

function readId(from: JsonObject): string {
  const id = readText(own(from, 'deliveryId'), 'deliveryId')
  if (id === '' || id.length > 256) throw new InvalidError('deliveryId', 'is empty or too long')
  return id
}

function readSeconds(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new InvalidError('directive.expiresAt', 'is not a whole number of seconds')
  return value
}

function resolve(url: string, base: string): string {
  try {
    return new URL(url, base).href
  } catch {
    throw new InvalidError('directive.commitUrl', 'is no address')
  }
}
