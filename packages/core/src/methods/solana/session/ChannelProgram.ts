import * as Address from '../Address.js'
import { concat, littleEndian } from '../Bytes.js'
import type { AccountMeta, Instruction } from '../Message.js'
import type { Generation } from './Generation.js'

/** The program of generations `B` and `C`. */
export const CHANNELS: Address.Address = 'CHNLxYvVA28MJP9PrFuDXccuoGXAx7jBacfLEkahyGsX'

const RENT: Address.Address = 'SysvarRent111111111111111111111111111111111'

/** What a channel's address derives from. */
export type Seeds = {
  readonly program: Address.Address
  readonly payer: Address.Address
  readonly payee: Address.Address
  readonly mint: Address.Address
  /** Whose vouchers it takes. */
  readonly authorizedSigner: Address.Address
  /** u64 */
  readonly salt: bigint
  /** u64; missing in generation `A`. */
  readonly openSlot?: bigint | undefined
}

/** A part of what is paid out that goes to somebody else than the payee. */
export type Split = { readonly recipient: Address.Address; readonly bps: number }

/** A channel as its instructions need it. */
export type Channel = Seeds & { readonly tokenProgram: Address.Address }

/** What opens a channel. */
export type Opening = Channel & {
  /** Who pays for the accounts that are made; missing in generation `A`. */
  readonly rentPayer?: Address.Address | undefined
  readonly deposit: bigint
  /** In seconds. */
  readonly gracePeriod: number
  readonly splits: readonly Split[]
}

/** The address of a channel: `channelId` (draft-solana-session-00, "Channel State"). */
export function channelId({
  program,
  payer,
  payee,
  mint,
  authorizedSigner,
  salt,
  openSlot,
}: Seeds): Address.Address {
  const keys = [payer, payee, mint, authorizedSigner].map(Address.toBytes)
  const seeds = [text('channel'), ...keys, littleEndian(salt, 8), ...slot(openSlot)]
  return Address.derive(seeds, program).address
}

/** The account that the program's events come from. */
export function eventAuthority(program: Address.Address): Address.Address {
  return Address.derive([text('event_authority')], program).address
}

/** Makes a channel and moves its deposit. */
export function open(opening: Opening): Instruction {
  const { program, payer, payee, mint, authorizedSigner, tokenProgram } = opening
  const { salt, openSlot, rentPayer, deposit, gracePeriod, splits } = opening
  const { channel, own, escrow } = accountsOf(opening)
  return {
    program,
    accounts: [
      signs(payer),
      ...(rentPayer === undefined ? [] : [signs(rentPayer)]),
      ...reads(payee, mint, authorizedSigner),
      ...[channel, own, escrow].map(writes),
      ...reads(tokenProgram, Address.SYSTEM, RENT, Address.ATA, eventAuthority(program), program),
    ],
    data: concat(
      [1],
      littleEndian(salt, 8),
      littleEndian(deposit, 8),
      littleEndian(BigInt(gracePeriod), 4),
      ...slot(openSlot),
      littleEndian(BigInt(splits.length), 4),
      ...splits.flatMap(({ recipient, bps }) => [Address.toBytes(recipient), littleEndian(BigInt(bps), 2)]),
    ),
  }
}

/** Moves more into a channel. */
export function topUp(channel: Channel, amount: bigint): Instruction {
  const { program, payer, mint, tokenProgram } = channel
  const { channel: id, own, escrow } = accountsOf(channel)
  const accounts = [signs(payer), ...[id, own, escrow].map(writes), ...reads(mint, tokenProgram)]
  return { program, accounts, data: concat([3], littleEndian(amount, 8)) }
}

/** Makes one step of a channel's end. */
export type Step = (channel: Channel) => Instruction

/** Starts the forced close. */
export function requestClose(channel: Channel): Instruction {
  const { program, payer } = channel
  const accounts = [{ address: payer, signer: true }, writes(channelId(channel))]
  return { program, accounts, data: Uint8Array.of(5) }
}

/** Ends a channel whose grace period is over. */
export function seal(channel: Channel): Instruction {
  return { program: channel.program, accounts: [writes(channelId(channel))], data: Uint8Array.of(6) }
}

