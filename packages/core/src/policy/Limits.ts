import { BaseError } from '../Errors.js'
import * as JsonObject from '../protocol/JsonObject.js'
import { formatUnits, parseUnits } from './Amount.js'
import type { Limit } from './Limit.js'

// Limits that a person agrees to: read strictly, told apart, and compared.

/** What a limit is of, without how much. Two limits of one name are the same limit with two amounts. */
export type LimitName = Omit<Limit, 'amount'>

const fields: readonly string[] = ['currency', 'amount', 'per', 'period', 'origin']
const spans: readonly unknown[] = ['payment', 'origin', 'all']
// More than anybody reads through.
const most = 100

/**
 * Reads a limit, with its texts in the one form in which they are compared.
 *
 * @throws {@link InvalidError} which says what is wrong with it.
 */
export function read(value: unknown): Limit {
  if (!JsonObject.is(value)) throw new InvalidError('it is no object')
  const { currency, amount, per, period, origin } = value
  // A field that a later release knows may make a limit narrower; without it this one would be wider.
  const strange = Object.keys(value).find((key) => !fields.includes(key) && value[key] !== undefined)
  if (strange !== undefined) throw new InvalidError(`nothing is known of "${strange.slice(0, 40)}"`)
  if (typeof currency !== 'string' || !/^[\x21-\x7e]{1,100}$/.test(currency))
    throw new InvalidError('its currency is no code and no address')
  if (!spans.includes(per)) throw new InvalidError('it is per payment, per origin or for all')
  if (period !== undefined && !(Number.isSafeInteger(period) && Number(period) > 0))
    throw new InvalidError('its period is no whole number of milliseconds')
  return Object.freeze({
    currency: currency.toLowerCase(),
    amount: readAmount(amount),
    per: per as Limit['per'],
    ...(period !== undefined && per !== 'payment' && { period: Number(period) }),
    ...(origin !== undefined && { origin: readOrigin(origin) }),
  })
}

/**
 * Reads a list of limits, none of them twice.
 *
 * @throws {@link InvalidError} for the list when one of them is wrong: without it the others would allow more.
 */
export function readAll(value: unknown): readonly Limit[] {
  if (!Array.isArray(value)) throw new InvalidError('it is no list')
  if (value.length > most) throw new InvalidError(`there are more than ${most}`)
  const limits = value.map(read)
  if (new Set(limits.map(keyOf)).size < limits.length) throw new InvalidError('it is there twice')
  return Object.freeze(limits)
}

/** The name of a limit as one text. */
function keyOf({ currency, per, period, origin }: LimitName): string {
  return JSON.stringify([currency, per, period ?? null, origin ?? null])
}

/** Whether two limits differ by their amounts at most. */
export function areOne(one: LimitName, other: LimitName): boolean {
  return keyOf(one) === keyOf(other)
}

/** The limit of a name, if there is one. */
export function find(limits: readonly Limit[], name: LimitName): Limit | undefined {
  return limits.find((each) => areOne(each, name))
}

/** The limits without that of a name. */
export function others(limits: readonly Limit[], name: LimitName): readonly Limit[] {
  return limits.filter((each) => !areOne(each, name))
}

/** The limits with one of them in the place of that of its name, or at the end. */
export function put(limits: readonly Limit[], limit: Limit): readonly Limit[] {
  return find(limits, limit) ? limits.map((each) => (areOne(each, limit) ? limit : each)) : [...limits, limit]
}

/** Whether two lists say the same, in whatever order. */
export function areSame(one: readonly Limit[], other: readonly Limit[]): boolean {
  return one.length === other.length && one.every((each) => find(other, each)?.amount === each.amount)
}

/** Whether there may be a payment in which both limits have a say. */
export function overlap(one: LimitName, other: LimitName): boolean {
  const codes = [one.currency, other.currency]
  // A token counts as a currency too, so only two codes or two addresses are certainly not of one payment.
  const isApart =
    codes[0] !== codes[1] && [/^[a-z]{3}$/, /^0x/].some((kind) => codes.every((code) => kind.test(code)))
  return !isApart && (one.origin === undefined || other.origin === undefined || one.origin === other.origin)
}

function readAmount(amount: unknown): string {
  if (typeof amount !== 'string') throw new InvalidError('its amount is no text')
  try {
    return formatUnits(parseUnits(amount, 18), 18)
  } catch (cause) {
    throw new InvalidError('its amount is no plain decimal', cause)
  }
}

function readOrigin(origin: unknown): string {
  const url = typeof origin === 'string' && URL.canParse(origin) ? new URL(origin) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new InvalidError('its origin is no web address')
  return url.origin
}

/** Thrown when something is no limit that can be understood. Nothing was changed. */
export class InvalidError extends BaseError {
  override readonly name = 'Limits.InvalidError'
  constructor(reason: string, cause?: unknown) {
    super('limit_invalid', `This is no limit: ${reason}.`, { cause })
  }
}
