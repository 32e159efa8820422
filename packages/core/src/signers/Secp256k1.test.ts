import { hashes } from '@noble/secp256k1'
import fc from 'fast-check'
import { bytesToHex, recoverPublicKey } from 'viem'
import { privateKeyToAccount, sign } from 'viem/accounts'
import { afterEach, expect, test, vi } from 'vitest'
import { loadFastSecp256k1 } from './FastSecp256k1.js'
import * as Secp256k1 from './Secp256k1.js'

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 100) }

const digests = fc.uint8Array({ minLength: 32, maxLength: 32 })
const secrets = fc
  .bigInt({ min: 1n, max: order - 1n })
  .map((secret) => Uint8Array.from(Buffer.from(secret.toString(16).padStart(64, '0'), 'hex')))

afterEach(() => {
  Secp256k1.use(Secp256k1.signWithNoble)
  vi.unstubAllGlobals()
})

/** Checks a signer against viem: the key, the very bytes, the lower half, and who it recovers to. */
async function check(secret: Uint8Array, digest: Uint8Array) {
  const signer = Secp256k1.fromSecret(secret)
  const account = privateKeyToAccount(bytesToHex(secret))
  const publicKey = `0x04${bytesToHex(signer.publicKey).slice(2)}` as const
  expect(publicKey).toBe(account.publicKey)
  const signature = await signer.sign(digest)
  expect(signature).toHaveLength(65)
  const [r, s, recovery] = [signature.slice(0, 32), signature.slice(32, 64), signature[64] ?? -1]
  expect(BigInt(bytesToHex(s))).toBeLessThanOrEqual(order / 2n)
  expect([0, 1]).toContain(recovery)
  const theirs = await sign({ hash: bytesToHex(digest), privateKey: bytesToHex(secret) })
  expect([bytesToHex(r), bytesToHex(s), recovery]).toEqual([theirs.r, theirs.s, theirs.yParity])
  const signed = { r: bytesToHex(r), s: bytesToHex(s), yParity: recovery }
  expect(await recoverPublicKey({ hash: bytesToHex(digest), signature: signed })).toBe(publicKey)
}

test('signs as viem does', async () => {
  await fc.assert(fc.asyncProperty(secrets, digests, check), runs)
  const one = new Uint8Array(32)
  one[31] = 1
  await check(one, new Uint8Array(32))
  await check(one, new Uint8Array(32).fill(255))
})

test('the faster engine gives the same bytes, for the signers that are there too', async () => {
  const digest = new Uint8Array(32).fill(7)
  const signer = Secp256k1.fromSecret(Secp256k1.randomSecret())
  const before = await signer.sign(digest)
  expect(await loadFastSecp256k1()).toBe(true)
  hashes.hmacSha256 = () => {
    throw new Error('the other engine was used')
  }
  expect(await signer.sign(digest)).toEqual(before)
  hashes.hmacSha256 = undefined
  await fc.assert(fc.asyncProperty(secrets, digests, check), runs)
})

test('where WebAssembly is forbidden the engine stays, until it is there', async () => {
  vi.resetModules()
  const fresh = await import('./FastSecp256k1.js')
  vi.stubGlobal('WebAssembly', {
    ...{ Memory: WebAssembly.Memory, Table: WebAssembly.Table },
    instantiate: () => Promise.reject(new WebAssembly.CompileError('refused by the policy of the page')),
  })
  expect(await fresh.loadFastSecp256k1()).toBe(false)
  await check(Secp256k1.randomSecret(), new Uint8Array(32).fill(3))
  vi.unstubAllGlobals()
  expect(await fresh.loadFastSecp256k1()).toBe(true)
})

test('only what is a secret is taken, and only a digest is signed', () => {
  const tooLarge = Uint8Array.from(Buffer.from(order.toString(16), 'hex'))
  for (const bytes of [new Uint8Array(32), new Uint8Array(31).fill(1), new Uint8Array(33).fill(1), tooLarge])
    expect(() => Secp256k1.fromSecret(bytes)).toThrow(Secp256k1.SecretError)
  const signer = Secp256k1.fromSecret(Secp256k1.randomSecret())
  for (const length of [0, 31, 33, 65])
    expect(() => signer.sign(new Uint8Array(length))).toThrow(Secp256k1.DigestError)
})

test('a signer ends with its secret', () => {
  const secret = Secp256k1.randomSecret()
  const signer = Secp256k1.fromSecret(secret)
  secret.fill(0)
  expect(() => signer.sign(new Uint8Array(32))).toThrow(Secp256k1.SecretError)
})

test('an error says nothing of the secret', () => {
  const secret = new Uint8Array(31).fill(0xab)
  try {
    Secp256k1.fromSecret(secret)
    expect.unreachable()
  } catch (error) {
    expect(String(error)).not.toMatch(/ab|171/i)
  }
})