/** Takes the rest of an ended channel back. */
export function withdraw(channel: Channel): Instruction {
  const { program, payer, mint, tokenProgram } = channel
  const { channel: id, own, escrow } = accountsOf(channel)
  const accounts = [
    { address: payer, signer: true },
    ...[id, escrow, own].map(writes),
    ...reads(mint, tokenProgram),
  ]
  return { program, accounts, data: Uint8Array.of(8) }
}

/** Where a channel stands on the chain. */
export type State = {
  readonly status: 'open' | 'closing' | 'sealed' | 'distributed'
  readonly deposit: bigint
  readonly settled: bigint
  /** When the payer asked for the close, in seconds since 1970; 0 when not. */
  readonly closureStartedAt: bigint
  /** In seconds. */
  readonly gracePeriod: number
  /** Whether the rest went back to the payer. */
  readonly withdrawn: boolean
}

const states = ['open', 'sealed', 'closing', 'distributed'] as const

/** The size of a channel's account, in bytes: in generation `A`, without slot and who paid the rent. */
export const sizeOf = (generation: Generation): 216 | 256 => (generation === 'A' ? 216 : 256)

/**
 * Reads a channel's account; `undefined` for bytes that are no channel, one of another form, or another one than this
 * (draft-solana-session-00, "Channel State").
 */
export function readState(channel: Seeds, data: Uint8Array): State | undefined {
  const isA = channel.openSlot === undefined
  const view = viewOf(data, isA ? 'A' : 'C')
  if (!view) return undefined
  const status = states[data[3] ?? -1]
  const { payer, payee, authorizedSigner, mint } = channel
  const keys = concat(...[payer, payee, authorizedSigner, mint].map(Address.toBytes))
  const isThis =
    view.getBigUint64(4, true) === channel.salt &&
    (isA || view.getBigUint64(248, true) === channel.openSlot) &&
    keys.every((byte, at) => data[88 + at] === byte)
  const [deposit, settled] = [view.getBigUint64(12, true), view.getBigUint64(20, true)]
  if (!status || !isThis || settled > deposit || (isA && status === 'distributed')) return undefined
  return {
    status,
    deposit,
    settled,
    closureStartedAt: view.getBigInt64(36, true),
    gracePeriod: view.getUint32(52, true),
    withdrawn: view.getBigInt64(44, true) !== 0n,
  }
}

/** Whether this is what generation `A` leaves of a channel that all was paid out of: it keeps its address from coming again. */
export function isRemnant({ openSlot }: Seeds, data: Uint8Array): boolean {
  return openSlot === undefined && data.length === 1 && data[0] === 2
}

/** What a channel's account says that its address derives from, beside what was asked for. */
export function readChannel(
  generation: Generation,
  data: Uint8Array,
): (Pick<Seeds, 'salt' | 'openSlot'> & { gracePeriod: number; authorizedSigner: Uint8Array }) | undefined {
  const view = viewOf(data, generation)
  return (
    view && {
      salt: view.getBigUint64(4, true),
      openSlot: generation === 'A' ? undefined : view.getBigUint64(248, true),
      gracePeriod: view.getUint32(52, true),
      authorizedSigner: data.slice(152, 184),
    }
  )
}

/** A channel's account, if it is one: its size, its kind and its version say so. */
function viewOf(data: Uint8Array, generation: Generation): DataView | undefined {
  const isChannel = data.length === sizeOf(generation) && data[0] === 1 && data[1] === 1
  return isChannel ? new DataView(Uint8Array.from(data).buffer) : undefined
}

/** The accounts of a channel: itself, and the payer's and its own tokens. */
function accountsOf(channel: Channel) {
  const { mint, tokenProgram, payer } = channel
  const id = channelId(channel)
  const tokensOf = (owner: Address.Address) => Address.associated({ owner, mint, tokenProgram })
  return { channel: id, own: tokensOf(payer), escrow: tokensOf(id) }
}

const text = (value: string) => new TextEncoder().encode(value)
const slot = (openSlot: bigint | undefined) => (openSlot === undefined ? [] : [littleEndian(openSlot, 8)])
const signs = (address: Address.Address): AccountMeta => ({ address, signer: true, writable: true })
const writes = (address: Address.Address): AccountMeta => ({ address, writable: true })
const reads = (...addresses: readonly Address.Address[]): AccountMeta[] =>
  addresses.map((address) => ({ address }))
