import { Session } from 'mppx/tempo'
import { Account } from 'viem/tempo'
import { expect, test } from 'vitest'
import * as Hex from '../../../chain/Hex.js'
import { toEthereum } from '../../../chain/Signature.js'
import { createKeyring } from '../../../signers/Keyring.js'
import * as Secp256k1 from '../../../signers/Secp256k1.js'
import type { Signer } from '../../../signers/Signer.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { bind, canonicalEscrow, escrowV2 } from './EscrowV2.js'
import { accessAccount, addressOf } from './SessionSigner.js'

const payer: Hex.Hex = `0x${'ab'.repeat(20)}`
const chainId = 42431

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

test('a server verifies a voucher of a key of this page', async () => {
  const { signer } = await createKeyring(createMemoryStore()).create()
  const channel = channelOf(signer)
  const channelId = escrowV2.channelId(channel)
  const verify = async (signed: bigint, claimed: bigint, who = addressOf(signer)) => {
    const bytes = await signer.sign(escrowV2.voucher(channel, channelId, signed))
    const signature = Hex.fromBytes(toEthereum(bytes))
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

test('a key of Ed25519 has no address', async () => {
  const signer: Signer = { type: 'ed25519', publicKey: new Uint8Array(32), sign: (bytes) => bytes }
  expect(() => addressOf(signer)).toThrow(expect.objectContaining({ code: 'wallet_unsupported' }))
})
