import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import * as Base64Url from '../protocol/Base64Url.js'
import * as Ed25519 from './Ed25519.js'

const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 100) }

afterEach(() => vi.unstubAllGlobals())

test('Ed25519 signatures verify', async () => {
  const signer = await Ed25519.fromKeys(await Ed25519.generate())
  expect(signer).toMatchObject({ type: 'ed25519', publicKey: { length: 32 } })
  const x = Base64Url.fromBytes(signer.publicKey)
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => {
      const signature = await signer.sign(bytes)
      expect(signature).toHaveLength(64)
      expect(verify(null, bytes, key, signature)).toBe(true)
    }),
    runs,
  )
})

test('no secret half can be read', async () => {
  const { privateKey } = await Ed25519.generate()
  expect(privateKey.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow()
})

test('what is missing is said', async () => {
  vi.stubGlobal('crypto', {})
  await expect(Ed25519.generate()).rejects.toMatchObject({ code: 'keys_unavailable' })
  const generateKey = () => Promise.reject(new DOMException('no such curve', 'NotSupportedError'))
  vi.stubGlobal('crypto', { subtle: { generateKey } })
  await expect(Ed25519.generate()).rejects.toThrow(Ed25519.UnsupportedError)
})
