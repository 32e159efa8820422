import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import * as Base64Url from '../protocol/Base64Url.js'
import * as Ed25519 from './Ed25519.js'
import * as P256 from './P256.js'

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 100) }
const toBigInt = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
const toBytes = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')

afterEach(() => vi.unstubAllGlobals())

test('P-256 signatures verify, with s in the lower half', async () => {
  const signer = await P256.fromKeys(await P256.generate())
  expect(signer).toMatchObject({ type: 'p256', publicKey: { length: 64 } })
  const [x, y] = [signer.publicKey.slice(0, 32), signer.publicKey.slice(32)].map(Base64Url.fromBytes)
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' })
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => {
      const signature = await signer.sign(bytes)
      expect(signature).toHaveLength(64)
      expect(toBigInt(signature.slice(32))).toBeLessThanOrEqual(order / 2n)
      expect(verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
    }),
    runs,
  )
})

test('either half of s becomes the lower one, and nothing else changes', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.oneof(
        fc.bigInt({ min: 1n, max: order - 1n }),
        fc.constantFrom(1n, order / 2n, order / 2n + 1n, order - 1n),
      ),
      (r, s) => {
        const low = s > order / 2n ? order - s : s
        const signature = P256.withLowS(Uint8Array.of(...r, ...toBytes(s)))
        expect(Buffer.from(signature)).toEqual(Buffer.of(...r, ...toBytes(low)))
      },
    ),
    runs,
  )
})

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
  for (const { privateKey } of [await P256.generate(), await Ed25519.generate()]) {
    expect(privateKey.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow()
  }
})

test('what is missing is said', async () => {
  vi.stubGlobal('crypto', {})
  expect(() => P256.generate()).toThrow(expect.objectContaining({ code: 'keys_unavailable' }))
  await expect(Ed25519.generate()).rejects.toMatchObject({ code: 'keys_unavailable' })
  const generateKey = () => Promise.reject(new DOMException('no such curve', 'NotSupportedError'))
  vi.stubGlobal('crypto', { subtle: { generateKey } })
  await expect(Ed25519.generate()).rejects.toThrow(Ed25519.UnsupportedError)
})
