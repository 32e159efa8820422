import { describe, expect, test } from 'vitest'
import * as Header from './Header.js'

const read = (text: string) =>
  Header.parse(text).map(({ scheme, params, defect }) => ({
    scheme,
    ...Object.fromEntries(params),
    ...(defect !== undefined && { defect: true }),
  }))

describe('the grammar of RFC 9110', () => {
  test('several challenges of several schemes in one value', () => {
    expect(
      read(
        'Basic realm="simple", Payment id="1", realm="a" , Digest qop="auth, auth-int", nonce=abc, Payment id=2',
      ),
    ).toEqual([
      { scheme: 'Basic', realm: 'simple' },
      { scheme: 'Payment', id: '1', realm: 'a' },
      { scheme: 'Digest', qop: 'auth, auth-int', nonce: 'abc' },
      { scheme: 'Payment', id: '2' },
    ])
  })

  test('the example of section 11.6.1', () => {
    expect(read('Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""')).toEqual([
      { scheme: 'Basic', realm: 'simple' },
      { scheme: 'Newauth', realm: 'apps', type: '1', title: 'Login to "apps"' },
    ])
  })

  test.each(['Negotiate', 'Basic dGVzdA==', 'Negotiate a/b+c~.-_=='])('%s has no parameters', (text) => {
    expect(read(`${text}, Payment id=1`)).toEqual([
      { scheme: text.split(' ')[0] },
      { scheme: 'Payment', id: '1' },
    ])
    expect(read(text)).toEqual([{ scheme: text.split(' ')[0] }])
  })

  test('spaces around everything, empty list elements, folded lines', () => {
    expect(read(' ,, Payment  id = "1" ,,\t realm\t=\tx ,\r\n  method="m",')).toEqual([
      { scheme: 'Payment', id: '1', realm: 'x', method: 'm' },
    ])
  })

  test('names in any case, and parameters that nobody knows', () => {
    expect(read('pAyMeNt ID="1", X-New=yes, __proto__="x"')).toEqual([
      { scheme: 'pAyMeNt', id: '1', 'x-new': 'yes', ['__proto__']: 'x' },
    ])
    expect(Object.getPrototypeOf(Header.parse('Payment __proto__="x"')[0]?.params)).toBe(Map.prototype)
  })

  test.each([
    ['""', ''],
    ['"a\\"b"', 'a"b'],
    ['"a\\\\"', 'a\\'],
    ['"\\a\\ "', 'a '],
    ['"a\\\\\\"b"', 'a\\"b'],
    ['"\\u2014 \\u0041"', '— A'],
    ['"\\\\u2014"', '\\u2014'],
    ['"\\u20"', 'u20'],
    ['"caf\u00e9"', 'café'],
    ['"tab\there"', 'tab\there'],
    ["!#$%&'*+-.^_`|~", "!#$%&'*+-.^_`|~"],
  ])('the value %s', (wire, value) => {
    expect(read(`Payment id=${wire}, realm=x`)).toEqual([{ scheme: 'Payment', id: value, realm: 'x' }])
  })

  test('nothing in nothing', () => {
    expect([read(''), read('  ,, '), read('id="1", realm=x')]).toEqual([[], [], []])
  })

  test('no more than one above the limit', () => {
    expect(Header.parse('Payment id=1, '.repeat(1000))).toHaveLength(Header.limit + 1)
  })
})

