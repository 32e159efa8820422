import { type Address, address, getAddressDecoder } from '@solana/kit'
import { tokenData } from '../startSolanaTokens.js'
import { type Channel, channelProgram, channelSize, readChannel, writeChannel } from './ChannelAccount.js'
import type { Draft } from './Draft.js'
import type { Parties } from './parties.js'
import { type Step, StepError } from './Step.js'

// What draft-solana-session-00 says that the channel program does of each instruction. Not played: `settle` by itself, the
// payout of an open channel, `reclaim`, shares of others, and payouts to token accounts that are not there.

/** What a step is played in. */
export type Scene = {
  readonly draft: Draft
  readonly slot: bigint
  /** Of the chain's clock, in seconds since 1970. */
  readonly time: bigint
  /** Whose signatures the transaction has. */
  readonly signed: ReadonlySet<Address>
  readonly step: Step
  /** The step right before it. */
  readonly before: Step | undefined
  /** Whose the step is, and which accounts follow from that. */
  readonly parties: Parties
}

const ed25519 = address('Ed25519SigVerify111111111111111111111111111')
const system = address('11111111111111111111111111111111')
const rentSysvar = address('SysvarRent111111111111111111111111111111111')
const instructionsSysvar = address('Sysvar1nstructions1111111111111111111111111')
const associated = address('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL')

// For how many slots a channel can be opened after the one that it names.
const openSlots = 1_500n
const largest = 2n ** 64n - 1n
// What comes first in a proof: one signature, and where key, signature and the 50 bytes of a voucher are.
const layout = [1, 0, 48, 0, 255, 255, 16, 0, 255, 255, 112, 0, 50, 0, 255, 255]

/** Plays one step; throws StepError when the program would not take it. */
export function play(scene: Scene): void {
  const { data } = scene.step
  plays[data[0] ?? 0]?.(scene, new DataView(Uint8Array.from(data).buffer))
}

const plays: { readonly [instruction: number]: (scene: Scene, data: DataView) => void } = {
  1: open,
  3: topUp,
  4: settleAndSeal,
  5: requestClose,
  6: seal,
  7: distribute,
  8: withdrawPayer,
}

function open(scene: Scene, data: DataView): void {
  const { draft, step, slot, parties } = scene
  const { id, payer, payee, mint, tokenProgram, own, escrow, events } = parties
  const [, rentPayer = system, , , authorizedSigner = system] = step.accounts
  need(data.byteLength === 33 && data.getUint32(29, true) === 0, 'data of open')
  needAccounts(scene, [
    ...[payer, rentPayer, payee, mint, authorizedSigner, id, own, escrow],
    ...[tokenProgram, system, rentSysvar, associated, events, channelProgram],
  ])
  needSigned(scene, payer)
  needSigned(scene, rentPayer)
  const [salt, deposit] = [data.getBigUint64(1, true), data.getBigUint64(9, true)]
  const gracePeriod = data.getUint32(17, true)
  const openSlot = data.getBigUint64(21, true)
  need(deposit > 0n && gracePeriod > 0, 'arguments of open')
  need(openSlot <= slot && slot - openSlot <= openSlots, 'OpenSlotOutOfWindow')
  need(draft.get(mint)?.owner === tokenProgram, 'token program of open')
  need(draft.get(id) === undefined, 'the channel is there already')
  const channel: Channel = {
    ...{ status: 'open', bump: parties.bump, salt, deposit, settled: 0n, paid: 0n },
    ...{ closureStartedAt: 0n, payerWithdrawnAt: 0n, gracePeriod, openSlot },
    ...{ payer, payee, authorizedSigner, mint, rentPayer },
  }
  const escrowData = tokenData(mint, id, 0n)
  for (const [at, owner, bytes] of [
    [id, channelProgram, writeChannel(channel)],
    [escrow, tokenProgram, escrowData],
  ] as const) {
    const lamports = draft.rent(bytes.length)
    draft.pay(rentPayer, -lamports)
    draft.put(at, { owner, lamports, data: bytes })
  }
  draft.move(own, escrow, deposit)
}

function topUp(scene: Scene, data: DataView): void {
  const { draft, parties } = scene
  const { id, payer, mint, tokenProgram, own, escrow } = parties
  need(data.byteLength === 9, 'data of topUp')
  needAccounts(scene, [payer, id, own, escrow, mint, tokenProgram])
  needSigned(scene, payer)
  const channel = channelOf(scene, 'open')
  const amount = data.getBigUint64(1, true)
  need(amount > 0n && channel.deposit + amount <= largest, 'arguments of topUp')
  draft.move(own, escrow, amount)
  keep(scene, { ...channel, deposit: channel.deposit + amount })
}

function settleAndSeal(scene: Scene, data: DataView): void {
  const { parties, time } = scene
  need(data.byteLength === 2, 'data of settleAndSeal')
  needAccounts(scene, [parties.payee, parties.id, instructionsSysvar])
  needSigned(scene, parties.payee)
  const channel = channelOf(scene, 'open', 'closing')
  const end = channel.closureStartedAt + BigInt(channel.gracePeriod)
  need(channel.status === 'open' || time < end, 'the grace period is over')
  const settled = data.getUint8(1) === 0 ? channel.settled : settledBy(scene, channel)
  keep(scene, { ...channel, settled, status: 'sealed', closureStartedAt: 0n })
}

