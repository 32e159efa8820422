import { Point } from '@noble/ed25519'
import * as Address from '../../Address.js'
import * as Base58 from '../../Base58.js'
import { concat, littleEndian } from '../../Bytes.js'
import type { Instruction } from '../../Message.js'

// What draft-solana-session-00 says that the channel program does of each instruction, with the accounts in the published
// order; and what its public source of May 2026 does, which older SDKs speak to (generation A): no slot, no rent payer,
// vouchers of 48 bytes that come with the instruction, and one byte that stays where a channel was.

export const mint = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
export const program = 'CHNLxYvVA28MJP9PrFuDXccuoGXAx7jBacfLEkahyGsX'
export const legacy = 'GuoKrzaBiZnW5DvJ3yZVE7xHqbcBvaX9SH6P6Cn9gNvc'
/** Who gets what is left of rounding, in the older program. */
export const treasury = 'HPvLZy6aWNxNsqTEzE8iQzWeD3qsyJxE1nFYNgnnJvVy'
const ed25519 = 'Ed25519SigVerify111111111111111111111111111'
const instructionsSysvar = 'Sysvar1nstructions1111111111111111111111111'

type Status = 'open' | 'sealed' | 'closing' | 'distributed'
const states: readonly Status[] = ['open', 'sealed', 'closing', 'distributed']
const utf8 = (text: string) => new TextEncoder().encode(text)

/** A channel as the program keeps it. */
export type Kept = {
  readonly program: string
  status: Status
  readonly salt: bigint
  deposit: bigint
  settled: bigint
  closureStartedAt: bigint
  payerWithdrawnAt: bigint
  readonly gracePeriod: bigint
  readonly payer: string
  readonly payee: string
  readonly authorizedSigner: string
  readonly rentPayer: string | undefined
  readonly openSlot: bigint | undefined
  /** Who else is paid, as the opening has it. */
  readonly splits: string
}

/** What the program reads and changes. */
type State = {
  readonly tokens: Map<string, bigint>
  readonly channels: Map<string, Kept>
  readonly time: bigint
  readonly slot: bigint
}

