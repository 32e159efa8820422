import { SessionLegacy } from 'mppx-v1/tempo'
import { expect, test } from 'vitest'
import * as Hex from '../../../chain/Hex.js'
import { toEthereum } from '../../../chain/Signature.js'
import * as Secp256k1 from '../../../signers/Secp256k1.js'
import { escrowV1 } from './EscrowV1.js'
import type { Channel } from './Protocol.js'
import { addressOf } from './SessionSigner.js'

// What the last server of protocol v1 makes of our ids and vouchers.

const { Channel: theirs, Voucher } = SessionLegacy.Session

const random = (size: number) => Hex.fromBytes(crypto.getRandomValues(new Uint8Array(size)))
const half = 2n ** 127n

function createChannel() {
  const signer = Secp256k1.fromSecret(Secp256k1.randomSecret())
  const channel: Channel = {
    protocol: 'v1',
    chainId: 1 + Number(BigInt(random(4))),
    escrow: random(20),
    payer: random(20),
    payee: random(20),
    token: random(20),
    salt: random(32),
    authorizedSigner: addressOf(signer),
  }
  const id = escrowV1.channelId(channel)
  const sign = (cumulative: bigint) => signer.sign(escrowV1.voucher(channel, id, cumulative))
  const verify = (cumulativeAmount: bigint, signature: Uint8Array, by = channel.authorizedSigner) => {
    const voucher = { channelId: id, cumulativeAmount, signature: Hex.fromBytes(signature) }
    return Voucher.verifyVoucher(channel.escrow, channel.chainId, voucher, by)
  }
  return { channel, id, signer, sign, verify }
}

test('mppx derives the same id and takes the voucher of its signer, for its amount alone', async () => {
  for (let times = 0; times < 25; times++) {
    const { channel, id, sign, verify } = createChannel()
    expect(theirs.computeId({ ...channel, escrowContract: channel.escrow })).toBe(id)
    for (const cumulative of [0n, 1n, BigInt(random(16)) | half, escrowV1.largest]) {
      const signature = toEthereum(await sign(cumulative))
      expect(await verify(cumulative, signature)).toBe(true)
      expect(await verify(cumulative ^ 1n, signature)).toBe(false)
      expect(await verify(cumulative, signature, channel.payer)).toBe(false)
    }
  }
})

test('mppx takes a signature that ends in 27 or 28 only, not the bare recovery bit or the compact form', async () => {
  const { sign, verify } = createChannel()
  const bare = await sign(5n)
  expect(bare[64]).toBeLessThan(2)
  const compact = bare.slice(0, 64)
  compact[32] = (compact[32] ?? 0) | ((bare[64] ?? 0) << 7)
  expect(await verify(5n, bare)).toBe(false)
  expect(await verify(5n, compact)).toBe(false)
  expect(await verify(5n, toEthereum(bare))).toBe(true)
})
