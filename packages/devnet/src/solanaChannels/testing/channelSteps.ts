import {
  type AccountMeta,
  AccountRole,
  type AccountSignerMeta,
  type Address,
  address,
  generateKeyPairSigner,
  getAddressEncoder,
  getProgramDerivedAddress,
  type Instruction,
  type KeyPairSigner,
  signBytes,
} from '@solana/kit'
import { associatedAccount, tokenPrograms } from '../../startSolanaTokens.js'
import { channelProgram } from '../ChannelAccount.js'

// Instructions of the channel program, built by themselves from the draft's lists.

/** Of a channel's forced close, in seconds. */
export const grace = 900
export const system = address('11111111111111111111111111111111')
export const ataProgram = address('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL')
const sysvar = address('Sysvar1nstructions1111111111111111111111111')
const treasury = address('Cs2zdfUNonRdRGsiZUQQLdTxzxVvJZmgiX2mpLYKuEqP')
const encoder = getAddressEncoder()

type Account = AccountMeta | AccountSignerMeta
export const reads = (...keys: Address[]): Account[] =>
  keys.map((key) => ({ address: key, role: AccountRole.READONLY }))
export const writes = (...keys: Address[]): Account[] =>
  keys.map((key) => ({ address: key, role: AccountRole.WRITABLE }))
export const signs = (signer: KeyPairSigner): Account => ({
  address: signer.address,
  role: AccountRole.WRITABLE_SIGNER,
  signer,
})
export const step = (data: Uint8Array, accounts: Account[]): Instruction => ({
  programAddress: channelProgram,
  accounts,
  data,
})

/** Numbers after one another, each of so many bytes. */
export function bytes(...parts: [number | bigint, 1 | 4 | 8][]): Uint8Array {
  return Uint8Array.from(parts.flatMap(([value, size]) => [...littleEndian(BigInt(value), size)]))
}
function littleEndian(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn))
}

/** A channel that is not opened yet, and its steps. */
export async function drawChannel(drawn: {
  payer: KeyPairSigner
  seller: KeyPairSigner
  mint: Address
  deposit: bigint
  openSlot: bigint
}) {
  const { payer, seller, mint, deposit, openSlot } = drawn
  const key = await generateKeyPairSigner()
  const tokensOf = (owner: Address) => associatedAccount(owner, mint, tokenPrograms.token)
  const text = (value: string) => new TextEncoder().encode(value)
  const keys = [payer.address, seller.address, mint, key.address].map((each) => encoder.encode(each))
  const [id] = await getProgramDerivedAddress({
    programAddress: channelProgram,
    seeds: [text('channel'), ...keys, littleEndian(7n, 8), littleEndian(openSlot, 8)],
  })
  const [events] = await getProgramDerivedAddress({
    programAddress: channelProgram,
    seeds: [text('event_authority')],
  })
  const [own, escrow, theirs, rest] = await Promise.all(
    [payer.address, id, seller.address, treasury].map(tokensOf),
  )
  if (!own || !escrow || !theirs || !rest) throw new Error('unreachable')
  const rent = address('SysvarRent111111111111111111111111111111111')
  return {
    /** What its vouchers are signed with. */
    key,
    id,
    open: step(bytes([1, 1], [7, 8], [deposit, 8], [grace, 4], [openSlot, 8], [0, 4]), [
      ...[signs(payer), signs(seller), ...reads(seller.address, mint, key.address)],
      ...writes(id, own, escrow),
      ...reads(tokenPrograms.token, system, rent, ataProgram, events, channelProgram),
    ]),
    topUp: (amount: bigint) =>
      step(bytes([3, 1], [amount, 8]), [
        ...[signs(payer), ...writes(id, own, escrow), ...reads(mint, tokenPrograms.token)],
      ]),
    /** Seals with what a voucher proves, if there is one. */
    seal: (proves = false) =>
      step(bytes([4, 1], [proves ? 1 : 0, 1]), [signs(seller), ...writes(id), ...reads(sysvar)]),
    requestClose: step(bytes([5, 1]), [signs(payer), ...writes(id)]),
    sealLate: step(bytes([6, 1]), writes(id)),
    distribute: step(bytes([7, 1], [0, 4]), [
      ...writes(id, payer.address, seller.address, escrow, own, theirs, rest),
      ...reads(mint, tokenPrograms.token, events, channelProgram),
    ]),
    withdraw: step(bytes([8, 1]), [
      signs(payer),
      ...writes(id, escrow, own),
      ...reads(mint, tokenPrograms.token),
    ]),
    /** What proves a voucher, signed by the channel's key or another. */
    async proof(cumulative: bigint, signer = key, expiresAt = 0n): Promise<Instruction> {
      const voucher = Uint8Array.from([
        ...[0x56, 1, ...encoder.encode(id)],
        ...bytes([cumulative, 8], [expiresAt, 8]),
      ])
      const signature = await signBytes(signer.keyPair.privateKey, voucher)
      return {
        programAddress: address('Ed25519SigVerify111111111111111111111111111'),
        data: Uint8Array.from([
          ...[1, 0, 48, 0, 255, 255, 16, 0, 255, 255, 112, 0, 50, 0, 255, 255],
          ...encoder.encode(signer.address),
          ...[...signature, ...voucher],
        ]),
      }
    },
  }
}
