import { BodyDigest } from 'mppx'
import { describe, expect, test } from 'vitest'
import * as Digest from './Digest.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const hello = bytes('{"hello": "world"}')
const sha256 = 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:'
const sha512 =
  'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:'

describe('compute', () => {
  test('the examples of RFC 9530', async () => {
    expect(await Digest.compute(hello)).toBe(sha256)
    expect(await Digest.compute(hello, 'sha-512')).toBe(sha512)
    expect(await Digest.compute(bytes('{"hello": "world"}\n'))).toBe(
      'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:',
    )
  })
})

describe('assertMatches', () => {
  test.each([
    sha256,
    sha512,
    `${sha256}, ${sha512}`,
    `md5=:AAAA:, ${sha256}`,
    ` ${sha256} `,
    BodyDigest.compute('{"hello": "world"}'),
    sha256.replaceAll(':', ''),
  ])('takes %s', async (field) => {
    await expect(Digest.assertMatches(field, hello)).resolves.toBeUndefined()
  })

  test.each([
    [sha256.replace('X', 'Y')],
    [`${sha256}, ${sha512.replace('W', 'X')}`],
    [`${sha512.replace('W', 'X')}, ${sha256}`],
    ['sha-256=:AAAA:'],
    [sha256.replace(/=:$/, ':')],
  ])('refuses %s', async (field) => {
    await expect(Digest.assertMatches(field, hello)).rejects.toThrow(Digest.MismatchError)
  })

  test.each([
    [''],
    ['md5=:AAAA:'],
    ['sha-256'],
    ['sha-256='],
    ['sha-256=::'],
    ['__proto__=:AAAA:'],
    ['constructor=AAAA'],
    [',,,'],
    [':'],
  ])('cannot check %j', async (field) => {
    await expect(Digest.assertMatches(field, hello)).rejects.toThrow(Digest.UnsupportedError)
  })

  test('what mppx computes of any body', async () => {
    for (const body of ['', '{}', 'é€😀', 'x'.repeat(100_000)])
      await expect(Digest.assertMatches(BodyDigest.compute(body), bytes(body))).resolves.toBeUndefined()
  })
})