// Every way to break `Payment id="1", realm="r", method="m"`, each before a challenge that is right.
const broken = {
  'no value': 'Payment id=, realm="r"',
  'no name': 'Payment ="1", realm="r"',
  'a name alone': 'Payment id, realm="r"',
  'a text alone': 'Payment "1", realm="r"',
  'no parameter': 'Payment',
  'parameters before any scheme': 'id="1", realm="r"',
  'the same name twice': 'Payment id="1", id="2"',
  'the same name in two cases': 'Payment id="1", ID="1"',
  'an opening quote lost': 'Payment id="1", realm=r", method="m"',
  'an opening quote lost before a comma': 'Payment id="1", realm=r, inc", method="m"',
  'the last opening quote lost': 'Payment id="1", realm="r", method=m"',
  'a closing quote lost at first': 'Payment id="1, realm="r", method="m"',
  'a closing quote lost in the middle': 'Payment id="1", realm="r, method="m"',
  'the last closing quote lost': 'Payment id="1", realm="r", method="m',
  'every closing quote lost': 'Payment id="1, realm="r, method="m',
  'a closing quote lost before an empty value': 'Payment id="1, realm="", method="m"',
  'a closing quote lost before base64': 'Payment id="1, digest="sha-256=AAAA=", method="m"',
  'a quote too many': 'Payment id="1"", realm="r"',
  'a quote within': 'Payment id="1", realm="the "best" shop", method="m"',
  'a quote and a comma within': 'Payment id="1", realm="the "best, cheapest" shop", method="m"',
  'an escaped closing quote': 'Payment id="1", realm="r\\", method="m"',
  'the last closing quote escaped': 'Payment id="1", realm="r", method="m\\"',
  'every quote escaped': 'Payment id=\\"1\\", realm=\\"r\\"',
  'single quotes': "Payment id='1, 2', realm='r'",
  'typographic quotes': 'Payment id=\u201c1\u201d, realm=\u201cr\u201d',
  'no comma between parameters': 'Payment id="1" realm="r, s" method="m"',
  'semicolons between parameters': 'Payment id="1"; realm="r, s";method="m, n"',
  'a colon for the equals sign': 'Payment id:"1", realm:"r"',
  'an unquoted value that needs quotes': 'Payment id=1, realm=my little shop, method=m',
  'padding without quotes': 'Payment id=1, request=e30=, method=m',
  'a character that no name has': 'Payment id="1", r\u00e9alm="r, s", method="m"',
  JSON: 'Payment {"id":"1","realm":"r, s"}',
  'an open quote in another scheme': 'Bearer realm="r',
  'an open quote in another scheme and more of it': 'Bearer realm="r, error="x", scope=y',
  'a broken challenge twice': 'Payment id="1, realm="r", Payment id="2, realm="r"',
  'control characters': 'Payment id="1\u0000", \u0001="x"',
}