/** Runs one step. Throws why it fails. */
export function run(
  bank: State,
  { program: runs, accounts, data }: Instruction,
  before: Instruction | undefined,
  signed: Set<string>,
) {
  if (runs === ed25519 || runs === Address.COMPUTE_BUDGET) return
  if (runs !== program && runs !== legacy) throw new Error(`no program ${runs}`)
  const isA = runs === legacy
  const view = new DataView(Uint8Array.from(data).buffer)
  const at = (n: number) => accounts[n]?.address ?? ''
  const move = (from: string, to: string, amount: bigint) => {
    const left = (bank.tokens.get(from) ?? 0n) - amount
    if (left < 0n) throw new Error('insufficient funds')
    bank.tokens.set(from, left)
    bank.tokens.set(to, (bank.tokens.get(to) ?? 0n) + amount)
  }
  const need = (is: boolean, what: string) => {
    if (!is) throw new Error(what)
  }
  const channelAt = (n: number) => {
    const found = bank.channels.get(at(n))
    if (found?.program !== runs || (isA && found.status === 'distributed')) throw new Error('no channel')
    return found
  }
  if (data[0] === 1) {
    // The older program knows no rent payer, and no slot.
    const [more, at21] = isA ? [0, 21] : [1, 29]
    const [payee, asset, signer, channel, own, escrow] = [1, 2, 3, 4, 5, 6].map((n) => at(n + more))
    need(accounts.length === 13 + more && at(8 + more) === Address.SYSTEM, 'accounts of open')
    need(at(12 + more) === runs, 'program of open')
    const [salt = 0n, deposit = 0n] = [1, 9].map((n) => view.getBigUint64(n, true))
    const openSlot = isA ? undefined : view.getBigUint64(21, true)
    const gracePeriod = BigInt(view.getUint32(17, true))
    need(data.length === at21 + 4 + 34 * view.getUint32(at21, true), 'data of open')
    const keys = [at(0), payee, asset, signer].map((key) => Address.toBytes(key ?? ''))
    const numbers = [salt, ...(openSlot === undefined ? [] : [openSlot])].map((n) => littleEndian(n, 8))
    const id = Address.derive([utf8('channel'), ...keys, ...numbers], runs).address
    need(id === channel && !bank.channels.has(id), 'channel address')
    need(signed.has(at(0)) && (isA || signed.has(at(1))), 'signatures of open')
    if (isA) Point.fromBytes(Address.toBytes(signer ?? ''))
    need(at(0) !== payee, 'payer and payee are the same')
    const age = bank.slot - (openSlot ?? bank.slot)
    need(age >= 0n && age <= 1_500n, 'OpenSlotOutOfWindow')
    need(deposit > 0n && gracePeriod > 0n && asset === mint, 'arguments of open')
    need(own === accountOf(at(0)) && escrow === accountOf(id), 'token accounts of open')
    move(accountOf(at(0)), accountOf(id), deposit)
    bank.channels.set(id, {
      program: runs,
      status: 'open',
      salt,
      deposit,
      settled: 0n,
      closureStartedAt: 0n,
      payerWithdrawnAt: 0n,
      gracePeriod,
      payer: at(0),
      payee: payee ?? '',
      authorizedSigner: signer ?? '',
      rentPayer: isA ? undefined : at(1),
      openSlot,
      splits: String(data.slice(at21)),
    })
  } else if (data[0] === 3) {
    const channel = channelAt(1)
    need(channel.status === 'open' && signed.has(channel.payer) && at(0) === channel.payer, 'topUp')
    need(at(2) === accountOf(channel.payer) && at(3) === accountOf(at(1)), 'token accounts of topUp')
    move(at(2), at(3), view.getBigUint64(1, true))
    channel.deposit += view.getBigUint64(1, true)
  } else if (data[0] === 4) {
    const channel = channelAt(1)
    need(signed.has(channel.payee) && at(0) === channel.payee, 'settleAndSeal')
    need(channel.status === 'open' || channel.status === 'closing', 'status of settleAndSeal')
    if (isA) {
      const end = channel.closureStartedAt + channel.gracePeriod
      need(channel.status === 'open' || bank.time < end, 'the grace period is over')
      need(data.length === 50 && at(2) === instructionsSysvar, 'arguments of settleAndFinalize')
    }
    if (data[isA ? 49 : 1]) settle(channel, at(1), before, isA ? data.slice(1, 49) : undefined)
    Object.assign(channel, { status: 'sealed', closureStartedAt: 0n })
  } else if (data[0] === 5) {
    const channel = channelAt(1)
    need(channel.status === 'open' && signed.has(channel.payer) && at(0) === channel.payer, 'requestClose')
    Object.assign(channel, { status: 'closing', closureStartedAt: bank.time })
  } else if (data[0] === 6) {
    const channel = channelAt(0)
    need(channel.status === 'closing', 'seal')
    need(bank.time >= channel.closureStartedAt + channel.gracePeriod, 'too early')
    Object.assign(channel, { status: 'sealed', closureStartedAt: 0n })
  } else if (data[0] === 7) {
    const channel = channelAt(0)
    need(channel.status === 'sealed', 'distribute')
    if (isA) {
      const owners = [at(0), channel.payer, channel.payee, treasury]
      need(
        owners.every((owner, n) => at(n + 2) === accountOf(owner)),
        'token accounts of distribute',
      )
      need(at(1) === channel.payer && at(6) === mint && at(7) === Address.TOKEN, 'accounts of distribute')
      need(String(data.slice(1)) === channel.splits, 'preimage of distribute')
      let left = channel.settled
      for (let n = 0; n < view.getUint32(1, true); n++) {
        const recipient = Base58.encode(data.slice(5 + 34 * n, 37 + 34 * n))
        const part = (channel.settled * BigInt(view.getUint16(37 + 34 * n, true))) / 10_000n
        need(at(8 + n) === accountOf(recipient), 'recipients of distribute')
        move(accountOf(at(0)), accountOf(recipient), part)
        left -= part
      }
      move(accountOf(at(0)), accountOf(channel.payee), left)
    } else move(accountOf(at(0)), accountOf(channel.payee), channel.settled)
    if (channel.payerWithdrawnAt === 0n)
      move(accountOf(at(0)), accountOf(channel.payer), channel.deposit - channel.settled)
    channel.status = 'distributed'
  } else if (data[0] === 8) {
    const channel = channelAt(1)
    need(channel.status === 'sealed' && channel.payerWithdrawnAt === 0n, 'withdrawPayer')
    need(signed.has(channel.payer) && at(0) === channel.payer, 'payer of withdrawPayer')
    need(at(2) === accountOf(at(1)) && at(3) === accountOf(channel.payer), 'token accounts of withdrawPayer')
    move(at(2), at(3), channel.deposit - channel.settled)
    channel.payerWithdrawnAt = bank.time
  } else throw new Error(`no instruction ${data[0]}`)
}

/** "settle": the voucher is what the step before has verified; the older program is given it besides. */
function settle(channel: Kept, id: string, before: Instruction | undefined, given?: Uint8Array): void {
  const head = given ? 0 : 2
  if (before?.program !== ed25519 || before.data.length !== 160 + head) throw new Error('no verified voucher')
  const message = before.data.slice(112)
  const view = new DataView(Uint8Array.from(message).buffer)
  const cumulative = view.getBigUint64(head + 32, true)
  const signer = Base58.encode(before.data.slice(16, 48))
  if (signer !== channel.authorizedSigner) throw new Error('voucher signer')
  const isTagged = given ? String(message) === String(given) : message[0] === 0x56 && message[1] === 1
  if (!isTagged || Base58.encode(message.slice(head, head + 32)) !== id)
    throw new Error('VoucherChannelMismatch')
  if (cumulative <= channel.settled || cumulative > channel.deposit) throw new Error('voucher amount')
  channel.settled = cumulative
}

/** Where somebody's tokens are. */
export const accountOf = (owner: string) => Address.associated({ owner, mint, tokenProgram: Address.TOKEN })

/** A channel's account, as bytes. */
export function write(channel: Kept): Uint8Array {
  const { salt, deposit, settled, closureStartedAt, payerWithdrawnAt, gracePeriod, openSlot } = channel
  const isA = channel.program === legacy
  // What the older program leaves, so that the address never comes again.
  if (isA && channel.status === 'distributed') return Uint8Array.of(2)
  return concat(
    [1, 1, 255, states.indexOf(channel.status)],
    ...[salt, deposit, settled, 0n, closureStartedAt, payerWithdrawnAt].map((n) => littleEndian(n, 8)),
    littleEndian(gracePeriod, 4),
    new Uint8Array(32),
    ...[channel.payer, channel.payee, channel.authorizedSigner, mint].map(Address.toBytes),
    ...(isA ? [] : [Address.toBytes(channel.rentPayer ?? ''), littleEndian(openSlot ?? 0n, 8)]),
  )
}
