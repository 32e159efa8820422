import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Peer from '../../node_modules/mppx/dist/internal/AcceptPayment.js'
import * as AcceptPayment from './AcceptPayment.js'
import { headerText, runs, survives } from './testing/arbitraries.js'

const word = fc.stringMatching(/^[a-z0-9-]{1,5}$/)
const q = fc.integer({ min: 0, max: 1000 }).map((thousandth) => thousandth / 1000)
const range = fc.record({
  method: fc.oneof(word, fc.constant('*')),
  intent: fc.oneof(word, fc.constant('*')),
  q,
})
const ranges = fc.array(range, { minLength: 1, maxLength: 8 })

test('any text is read or refused with a typed error', () => {
  const pieces = fc.constantFrom(
    'tempo',
    '*',
    '/',
    ';',
    'q=',
    'Q=',
    '0.5',
    '1',
    '1.0000',
    ',',
    ' ',
    '\t',
    'a/b',
    '__proto__',
    '=',
  )
  const texts = fc.oneof(
    headerText,
    fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      for (const { method, intent, q } of survives(() => AcceptPayment.parse(text)) ?? []) {
        expect(method && intent).toBeTruthy()
        expect(q >= 0 && q <= 1).toBe(true)
      }
    }),
    runs,
  )
})

test('what is written is read back, by mppx as well', () => {
  fc.assert(
    fc.property(ranges, (list) => {
      const text = AcceptPayment.serialize(list)
      expect(AcceptPayment.parse(text)).toEqual(list)
      expect(Peer.parse(text)).toEqual(list.map((each, index) => ({ ...each, index })))
    }),
    runs,
  )
})

test('what mppx writes is read the same', () => {
  fc.assert(
    fc.property(ranges, (list) => {
      expect(AcceptPayment.parse(Peer.serialize(list.map((each, index) => ({ ...each, index }))))).toEqual(
        list,
      )
    }),
    runs,
  )
})

test('offers are ranked as mppx ranks them', () => {
  // Between `tempo/*` and `*/charge` the draft leaves open which is more specific, so only one kind of them at a time.
  const few = fc.constantFrom('a', 'b', 'c')
  const offers = fc.array(fc.record({ method: few, intent: few }), { maxLength: 8 })
  const wanted = fc
    .tuple(
      fc.array(
        fc.record({ method: fc.oneof(few, fc.constant('*')), intent: fc.oneof(few, fc.constant('*')), q }),
      ),
      fc.boolean(),
    )
    .map(([list, byMethod]) =>
      list.filter(
        ({ method, intent }) => (method === '*') === (intent === '*') || (intent === '*') === byMethod,
      ),
    )
  fc.assert(
    fc.property(offers, wanted, (offered, list) => {
      expect(AcceptPayment.rank(list, offered)).toEqual(
        Peer.rank(
          offered,
          list.map((each, index) => ({ ...each, index })),
        ),
      )
    }),
    runs,
  )
})