/** What a voucher allows that the step before has verified. */
function settledBy(
  { before, parties, time }: Scene,
  { authorizedSigner, settled, deposit }: Channel,
): bigint {
  const proof = before?.data ?? new Uint8Array()
  need(before?.program === ed25519 && proof.length === 162, 'there is no verified voucher')
  need(
    layout.every((byte, at) => proof[at] === byte),
    'the layout of the proof',
  )
  const keys = getAddressDecoder()
  need(keys.decode(proof.slice(16, 48)) === authorizedSigner, 'the signer of the voucher')
  const voucher = new DataView(Uint8Array.from(proof.slice(112)).buffer)
  need(voucher.getUint8(0) === 0x56 && voucher.getUint8(1) === 1, 'VoucherBadMagic')
  need(keys.decode(proof.slice(114, 146)) === parties.id, 'VoucherChannelMismatch')
  const cumulative = voucher.getBigUint64(34, true)
  const expiresAt = voucher.getBigInt64(42, true)
  need(expiresAt === 0n || time < expiresAt, 'the voucher is over')
  need(settled < cumulative && cumulative <= deposit, 'the amount of the voucher')
  return cumulative
}

function requestClose(scene: Scene): void {
  const { parties, time } = scene
  needAccounts(scene, [parties.payer, parties.id])
  needSigned(scene, parties.payer)
  keep(scene, { ...channelOf(scene, 'open'), status: 'closing', closureStartedAt: time })
}

function seal(scene: Scene): void {
  needAccounts(scene, [scene.parties.id])
  const channel = channelOf(scene, 'closing')
  need(scene.time >= channel.closureStartedAt + BigInt(channel.gracePeriod), 'ChannelCloseTooEarly')
  keep(scene, { ...channel, status: 'sealed', closureStartedAt: 0n })
}

function distribute(scene: Scene, data: DataView): void {
  const { draft, parties, slot, time } = scene
  const { id, payer, mint, tokenProgram, own, escrow, theirs, treasury, events } = parties
  need(data.byteLength === 5 && data.getUint32(1, true) === 0, 'data of distribute')
  const channel = channelOf(scene, 'sealed')
  const { rentPayer, settled, paid, payerWithdrawnAt, deposit } = channel
  needAccounts(scene, [
    ...[id, payer, rentPayer, escrow, own, theirs, treasury],
    ...[mint, tokenProgram, events, channelProgram],
  ])
  draft.move(escrow, theirs, settled - paid)
  if (payerWithdrawnAt === 0n) draft.move(escrow, own, deposit - settled)
  const withdrawnAt = payerWithdrawnAt === 0n ? time : payerWithdrawnAt
  keep(scene, { ...channel, status: 'distributed', paid: settled, payerWithdrawnAt: withdrawnAt })
  // Its accounts end, and what was paid for them goes back; the channel's own once its address cannot come again.
  for (const each of slot > channel.openSlot + openSlots ? [escrow, id] : [escrow]) {
    draft.pay(rentPayer, draft.get(each)?.lamports ?? 0n)
    draft.put(each, undefined)
  }
}

function withdrawPayer(scene: Scene): void {
  const { draft, parties, time } = scene
  const { id, payer, mint, tokenProgram, own, escrow } = parties
  needAccounts(scene, [payer, id, escrow, own, mint, tokenProgram])
  needSigned(scene, payer)
  const channel = channelOf(scene, 'sealed')
  need(channel.payerWithdrawnAt === 0n, 'the rest was paid out')
  draft.move(escrow, own, channel.deposit - channel.settled)
  keep(scene, { ...channel, payerWithdrawnAt: time })
}

function channelOf({ draft, parties }: Scene, ...states: Channel['status'][]): Channel {
  const account = draft.get(parties.id)
  const channel = account?.owner === channelProgram ? readChannel(account.data) : undefined
  if (!channel) throw new StepError('there is no such channel')
  need(states.includes(channel.status), `the channel is ${channel.status}`)
  return channel
}

function keep({ draft, parties: { id } }: Scene, channel: Channel): void {
  const account = draft.get(id)
  const lamports = account?.lamports ?? draft.rent(channelSize)
  draft.put(id, { owner: channelProgram, lamports, data: writeChannel(channel) })
}

function needAccounts({ step }: Scene, accounts: readonly Address[]): void {
  const wrong = accounts.findIndex((each, at) => step.accounts[at] !== each)
  need(wrong < 0 && step.accounts.length === accounts.length, `account ${wrong} of the step`)
}

function needSigned({ signed }: Scene, who: Address): void {
  need(signed.has(who), `${who} has not signed`)
}

function need(holds: boolean, what: string): asserts holds {
  if (!holds) throw new StepError(what)
}