describe('a broken challenge hides no good one', () => {
  const goods = [
    'Payment id="good", realm="r", description="a, \\"b\\" = c", method="m"',
    'Payment id=good, realm=r, method=m',
    'payment  realm = "r" , id = "good" , method="m"',
  ]
  test.each(Object.entries(broken))('%s', (_, text) => {
    for (const good of goods) {
      for (const value of [
        `${text}, ${good}`,
        `${text} ,${good}, Basic x`,
        `${text}, Bearer realm="x, y", ${good}`,
      ]) {
        const found = read(value).filter(({ scheme }) => scheme.toLowerCase() === 'payment')
        expect(found.at(-1)).toEqual(expect.objectContaining({ id: 'good', realm: 'r', method: 'm' }))
        expect(found.at(-1)).not.toHaveProperty('defect')
      }
    }
  })

  test('not even one that a comma was forgotten before', () => {
    for (const comma of [' ', '\t', '\r\n ', ''])
      expect(read(`Payment id="1", realm="r"${comma}Payment id="2", realm="s", Bearer x="y"`)).toEqual([
        { scheme: 'Payment', id: '1', realm: 'r', defect: true },
        { scheme: 'Payment', id: '2', realm: 's' },
        { scheme: 'Bearer', x: 'y' },
      ])
    expect(read('Payment id=1 Payment id=2').at(-1)).toEqual({ scheme: 'Payment', id: '2' })
  })

  test('the broken one is marked', () => {
    const marked = Object.entries(broken)
      .filter(([, text]) => text.startsWith('Payment ') && !/"|,/.test(text.slice(-1)))
      .map(([name, text]) => [name, Header.parse(`${text}, Payment id=good`)[0]?.defect !== undefined])
    expect(Object.fromEntries(marked)).toMatchObject({ JSON: true, 'padding without quotes': true })
    expect(Header.parse('Payment id="1", id="1"')[0]?.defect).toBe('the parameter "id" comes twice')
    expect(Header.parse('Payment id="1" x')[0]?.defect).toBe('a parameter is not of the form name=value')
  })
})

describe('a quoted string is never taken for a challenge', () => {
  const evil = 'Payment id=evil, realm=r, method=m, intent=charge, request=e30'
  const quoted = 'Payment id=\\"evil\\", realm=\\"r\\", method=\\"m\\"'
  test.each([
    [`Payment id="1", description="x, ${evil}", realm="r"`],
    [`Payment id="1", description="x", realm=", ${evil}"`],
    [`Payment id="1", description=", ${evil}, x="`],
    [`Payment id="1", description=", ${evil}, x=", realm="r"`],
    [`Payment id="1", description="x\\\\", realm=", ${evil}"`],
    [`Payment id="1", description="x\\", ${evil}, y=\\"", realm="r"`],
    [`Payment id="1", description=", ${quoted}"`],
    [`Payment id="1", description = "${evil}" , realm="r"`],
    [`Bearer error="x, ${evil}", Payment id="1"`],
    [`Bearer error="\\", ${evil}", Payment id="1"`],
    // Also not where the challenge is broken in another place.
    [`Payment id="1" description="x, ${evil}", realm="r"`],
    [`Payment id=, description="x, ${evil}", realm="r"`],
    [`Payment id="1"; description="x, ${evil}"; realm="r"`],
    [`Payment id="a"b", description="x, ${evil}", realm="r"`],
    [`Payment id="1", description="x, ${evil}" realm="r"`],
    [`Payment id="1, realm="r", description="x, ${evil}"`],
  ])('%s', (text) => {
    const found = read(`${text}, Payment id=last`)
    expect(found.filter((each) => 'id' in each && each.id === 'evil')).toEqual([])
    expect(found.at(-1)).toEqual({ scheme: 'Payment', id: 'last' })
  })
})

describe('256 kB of nonsense is read to its end', () => {
  const size = 262_144
  const fill = (unit: string) => unit.repeat(Math.ceil(size / unit.length)).slice(0, size)
  const shapes = {
    spaces: ' ',
    commas: ',',
    'commas and spaces': ',      ',
    quotes: '"',
    backslashes: '\\',
    'escaped quotes': '\\"',
    'equals signs': '=',
    'one word': 'a',
    'many words': 'a ',
    'words and many spaces': `a${' '.repeat(1000)}`,
    'open values': 'a="',
    'open values after commas': ', a="',
    'escaped openings': 'a="\\',
    'escaped payments': ', payment =\\"',
    'runaway strings': 'a="x=" b, ',
    'runaway strings with commas': 'a=", , ,=" b, ',
    'runaway payments': 'a=", Payment x=" b, ',
    'payments with an equals sign': ', Payment = ',
    'payments in quotes': '", Payment ',
    'payments alone': 'Payment ',
    'payments and spaces': `payment${' '.repeat(1000)}=`,
    'padded words': 'a=== ',
    'base64 and spaces': `Basic ${'a'.repeat(1000)}    x`,
    'parameters of one name': 'a=b,',
    'strings without commas': 'a="b" ',
    'garbage with equals signs': 'a=b=c="d" ',
    'spaces around equals signs': `a${' '.repeat(500)}=${' '.repeat(500)}"`,
  }
  test.each(Object.entries(shapes))('%s', (_, unit) => {
    const text = fill(unit)
    for (const start of ['', 'Payment ', 'Payment id="', 'Payment id="1", x=', 'Basic a']) {
      const found = Header.parse(start + text)
      expect(found.length).toBeLessThanOrEqual(Header.limit + 1)
      if (found.length <= Header.limit)
        expect(Header.parse(`${start}${text}, Payment id=1, Payment id=2`).length).toBeGreaterThan(0)
    }
  })
})
