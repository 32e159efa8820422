import fc from 'fast-check'
import { expect } from 'vitest'
import { BaseError } from '../../Errors.js'

/** How often each property is tried: few times in a test run, many in a fuzz run. */
export const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 1000) }

const good = 'Payment id="a", realm="r", method="m", intent="charge", request="e30"'

/** Pieces that parsers of header fields stumble over. */
export const fragments = fc.constantFrom(
  ...[
    'Payment ',
    'payment\t',
    'PAYMENT',
    ', Payment ',
    ' Payment id="',
    ',Payment =',
    'Bearer ',
    'Basic dGVzdA==',
    'Digest ',
  ],
  ...[
    '"',
    '""',
    '"""',
    '\\',
    '\\"',
    '\\\\"',
    '\\u0022',
    '\\ud800',
    '\\u',
    ',',
    ', ',
    ',,',
    '=',
    ' = ',
    '==',
    ';',
    ' ',
    '   ',
  ],
  ...[
    '\t',
    '\r\n',
    '\0',
    '\u007f',
    'é',
    '\u2028',
    '😀',
    '\ud800',
    'id',
    'id=',
    'id="',
    'id="x"',
    'id=""',
    'realm="r"',
  ],
  ...[
    'method=m',
    'intent=charge',
    'request=e30',
    'request="',
    'request="bnVsbA"',
    'request="WzFd"',
    'request="e30="',
    'request=""',
  ],
  ...[
    'expires="soon"',
    'expires="2030-01-01T00:00:00Z"',
    'opaque="e30"',
    'digest="sha-256=:AA==:"',
    'header="Cookie"',
  ],
  ...[
    '__proto__="x"',
    'constructor=x',
    'toString="y"',
    '__proto__',
    'description="',
    `"${good}"`,
    `, ${good}`,
    good,
  ],
)

/** Text that is nearly a header field's. */
export const headerText = fc.oneof(
  fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join('')),
  fc
    .array(fc.oneof(fragments, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 20 })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
)

/** JSON with the keys and values that objects stumble over. */
export const json = fc.jsonValue({
  stringUnit: fc.constantFrom('a', '"', '\\', '\u0000', 'é', '€', '😀', '\u2028'),
})
const keys = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'amount',
    'currency',
    'status',
    'type',
    'challenge',
    'payload',
  ),
)
/** A JSON object, `__proto__` as a key of its own included. */
export const jsonObject = fc
  .array(fc.tuple(keys, json), { maxLength: 6 })
  .map((entries) => Object.fromEntries(entries) as Record<string, unknown>)

/** Whatever `JSON.parse` would read, and text around it. */
export const nearlyJson = fc.oneof(
  fc
    .tuple(
      jsonObject.map((value) => JSON.stringify(value)),
      fc.nat(),
    )
    .map(([text, at]) => text.slice(0, at % (text.length + 2))),
  json.map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '',
    'null',
    '[]',
    '{}',
    '{"__proto__":{"polluted":1}}',
    '\ufeff{}',
    '['.repeat(5000),
    '{"a":'.repeat(5000),
  ),
)

/** Runs a parser on anything at all: it answers, or throws an error of this package. Objects at large stay as they were. */
export function survives<result>(parse: () => result): result | undefined {
  let answer: result | undefined
  try {
    answer = parse()
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    expect(error.code).toMatch(/^[a-z0-9_]+$/)
  }
  if (Object.keys(Object.prototype).length > 0 || 'polluted' in {})
    throw new Error('Object.prototype was changed')
  return answer
}
