import { describe, expect, test } from 'vitest'
import * as CanonicalJson from './CanonicalJson.js'

describe('the examples of RFC 8785', () => {
  test('section 3.2.2', () => {
    const text = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`
    expect(CanonicalJson.stringify(JSON.parse(text))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  test('section 3.2.3: keys in the order of their UTF-16 code units', () => {
    const text = String.raw`{
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }`
    expect(Object.values(JSON.parse(CanonicalJson.stringify(JSON.parse(text))) as object)).toEqual([
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
    expect(CanonicalJson.stringify(JSON.parse(text))).toMatch(/^\{"\\r":"Carriage Return","1":"One",/)
  })

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('appendix B: %s', (hex, text) => {
    expect(CanonicalJson.stringify(Buffer.from(hex, 'hex').readDoubleBE())).toBe(text)
  })
})

test('leaves out what is undefined, and sorts at every depth', () => {
  expect(CanonicalJson.stringify({ b: [{ d: 1, c: undefined, a: '' }], a: {} })).toBe(
    '{"a":{},"b":[{"a":"","d":1}]}',
  )
  expect(CanonicalJson.stringify(JSON.parse('{"b":1,"__proto__":{"a":2}}'))).toBe(
    '{"__proto__":{"a":2},"b":1}',
  )
})

const deep = (levels: number): unknown => (levels === 0 ? 0 : [deep(levels - 1)])
const ring: Record<string, unknown> = {}
ring.ring = { one: ring, two: ring }

test.each([
  ['undefined', undefined],
  ['NaN', { a: Number.NaN }],
  ['Infinity', [Number.POSITIVE_INFINITY]],
  ['a bigint', { a: 1n }],
  ['a function', { a: () => 1 }],
  ['a symbol', [Symbol('a')]],
  ['a hole', Array(2)],
  ['undefined in a list', [undefined]],
  ['half a character', 'a\ud800'],
  ['half a character in a name', { '\udc00': 1 }],
  ['halves in the wrong order', '\udc00\ud800'],
  ['a ring', ring],
  ['more than 64 levels', deep(65)],
])('refuses %s', (_, value) => {
  expect(() => CanonicalJson.stringify(value)).toThrow(CanonicalJson.InvalidError)
})

test('takes 64 levels and whole characters', () => {
  expect(CanonicalJson.stringify(deep(64))).toBe(`${'['.repeat(64)}0${']'.repeat(64)}`)
  expect(CanonicalJson.stringify('😀\u2028')).toBe('"😀\u2028"')
})
