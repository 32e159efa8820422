import fc from 'fast-check'
import { BodyDigest } from 'mppx'
import { expect, test } from 'vitest'
import { BaseError } from '../Errors.js'
import * as Digest from './Digest.js'
import { headerText, runs } from './testing/arbitraries.js'

const body = new TextEncoder().encode('{}')
const pieces = fc.constantFrom(
  'sha-256',
  'sha-512',
  'md5',
  '=',
  ':',
  ',',
  ' ',
  'AAAA',
  '==',
  '+/',
  '__proto__',
  BodyDigest.compute('{}'),
)
const fields = fc.oneof(
  headerText,
  fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
)

test('any field fits, or is refused with a typed error', async () => {
  await fc.assert(
    fc.asyncProperty(fields, async (field) => {
      const error = await Digest.assertMatches(field, body).catch((reason: unknown) => reason)
      if (error !== undefined) expect(error).toBeInstanceOf(BaseError)
      else expect(field).toContain(BodyDigest.compute('{}').slice('sha-256='.length, -1))
    }),
    runs,
  )
})

test('what is computed fits its own body alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array(),
      fc.uint8Array(),
      fc.constantFrom('sha-256', 'sha-512'),
      async (one, two, algorithm) => {
        const field = await Digest.compute(Uint8Array.from(one), algorithm)
        const fits = (bytes: Uint8Array) =>
          Digest.assertMatches(field, Uint8Array.from(bytes)).then(
            () => true,
            () => false,
          )
        expect(await fits(one)).toBe(true)
        expect(await fits(two)).toBe(Buffer.compare(one, two) === 0)
      },
    ),
    runs,
  )
})
