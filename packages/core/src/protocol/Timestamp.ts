import { BaseError } from '../Errors.js'

const shape =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/**
 * Reads an RFC 3339 date-time as milliseconds since 1970.
 *
 * @example
 * ```ts
 * Timestamp.parse('2025-01-15T12:05:00Z') // 1736942700000
 * ```
 *
 * @throws {@link InvalidError} when the text is no RFC 3339 date-time.
 */
export function parse(text: string): number {
  if (!is(text)) throw new InvalidError(text)
  // A leap second is the one RFC 3339 time that `Date` cannot read.
  return Date.parse(text.toUpperCase().replace(/:60(?=[.Z+-])/, ':59'))
}

/**
 * Whether a text is an RFC 3339 date-time.
 *
 * @example
 * ```ts
 * Timestamp.is('2025-01-15T12:05:00Z') // true
 * ```
 */
export function is(text: string): boolean {
  return shape.test(text) && hasDay(text)
}

/** Whether the month has that day; some engines read the 30th of February as the 2nd of March. */
function hasDay(text: string): boolean {
  const day = Number(text.slice(8, 10))
  return day < 29 || new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === day
}

/** Thrown when a text is no RFC 3339 date-time. */
export class InvalidError extends BaseError {
  override readonly name = 'Timestamp.InvalidError'
  constructor(text: string) {
    super('timestamp_invalid', `"${text.slice(0, 40)}" is not an RFC 3339 date and time.`)
  }
}
