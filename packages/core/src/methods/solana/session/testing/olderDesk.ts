import { signAsync, verifyAsync } from '@noble/ed25519'
import * as JsonObject from '../../../../protocol/JsonObject.js'
import * as Address from '../../Address.js'
import * as Base58 from '../../Base58.js'
import { concat, fromBase64, littleEndian, toBase64 } from '../../Bytes.js'
import * as Message from '../../Message.js'
import * as Transaction from '../../Transaction.js'
import { type Bank, legacy, mint } from './bank.js'
import { need, Refusal } from './draftDesk.js'
import { type OlderSplit, olderSettlement, preimage } from './olderSettlement.js'
import type { Highest } from './settlement.js'

// What servers of the older SDKs check and keep, as the public source of theirs does it (generation A). It refuses what that
// refuses. Nobody's can be had to run: their packages of npm hold no session server.

/** What is kept of a channel. */
type Kept = {
  readonly payer: string
  readonly authorizedSigner: string
  readonly splits: readonly OlderSplit[]
  deposit: bigint
  cumulative: bigint
  highest?: Highest
  readonly pending: Map<string, bigint>
  readonly committed: Map<string, { amount: bigint; cumulative: bigint; signature: string }>
  sequence: number
  closing: boolean
}

/** What the session that is sold is like. */
export type Sale = {
  readonly cap: bigint
  readonly splits: readonly OlderSplit[]
  readonly blockhash: string
}

