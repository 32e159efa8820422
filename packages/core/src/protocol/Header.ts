// The `WWW-Authenticate` grammar of RFC 9110 section 11.6.1: several challenges of several schemes in one
// value. A broken challenge is marked and passed over, so that it never hides the ones after it; and nothing
// inside a quoted string that is closed where a value may end is ever taken for a challenge.

/** One challenge of any scheme, as the header has it. */
export type AuthChallenge = {
  /** The scheme's name as written, such as `Payment` or `Bearer`. */
  scheme: string
  /** Parameters by lower-case name, quotes and escapes removed. */
  params: Map<string, string>
  /** What makes the challenge unreadable, if anything. */
  defect?: string
}

/** Challenges that are read from one header, and one more for the caller to see that there are more. */
export const limit = 128

const space = 32
const comma = 44
const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y
const token68 = /[A-Za-z0-9._~+/-]+=*(?=[ \t\r\n]*(?:,|$))/y
const beforeComma = /[ \t\r\n]*(?:,|$)/y
const landmark = /[",]|\bpayment[ \t\r\n]+(?=[^= \t\r\n])/gi
const paymentAfterComma = /,[ \t\r\n]*(?=payment[ \t\r\n]+[^= \t\r\n])/i
const afterName = /(?<=(?:^|[ \t\r\n,;])[^ \t\r\n,"=]*[ \t\r\n]*=[ \t\r\n]*)"/y
const escaped = /\\(?:u([0-9A-Fa-f]{4})|([\s\S]))/g

/**
 * Reads every challenge of a `WWW-Authenticate` value, in order.
 *
 * @example
 * ```ts
 * Header.parse('Bearer realm="a", Payment id="x", realm="b"') // two challenges
 * ```
 */
export function parse(text: string): AuthChallenge[] {
  const found: AuthChallenge[] = []
  let current: AuthChallenge | undefined
  let at = skipSeparators(text, 0)
  while (at < text.length) {
    const wordEnd = end(token, text, at)
    const next = skipSpaces(text, wordEnd)
    if (wordEnd > at && text[next] !== '=') {
      if (found.length > limit) break
      current = { scheme: text.slice(at, wordEnd), params: new Map() }
      found.push(current)
      // `Basic dGVzdA==`: the one form that is neither a parameter nor a scheme.
      const credentials = next > wordEnd ? end(token68, text, next) : next
      at = skipSeparators(text, credentials)
      continue
    }
    const start = skipSpaces(text, next + 1)
    const value = wordEnd > at ? readValue(text, start) : undefined
    if (value) {
      const name = text.slice(at, wordEnd).toLowerCase()
      if (current?.params.has(name)) current.defect ??= `the parameter "${name.slice(0, 32)}" comes twice`
      current?.params.set(name, value.text)
      at = skipSpaces(text, value.end)
    }
    if (!value || (at < text.length && text[at] !== ',')) {
      if (current) current.defect ??= 'a parameter is not of the form name=value'
      at = (value && insideRunaway(text, start, value.end)) ?? resume(text, at)
    }
    at = skipSeparators(text, at)
  }
  return found
}

/** Where a sticky pattern that starts at `at` ends; `at` itself where it does not fit. */
function end(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

const skipSpaces = (text: string, at: number) => skip(text, at, space)
const skipSeparators = (text: string, at: number) => skip(text, at, comma)

/** The first place from `at` on that holds no white space and not `also`. */
function skip(text: string, at: number, also: number): number {
  let next = at
  let code = text.charCodeAt(at)
  while (code === space || code === also || code === 9 || code === 10 || code === 13)
    code = text.charCodeAt(++next)
  return next
}

/** Where reading goes on after a defect: at the next comma, or at a `Payment ` that a server forgot to put one before. */
function resume(text: string, from: number): number {
  landmark.lastIndex = from
  for (let mark = landmark.exec(text); mark; mark = landmark.exec(text)) {
    if (mark[0] !== '"') return mark.index
    afterName.lastIndex = mark.index
    // A quote that follows no `name=` opens nothing: it is what a lost or an extra quote leaves behind.
    if (!afterName.test(text)) continue
    const close = closingQuote(text, mark.index)
    if (close < 0) return paymentWithin(text, mark.index, text.length) ?? text.length
    const inside = insideRunaway(text, mark.index, close + 1)
    if (inside !== undefined) return inside
    landmark.lastIndex = close + 1
  }
  return text.length
}

/**
 * The challenge inside a quoted string that ran away, `realm="a, Payment id="x"`: one that closes at the next
 * parameter's opening quote, so that it ends in `=` and something other than a comma follows it.
 */
function insideRunaway(text: string, start: number, end: number): number | undefined {
  if (text[start] !== '"' || !/=[ \t\r\n]*$/.test(text.slice(Math.max(start, end - 32), end - 1)))
    return undefined
  beforeComma.lastIndex = end
  return beforeComma.test(text) ? undefined : paymentWithin(text, start, end)
}

/** Where the first `, Payment ` between two places puts its scheme. */
function paymentWithin(text: string, start: number, end: number): number | undefined {
  // Cut first: a search that may run on to the end of the header would make many of them quadratic.
  const part = text.slice(start, end)
  const comma = paymentAfterComma.exec(part)
  return comma ? start + comma.index + comma[0].length : undefined
}

/** The value of a parameter: a token, or a quoted string with its escapes undone. */
function readValue(text: string, at: number): { text: string; end: number } | undefined {
  if (text[at] !== '"') {
    const last = end(token, text, at)
    return last > at ? { text: text.slice(at, last), end: last } : undefined
  }
  const close = closingQuote(text, at)
  if (close < 0) return undefined
  const raw = text.slice(at + 1, close)
  return { text: raw.includes('\\') ? raw.replace(escaped, toCharacter) : raw, end: close + 1 }
}

/** The quote that closes the one at `open`, or -1. */
function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1)
  while (close > 0 && isEscaped(text, close)) close = text.indexOf('"', close + 1)
  return close
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1
  while (text[before] === '\\') before--
  return (at - before) % 2 === 0
}

// `\u2014` is how mppx writes a character that no header can hold; RFC 9110 would read it as `u2014`.
function toCharacter(_: string, hex: string | undefined, char: string | undefined): string {
  return hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (char ?? '')
}
