import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Header from './Header.js'
import { fragments, headerText, runs, survives } from './testing/arbitraries.js'

const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,8}$/)
const space = fc.stringMatching(/^[ \t]{0,2}$/)
const text = fc.oneof(
  fc.array(fragments, { maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const quote = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`

/** One challenge, and each of its parameters as it is written. */
const challenge = fc
  .record({
    scheme: fc.oneof(fc.constantFrom('Payment', 'payment', 'Bearer'), token),
    params: fc.uniqueArray(
      fc.record({ name: token, value: fc.oneof(token, text), bare: fc.boolean(), space }),
      {
        selector: ({ name }) => name.toLowerCase(),
        minLength: 1,
        maxLength: 5,
      },
    ),
  })
  .map(({ scheme, params }) => ({
    scheme,
    params: params.map(({ name, value }) => [name.toLowerCase(), value] as const),
    written: params.map(({ name, value, bare, space }) =>
      bare && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value)
        ? `${name}${space}=${space}${value}`
        : `${name}${space}=${space}${quote(value)}`,
    ),
  }))
const write = ({ scheme, written }: { scheme: string; written: string[] }) =>
  `${scheme} ${written.join(', ')}`

test('any text at all is read to its end', () => {
  fc.assert(
    fc.property(headerText, (input) => {
      const found = survives(() => Header.parse(input)) ?? []
      expect(found.length).toBeLessThanOrEqual(Header.limit + 1)
      for (const { scheme, params } of found) {
        expect(scheme).not.toBe('')
        expect(params).toBeInstanceOf(Map)
      }
    }),
    runs,
  )
})

test('what is written by the rules is read as written, whatever the strings hold', () => {
  fc.assert(
    fc.property(
      fc.array(challenge, { maxLength: 4 }),
      fc.stringMatching(/^[ \t]{0,2},[ \t,]{0,3}$/),
      (list, comma) => {
        expect(Header.parse(list.map(write).join(comma))).toEqual(
          list.map(({ scheme, params }) => ({ scheme, params: new Map(params) })),
        )
      },
    ),
    runs,
  )
})

// A good challenge whose first text starts with a comma cannot be told from the end of a string that lost its quote.
const good = challenge.filter(({ params }) => params.every(([, value]) => !/^\s*,/.test(value)))

test('a good challenge is found after one that any one character was taken from or put into', () => {
  const characters = fc.constantFrom('"', '\\', ',', '=', ' ', ';', 'é', '\0', '\\"', '""')
  fc.assert(
    fc.property(challenge, good, fc.nat(), fc.option(characters), (first, second, at, extra) => {
      const whole = write(first)
      const place = at % (whole.length + 1)
      const broken = whole.slice(0, place) + (extra ?? '') + whole.slice(extra === null ? place + 1 : place)
      const last = { ...second, scheme: 'Payment' }
      const found = Header.parse(`${broken}, ${write(last)}`)
      expect(found.at(-1)).toEqual({ scheme: 'Payment', params: new Map(last.params) })
    }),
    runs,
  )
})