export function createOlderDesk(bank: Bank, operator: string, secret: Uint8Array) {
  const channels = new Map<string, Kept>()

  function live(id: unknown): Kept {
    const kept = channels.get(String(id))
    need(kept !== undefined, `Channel ${String(id)} not found`)
    need(!kept.closing, 'Channel close is pending')
    return kept
  }

  /** The opening is what was asked for; the server signs as who pays the fee, and brings it to the chain. */
  async function open(payload: JsonObject.JsonObject, { cap, splits, blockhash }: Sale): Promise<string> {
    const { payer, payee, authorizedSigner, channelId } = payload
    need(payload.mode === 'pull', 'mode')
    need(payee === operator && payload.mint === mint, 'payee or mint')
    need(!('recentSlot' in payload) && !('openSlot' in payload), 'a slot')
    const [salt, deposit] = [payload.salt, payload.deposit].map((value) => BigInt(String(value)))
    need(deposit !== undefined && deposit > 0n && deposit <= cap, 'deposit')
    const grace = Number(payload.gracePeriod)
    const addresses = [payer, payee, payload.mint, authorizedSigner].map(String)
    const seeds = [
      new TextEncoder().encode('channel'),
      ...addresses.map(Address.toBytes),
      littleEndian(salt ?? 0n, 8),
    ]
    const id = Address.derive(seeds, legacy).address
    need(id === channelId, 'channelId does not match derived channel PDA')
    const { message, bytes, signatures } = Transaction.parse(fromBase64(String(payload.transaction)))
    const [step, ...others] = message.instructions
    need(step?.program === legacy && others.length === 0, 'other instructions')
    need(message.feePayer === operator && message.blockhash === blockhash, 'fee payer or blockhash')
    need(message.signers.length === 2 && message.signers.includes(String(payer)), 'signers')
    const data = concat(
      [1],
      littleEndian(salt ?? 0n, 8),
      littleEndian(deposit, 8),
      littleEndian(BigInt(grace), 4),
      preimage(splits),
    )
    need(toBase64(step.data) === toBase64(data), 'data of open')
    need(step.accounts.length === 13 && step.accounts[4]?.address === id, 'accounts of open')
    const own = await signAsync(bytes, secret)
    await send(Transaction.serialize(bytes, new Map([...signatures, [operator, own]])))
    channels.set(id, {
      payer: String(payer),
      authorizedSigner: String(authorizedSigner),
      splits,
      deposit,
      cumulative: 0n,
      pending: new Map(),
      committed: new Map(),
      sequence: 0,
      closing: false,
    })
    return id
  }

  async function send(transaction: Uint8Array): Promise<void> {
    await bank.rpc('sendTransaction', [toBase64(transaction)]).catch((error: Error) => {
      throw new Refusal(error.message)
    })
  }

  /** A voucher's numbers, if the channel's key signed its 48 bytes; one that ends at 0 has ended. */
  async function verified(value: unknown, minDelta = 0n) {
    const { data, signature } = (JsonObject.is(value) ? value : {}) as { data?: unknown; signature?: string }
    need(JsonObject.is(data) && signature !== undefined, 'no voucher')
    const id = String(data.channelId)
    const kept = live(id)
    const cumulative = BigInt(String(data.cumulativeAmount))
    const expiresAt = BigInt(Number(data.expiresAt))
    need(expiresAt * 1000n > BigInt(Date.now()), 'Voucher has expired')
    const bytes = concat(Address.toBytes(id), littleEndian(cumulative, 8), littleEndian(expiresAt, 8))
    const key = Address.toBytes(kept.authorizedSigner)
    need(await verifyAsync(Base58.decode(signature), bytes, key), 'Voucher signature verification failed')
    const isReplay = cumulative === kept.cumulative && signature === kept.highest?.signature
    const step = cumulative - kept.cumulative
    return {
      id,
      kept,
      cumulative,
      step,
      isReplay,
      isSmall: step < minDelta,
      highest: { cumulative, expiresAt, signature },
    }
  }

  async function voucher(payload: JsonObject.JsonObject, minDelta: bigint): Promise<string> {
    const { id, kept, cumulative, step, isReplay, isSmall, highest } = await verified(
      payload.voucher,
      minDelta,
    )
    if (isReplay) return id
    need(step > 0n, `Voucher cumulative ${cumulative} must exceed watermark ${kept.cumulative}`)
    need(cumulative <= kept.deposit, 'Voucher exceeds deposit')
    need(!isSmall, 'Voucher delta is below minimum')
    Object.assign(kept, { cumulative, highest })
    return id
  }

  function reserve(asked: JsonObject.JsonObject): JsonObject.JsonObject {
    const sessionId = String(asked.sessionId)
    const kept = live(sessionId)
    const amount = BigInt(String(asked.amount))
    const waiting = [...kept.pending.values()].reduce((sum, each) => sum + each, 0n)
    need(amount > 0n && kept.cumulative + waiting + amount <= kept.deposit, 'exceeds available deposit')
    const sequence = ++kept.sequence
    const deliveryId = String(asked.deliveryId ?? `${sessionId}:${sequence}`)
    need(!kept.pending.has(deliveryId) && !kept.committed.has(deliveryId), 'already exists')
    kept.pending.set(deliveryId, amount)
    const { commitUrl } = asked
    return {
      deliveryId,
      sessionId,
      amount: String(amount),
      currency: 'USDC',
      sequence,
      expiresAt: 4_102_444_800,
      ...(commitUrl !== undefined && { commitUrl }),
    }
  }

  async function commit(payload: JsonObject.JsonObject): Promise<JsonObject.JsonObject> {
    const deliveryId = String(payload.deliveryId)
    const { id, kept, cumulative, step, highest } = await verified(payload.voucher)
    const answer = (amount: bigint, status: string) => ({
      deliveryId,
      sessionId: id,
      amount: String(amount),
      cumulative: String(cumulative),
      status,
    })
    const before = kept.committed.get(deliveryId)
    if (before) {
      const isSame = before.cumulative === cumulative && before.signature === highest.signature
      need(isSame, 'already committed with different voucher')
      return answer(before.amount, 'replayed')
    }
    const most = kept.pending.get(deliveryId)
    need(most !== undefined, `Delivery ${deliveryId} not found`)
    need(step > 0n && step <= most, 'Commit amount exceeds reserved amount, or nothing is new in it')
    kept.pending.delete(deliveryId)
    kept.committed.set(deliveryId, { amount: step, cumulative, signature: highest.signature })
    Object.assign(kept, { cumulative, highest })
    return answer(step, 'committed')
  }

  async function topUp(payload: JsonObject.JsonObject, { cap }: Sale): Promise<string> {
    const id = String(payload.channelId)
    const kept = live(id)
    const deposit = BigInt(String(payload.newDeposit))
    need(deposit > kept.deposit && deposit <= cap, 'New deposit must exceed the current one, and not the cap')
    const found = (await bank.rpc('getSignatureStatuses', [[payload.signature]])) as { value: unknown[] }
    need(found.value[0] !== null && bank.channels.get(id)?.deposit === deposit, 'top-up tx not found')
    kept.deposit = deposit
    return id
  }

  /** Takes a last voucher, settles the highest, and pays everybody, in one transaction. */
  async function close(payload: JsonObject.JsonObject): Promise<string> {
    const id = String(payload.channelId)
    const kept = live(id)
    if (payload.voucher !== undefined) {
      const { id: other, cumulative, step, isReplay, highest } = await verified(payload.voucher)
      need(other === id && (isReplay || step > 0n), 'Final voucher must exceed watermark')
      need(cumulative <= kept.deposit, 'Final voucher exceeds deposit')
      Object.assign(kept, { cumulative, highest })
    }
    kept.closing = true
    const { feePayer, blockhash } = { feePayer: operator, blockhash: bank.blockhash() }
    const bytes = Message.compile({ feePayer, instructions: olderSettlement(operator, id, kept), blockhash })
    await send(Transaction.serialize(bytes, new Map([[operator, await signAsync(bytes, secret)]])))
    return id
  }

  return { channels, open, voucher, reserve, commit, topUp, close }
}
