import { describe, expect, test } from 'vitest'
import { BaseError } from '../Errors.js'
import * as Challenge from './Challenge.js'
import * as Credential from './Credential.js'

const encode = (value: unknown) => btoa(JSON.stringify(value)).replaceAll('=', '')
const request = encode({ amount: '1000', currency: 'usd', recipient: 'acct_123' })
const challenge: Challenge.Challenge = {
  id: 'x7',
  realm: 'api.example.com',
  method: 'example',
  intent: 'charge',
  request,
}

/** The value of one challenge, with parameters replaced, added, or left out with `null`. */
function wire(changes: Record<string, string | null> = {}): string {
  const params = Object.entries({ ...challenge, ...changes }).filter(([, value]) => value !== null)
  return `Payment ${params.map(([name, value]) => `${name}="${value}"`).join(', ')}`
}

describe('parse', () => {
  test('the draft’s example', () => {
    const text = `Payment id="x7Tg2pLqR9mKvNwY3hBcZa",
        realm="api.example.com",
        method="example",
        intent="charge",
        expires="2025-01-15T12:05:00Z",
        request="${request}"`
    const { challenges, refused } = Challenge.parse(text)
    expect(refused).toEqual([])
    expect(challenges).toEqual([
      { ...challenge, id: 'x7Tg2pLqR9mKvNwY3hBcZa', expires: '2025-01-15T12:05:00Z' },
    ])
    expect(challenges.map(Challenge.decodeRequest)).toEqual([
      { amount: '1000', currency: 'usd', recipient: 'acct_123' },
    ])
  })

  test('several header fields, mixed with other schemes', () => {
    const headers = new Headers({ 'www-authenticate': 'Bearer realm="a, Payment b", error="invalid_token"' })
    headers.append('WWW-Authenticate', wire({ id: '1' }))
    headers.append(
      'WWW-Authenticate',
      `Basic realm="x", ${wire({ id: '2', intent: 'session' })}, ${wire({ id: '3' })}`,
    )
    headers.append('WWW-Authenticate', 'Digest realm="d", qop="auth, auth-int", nonce="x"')
    const { challenges, refused } = Challenge.parse(headers)
    expect(challenges.map(({ id, intent }) => [id, intent])).toEqual([
      ['1', 'charge'],
      ['2', 'session'],
      ['3', 'charge'],
    ])
    expect(refused).toEqual([])
  })

  test('nothing where there is nothing', () => {
    expect(Challenge.parse(new Headers())).toEqual({ challenges: [], refused: [] })
    expect(Challenge.parse('Bearer realm="Payment"')).toEqual({ challenges: [], refused: [] })
  })

  test('every optional parameter, tokens, and what nobody knows', () => {
    const rest = {
      description: 'A \\"photo\\" \\u2014 caf\u00e9',
      digest: 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:',
      expires: '2025-01-15T12:05:00Z',
      header: 'payment-authorization',
      opaque: 'eyJhIjoiYiJ9',
    }
    const text = `${wire({ ...rest, future: 'x', __proto__x: 'y' })}, weight=9, constructor="z", toString=a`
    expect(Challenge.parse(text).challenges).toEqual([
      { ...challenge, ...rest, description: 'A "photo" — café' },
    ])
    const tokens = `payment ID=x7, REALM=api.example.com, method=example, intent=charge, request=${request}`
    expect(Challenge.parse(tokens).challenges).toEqual([challenge])
  })

  test('an empty realm is a realm', () => {
    expect(Challenge.parse(wire({ realm: '' })).challenges).toEqual([{ ...challenge, realm: '' }])
  })

  test.each<[string, Record<string, string | null>, RegExp]>([
    ['no id', { id: null }, /id is missing/],
    ['an empty id', { id: '' }, /id is not of the right form/],
    ['no realm', { realm: null }, /realm is missing/],
    ['no method', { method: null }, /method is missing/],
    ['a method in capitals', { method: 'Tempo' }, /method is not of the right form/],
    ['a method that is no name', { method: '__proto__' }, /method/],
    ['no intent', { intent: null }, /intent is missing/],
    ['an intent that is no token', { intent: 'a b' }, /intent/],
    ['no request', { request: null }, /request is missing/],
    ['an empty request', { request: '' }, /request is not of the right form/],
    ['a padded request', { request: 'e30=' }, /request/],
    ['a request outside the alphabet', { request: 'e3+/' }, /request/],
    ['a request of half a byte', { request: 'e30aa' }, /request/],
    ['a request that is no UTF-8', { request: '_w' }, /request/],
    ['a request that is no JSON', { request: 'e3s' }, /request/],
    ['a request that is null', { request: encode(null) }, /request/],
    ['a request that is a list', { request: encode([1]) }, /request/],
    ['a request that is a text', { request: encode('x') }, /request/],
    ['an expires that is no date', { expires: 'soon' }, /expires/],
    ['an expires in February’s 30th', { expires: '2025-02-30T00:00:00Z' }, /expires/],
    ['an opaque that is no base64url', { opaque: '{}' }, /opaque/],
    ['a credential field of its own', { header: 'Cookie' }, /header is not of the right form/],
  ])('refuses %s, and hides no other challenge', (_, changes, reason) => {
    const { challenges, refused } = Challenge.parse(
      `${wire({ id: 'a' })}, ${wire(changes)}, ${wire({ id: 'b' })}`,
    )
    expect(challenges.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(refused).toHaveLength(1)
    expect(refused[0]).toBeInstanceOf(Challenge.InvalidError)
    expect(refused[0]).toMatchObject({
      code: 'challenge_invalid',
      shortMessage: expect.stringMatching(reason),
    })
  })

  test.each([
    ['a duplicate', `${wire()}, id="evil"`],
    ['a duplicate in another case', `${wire()}, REQUEST="e30"`],
    ['an open quote', `${wire()}, description="x`],
    ['a value with spaces', `${wire()}, description=my photo`],
    ['a forgotten comma', `${wire()} description="x"`],
  ])('refuses %s, and hides no other challenge', (_, text) => {
    const { challenges, refused } = Challenge.parse(`${text}, ${wire({ id: 'b' })}`)
    expect(challenges.map(({ id }) => id)).toEqual(['b'])
    expect(refused).toEqual([expect.any(Challenge.InvalidError)])
  })

  test('a description cannot bring a challenge in', () => {
    const inner = wire({ id: 'evil' })
    for (const description of [
      inner.replaceAll('"', '\\"'),
      `x, ${inner.replaceAll('"', '')}`,
      `, ${inner.replaceAll('"', '')}, y=`,
    ])
      expect(
        Challenge.parse(`${wire({ description })}, ${wire({ id: 'b' })}`).challenges.map(({ id }) => id),
      ).toEqual(['x7', 'b'])
  })

  test('64 kB are read like any other', () => {
    const long = encode({ text: 'x'.repeat(45_000) })
    expect(Challenge.parse(wire({ request: long })).challenges[0]?.request).toBe(long)
    expect(
      Challenge.parse(wire({ description: '\\"'.repeat(32_000) })).challenges[0]?.description,
    ).toHaveLength(32_000)
    expect(Challenge.parse(`Payment ${'x'.repeat(65_536)}, ${wire()}`)).toMatchObject({
      challenges: [challenge],
      refused: [{ code: 'challenge_invalid' }],
    })
    expect(Challenge.parse(`${wire({ request: 'A'.repeat(65_536) })}, ${wire()}`).challenges).toEqual([
      challenge,
    ])
  })

  test('what is far too long is refused whole', () => {
    expect(() => Challenge.parse(' '.repeat(262_145))).toThrow(
      expect.objectContaining({ code: 'challenge_too_long' }),
    )
    expect(Challenge.parse(' '.repeat(262_144)).challenges).toEqual([])
  })

  test('128 challenges are read, and it is said that there were more', () => {
    const many = (count: number) =>
      Challenge.parse(Array.from({ length: count }, (_, id) => wire({ id: `${id + 1}` })).join(', '))
    expect(many(128)).toMatchObject({ challenges: { length: 128 }, refused: [] })
    expect(many(129)).toMatchObject({ challenges: { length: 128 }, refused: [{ code: 'challenge_invalid' }] })
  })
})

describe('decodeRequest', () => {
  test('reads a challenge that parse did not make', () => {
    expect(Challenge.decodeRequest(challenge)).toMatchObject({ amount: '1000' })
    expect(() => Challenge.decodeRequest({ ...challenge, request: 'bnVsbA' })).toThrow(BaseError)
  })

  test('a member named __proto__ changes no object', () => {
    const text = btoa('{"__proto__":{"amount":"1"},"currency":"usd"}').replaceAll('=', '')
    const [read] = Challenge.parse(wire({ request: text })).challenges
    const value = read && Challenge.decodeRequest(read)
    expect(Object.hasOwn(value ?? {}, 'amount')).toBe(false)
    expect(value?.amount).toBeUndefined()
    expect('amount' in {}).toBe(false)
  })
})

test('request and opaque travel back as the very texts that came', () => {
  // Neither canonical nor in order, with spaces, escapes and a number that JavaScript would write otherwise.
  const text = btoa('{ "b" : 1.0, "a" : "\\u0041", "a" : 1e2 }').replaceAll('=', '')
  const [read] = Challenge.parse(wire({ request: text, opaque: 'eyAiYSIgOiAxIH0' })).challenges
  if (!read) throw new Error('It was refused.')
  Challenge.decodeRequest(read)
  const echoed = Credential.parse(Credential.serialize({ challenge: read, payload: {} })).challenge
  expect(echoed).toEqual({ ...challenge, request: text, opaque: 'eyAiYSIgOiAxIH0' })
  expect(Object.keys(echoed)).not.toContain('meta')
})

describe('serialize', () => {
  test('writes what a header can hold', () => {
    const text = Challenge.serialize({ ...challenge, description: '"A\\B"\r\n— 😀 é' })
    expect(text).toContain('description="\\"A\\\\B\\"  \\u2014 \\ud83d\\ude00 é"')
    expect(() => new Headers({ 'WWW-Authenticate': text })).not.toThrow()
    expect(Challenge.parse(text).challenges).toEqual([{ ...challenge, description: '"A\\B"  — 😀 é' }])
  })
})

describe('assertFresh', () => {
  const ends = { ...challenge, expires: '2025-01-15T12:05:00Z' }
  const end = Date.parse(ends.expires)
  test('knows the end', () => {
    expect([Challenge.expiresAt(ends), Challenge.expiresAt(challenge)]).toEqual([end, undefined])
  })
  test.each([
    [end, undefined, true],
    [end + 1, undefined, false],
    [end + 5000, 5000, true],
    [end + 5001, 5000, false],
  ])('at %i with a tolerance of %s', (now, tolerance, fresh) => {
    const check = () => Challenge.assertFresh(ends, { now, ...(tolerance !== undefined && { tolerance }) })
    if (fresh) expect(check).not.toThrow()
    else expect(check).toThrow(Challenge.ExpiredError)
  })
  test('a challenge without an end is always fresh', () => {
    expect(() => Challenge.assertFresh(challenge, { now: Number.MAX_SAFE_INTEGER })).not.toThrow()
  })
})
