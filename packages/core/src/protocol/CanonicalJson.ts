import { BaseError } from '../Errors.js'

const depthLimit = 64

/**
 * Writes a value as canonical JSON (RFC 8785): keys in UTF-16 order, no spaces, numbers as ECMAScript has them.
 *
 * @example
 * ```ts
 * CanonicalJson.stringify({ currency: 'usd', amount: '10' }) // '{"amount":"10","currency":"usd"}'
 * ```
 *
 * @throws {@link InvalidError} for what JSON cannot hold: a bigint, a function, NaN, a lone surrogate, or more than 64 levels.
 */
export function stringify(value: unknown): string {
  return write(value, 0)
}

function write(value: unknown, depth: number): string {
  if (depth > depthLimit) throw new InvalidError(`it is nested deeper than ${depthLimit} levels`)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return writeString(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new InvalidError('a number in it is not finite')
    return JSON.stringify(value)
  }
  // `Array.from`, because `map` would leave a hole a hole.
  if (Array.isArray(value)) return `[${Array.from(value, (item) => write(item, depth + 1)).join(',')}]`
  if (typeof value === 'object') {
    const members: string[] = []
    for (const key of Object.keys(value).sort()) {
      const member = (value as Record<string, unknown>)[key]
      if (member !== undefined) members.push(`${writeString(key)}:${write(member, depth + 1)}`)
    }
    return `{${members.join(',')}}`
  }
  throw new InvalidError(`it holds a ${typeof value}`)
}

function writeString(text: string): string {
  // RFC 8785 section 3.2.2.2 ends with an error what JSON.stringify would write as an escape.
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text))
    throw new InvalidError('a text in it has half a character')
  return JSON.stringify(text)
}

/** Thrown when a value has no canonical JSON form (RFC 8785). */
export class InvalidError extends BaseError {
  override readonly name = 'CanonicalJson.InvalidError'
  constructor(reason: string) {
    super('canonical_json_invalid', `The value cannot be written as canonical JSON: ${reason}.`)
  }
}
