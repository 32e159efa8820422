import { Session } from 'mppx/tempo'
import { concat, hexToBytes, keccak256, slice } from 'viem'
import { Account } from 'viem/tempo'
import { expect, test } from 'vitest'
import * as Hex from '../../../chain/Hex.js'
import { createKeyring } from '../../../signers/Keyring.js'
import * as Secp256k1 from '../../../signers/Secp256k1.js'
import type { Signer } from '../../../signers/Signer.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { bind, canonicalEscrow, escrowV2 } from './EscrowV2.js'
import { accessAccount, addressOf, envelope } from './SessionSigner.js'

const payer: Hex.Hex = `0x${'ab'.repeat(20)}`
const chainId = 42431

async function signerOf(type: Signer['type']): Promise<Signer> {
  const { signer } = await createKeyring(createMemoryStore()).create(type)
  return signer
}

function channelOf(signer: Signer) {
  const draft = {
    protocol: 'v2' as const,
    chainId,
    escrow: canonicalEscrow,
    payer,
    payee: payer,
    token: payer,
    salt: `0x${'01'.repeat(32)}` as const,
    authorizedSigner: addressOf(signer),
  }
  return bind(draft, new Uint8Array([1]))
}

test.each(['secp256k1', 'p256'] as const)('a server verifies a voucher of %s', async (type) => {
  const signer = await signerOf(type)
  const channel = channelOf(signer)
  const channelId = escrowV2.channelId(channel)
  const verify = async (signed: bigint, claimed: bigint, who = addressOf(signer)) => {
    const bytes = await signer.sign(escrowV2.voucher(channel, channelId, signed))
    const signature = Hex.fromBytes(envelope(signer, bytes))
    const voucher = { channelId, cumulativeAmount: claimed as never, signature }
    return Session.Precompile.Voucher.verifyVoucher(canonicalEscrow, chainId, voucher, who)
  }
  expect(await verify(250_000n, 250_000n)).toBe(true)
  expect(await verify(250_000n, 250_001n)).toBe(false)
  expect(await verify(250_000n, 250_000n, payer)).toBe(false)
})

test('a key of secp256k1 signs for another account as viem does', async () => {
  const secret = new Uint8Array(32).fill(7)
  const account = accessAccount(payer, Secp256k1.fromSecret(secret.slice()))
  const theirs = Account.fromSecp256k1(Hex.fromBytes(secret), { access: payer })
  const hash: Hex.Hex = `0x${'5a'.repeat(32)}`
  expect(account.accessKeyAddress).toBe(theirs.accessKeyAddress.toLowerCase())
  expect(await account.sign?.({ hash })).toBe(await theirs.sign({ hash }))
})

test('a key of P-256 signs for another account in the envelopes of Tempo', async () => {
  const signer = await signerOf('p256')
  const hash: Hex.Hex = `0x${'5a'.repeat(32)}`
  const signature = (await accessAccount(payer, signer).sign?.({ hash })) ?? '0x'
  // Of a key for another account, whose it is, of P-256, r and s, the public key, hashed once more.
  const inner = slice(signature, 22, 86)
  expect(signature).toBe(concat(['0x04', payer, '0x01', inner, Hex.fromBytes(signer.publicKey), '0x01']))
  const raw = new Uint8Array([4, ...signer.publicKey])
  const key = await crypto.subtle.importKey('raw', raw, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'verify',
  ])
  const digest = hexToBytes(keccak256(concat(['0x04', hash, payer])))
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  const isValid = (message: Uint8Array<ArrayBuffer>) =>
    crypto.subtle.verify(algorithm, key, new Uint8Array(hexToBytes(inner)), message)
  expect(await isValid(new Uint8Array(digest))).toBe(true)
  expect(await isValid(new Uint8Array(hexToBytes(hash)))).toBe(false)
})

test('a key of Ed25519 has no address', async () => {
  const signer: Signer = { type: 'ed25519', publicKey: new Uint8Array(32), sign: (bytes) => bytes }
  expect(() => addressOf(signer)).toThrow(expect.objectContaining({ code: 'wallet_unsupported' }))
})
