import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Base64Url from './Base64Url.js'
import { headerText, runs, survives } from './testing/arbitraries.js'

test('bytes and texts travel', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'binary' }), (bytes, text) => {
      const encoded = Base64Url.fromBytes(bytes)
      expect(encoded).toBe(Buffer.from(bytes).toString('base64url'))
      expect(Base64Url.toBytes(encoded)).toEqual(Uint8Array.from(bytes))
      expect(Base64Url.toText(Base64Url.fromText(text))).toBe(Buffer.from(text).toString())
    }),
    runs,
  )
})

test('any text is read as Node reads it, or refused with a typed error', () => {
  const texts = fc.oneof(
    headerText,
    fc.stringMatching(/^[A-Za-z0-9_-]{0,20}$/),
    fc.stringMatching(/^[A-Za-z0-9+/=_-]{0,20}$/),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const bytes = survives(() => Base64Url.toBytes(text))
      if (bytes) expect(bytes).toEqual(Uint8Array.from(Buffer.from(text, 'base64url')))
      else expect(text).toMatch(/[^A-Za-z0-9_-]|^(?:.{4})*.$/su)
      const read = survives(() => Base64Url.toText(text))
      if (read !== undefined) expect(read).toBe(Buffer.from(text, 'base64url').toString())
    }),
    runs,
  )
})
