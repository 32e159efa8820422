import * as Address from '../../Address.js'
import * as Base58 from '../../Base58.js'
import { concat, littleEndian } from '../../Bytes.js'
import type { Instruction } from '../../Message.js'

// What draft-solana-session-00 says that the channel program does of each instruction, with the accounts in the published order.

export const mint = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
export const program = 'CHNLxYvVA28MJP9PrFuDXccuoGXAx7jBacfLEkahyGsX'
const ed25519 = 'Ed25519SigVerify111111111111111111111111111'

type Status = 'open' | 'sealed' | 'closing' | 'distributed'
const states: readonly Status[] = ['open', 'sealed', 'closing', 'distributed']

/** A channel as the program keeps it. */
export type Kept = {
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
  readonly rentPayer: string
  readonly openSlot: bigint
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
  if (runs !== program) throw new Error(`no program ${runs}`)
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
    if (!found) throw new Error('no channel')
    return found
  }
  if (data[0] === 1) {
    need(accounts.length === 14 && at(9) === Address.SYSTEM && at(13) === program, 'accounts of open')
    const [salt, deposit, openSlot] = [1, 9, 21].map((n) => view.getBigUint64(n, true))
    const gracePeriod = BigInt(view.getUint32(17, true))
    const count = view.getUint32(29, true)
    need(data.length === 33 + 34 * count, 'data of open')
    const keys = [at(0), at(2), at(3), at(4)].map(Address.toBytes)
    const seeds = [
      new TextEncoder().encode('channel'),
      ...keys,
      ...[salt, openSlot].map((n) => littleEndian(n ?? 0n, 8)),
    ]
    const id = Address.derive(seeds, program).address
    need(id === at(5) && !bank.channels.has(id), 'channel address')
    need(signed.has(at(0)) && signed.has(at(1)), 'signatures of open')
    need((openSlot ?? 0n) <= bank.slot && bank.slot - (openSlot ?? 0n) <= 1_500n, 'OpenSlotOutOfWindow')
    need((deposit ?? 0n) > 0n && gracePeriod > 0n && at(3) === mint, 'arguments of open')
    need(at(6) === accountOf(at(0)) && at(7) === accountOf(id), 'token accounts of open')
    move(at(6), at(7), deposit ?? 0n)
    bank.channels.set(id, {
      status: 'open',
      salt: salt ?? 0n,
      deposit: deposit ?? 0n,
      settled: 0n,
      closureStartedAt: 0n,
      payerWithdrawnAt: 0n,
      gracePeriod,
      payer: at(0),
      payee: at(2),
      authorizedSigner: at(4),
      rentPayer: at(1),
      openSlot: openSlot ?? 0n,
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
    if (data[1]) settle(channel, at(1), before)
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
    move(accountOf(at(0)), accountOf(channel.payee), channel.settled)
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

/** "settle": the voucher is what the step before has verified. */
function settle(channel: Kept, id: string, before: Instruction | undefined): void {
  if (before?.program !== ed25519 || before.data.length !== 162) throw new Error('no verified voucher')
  const message = before.data.slice(112)
  const view = new DataView(Uint8Array.from(message).buffer)
  const cumulative = view.getBigUint64(34, true)
  const signer = Base58.encode(before.data.slice(16, 48))
  if (signer !== channel.authorizedSigner) throw new Error('voucher signer')
  if (message[0] !== 0x56 || message[1] !== 1 || Base58.encode(message.slice(2, 34)) !== id)
    throw new Error('VoucherChannelMismatch')
  if (cumulative <= channel.settled || cumulative > channel.deposit) throw new Error('voucher amount')
  channel.settled = cumulative
}

/** Where somebody's tokens are. */
export const accountOf = (owner: string) => Address.associated({ owner, mint, tokenProgram: Address.TOKEN })

/** A channel's account, as bytes. */
export function write(channel: Kept): Uint8Array {
  const { salt, deposit, settled, closureStartedAt, payerWithdrawnAt, gracePeriod, openSlot } = channel
  return concat(
    [1, 1, 255, states.indexOf(channel.status)],
    ...[salt, deposit, settled, 0n, closureStartedAt, payerWithdrawnAt].map((n) => littleEndian(n, 8)),
    littleEndian(gracePeriod, 4),
    new Uint8Array(32),
    ...[channel.payer, channel.payee, channel.authorizedSigner, mint, channel.rentPayer].map(Address.toBytes),
    littleEndian(openSlot, 8),
  )
}
