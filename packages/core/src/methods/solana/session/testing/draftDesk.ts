import { Point, signAsync, verifyAsync } from '@noble/ed25519'
import type * as Challenge from '../../../../protocol/Challenge.js'
import { decodeRequest } from '../../../../protocol/Challenge.js'
import type { JsonObject } from '../../../../protocol/JsonObject.js'
import * as Address from '../../Address.js'
import * as Base58 from '../../Base58.js'
import { concat, fromBase64, littleEndian, toBase64 } from '../../Bytes.js'
import * as Message from '../../Message.js'
import * as Transaction from '../../Transaction.js'
import { accountOf, type Bank, program } from './bank.js'
import { type Highest, settlement } from './settlement.js'

// What draft-solana-session-00 lists for servers, step by step. It refuses whatever the draft lets it refuse. Numbers in
// brackets are the draft's steps.

/** What one request costs. */
export const price = 100n
/** Of a forced close, in seconds. */
export const grace = 900

type Split = { readonly recipient: string; readonly shareBps: number }

/** The per-channel state of "Server State Management". */
type Kept = {
  readonly payer: string
  readonly authorizedSigner: string
  escrowed: bigint
  accepted: bigint
  spent: bigint
  highest?: Highest
  /** The proof that was bound at the opening, where the server signs the vouchers. */
  readonly proof: string | undefined
  /** Of the opening. */
  readonly challengeId: string
  closed: boolean
}

export class Refusal extends Error {
  readonly type: string
  constructor(detail: string, type = 'verification-failed') {
    super(detail)
    this.type = type
  }
}

export function need(holds: boolean, detail: string, type?: string): asserts holds {
  if (!holds) throw new Refusal(detail, type)
}

/** Checks credentials and keeps what they change. */
export function createDesk(bank: Bank, operator: string, secret: Uint8Array) {
  const channels = new Map<string, Kept>()
  const hooks = {
    /** What a request costs where the server signs for it. */
    cost: price,
    /** Changes what receipts say. */
    receipt: undefined as JsonObject | undefined,
  }

  /** "Open": the decoded transaction is what was asked for, and nothing else. */
  async function open(payload: JsonObject, challenge: Challenge.Challenge): Promise<JsonObject> {
    const request = decodeRequest(challenge) as JsonObject & { methodDetails: JsonObject }
    const details = request.methodDetails
    need(Date.parse(challenge.expires ?? '') > Date.now(), 'challenge expired', 'payment-expired')
    need(!('bump' in payload), 'bump', 'malformed-credential')
    need(!('voucher' in payload), 'open carries a voucher')
    const transaction = Transaction.parse(fromBase64(String(payload.transaction)))
    const { message } = transaction
    // [1] [9]
    const [step, ...others] = message.instructions
    need(step !== undefined && others.length === 0, 'other instructions')
    need(step.program === details.channelProgram && step.data[0] === 1, 'program')
    need(message.blockhash === details.recentBlockhash, 'blockhash')
    const view = new DataView(Uint8Array.from(step.data).buffer)
    const [payer, rentPayer, payee, asset, signer, id, own, escrow, tokens] = step.accounts.map(
      ({ address }) => address,
    )
    // [2]
    need(payer === payload.payer && payee === payload.payee && payee === request.recipient, 'payer or payee')
    need(asset === payload.mint && asset === request.currency, 'mint')
    need(signer === payload.authorizedSigner, 'authorizedSigner')
    Point.fromBytes(Address.toBytes(signer ?? ''))
    const [salt, deposit, slot] = [1, 9, 21].map((at) => view.getBigUint64(at, true))
    need(String(salt) === payload.salt, 'salt')
    // [10]
    const asked = (details.distributionSplits ?? []) as readonly Split[]
    const preimage = concat(
      littleEndian(BigInt(asked.length), 4),
      ...asked.flatMap((each) => [Address.toBytes(each.recipient), littleEndian(BigInt(each.shareBps), 2)]),
    )
    need(toBase64(step.data.slice(29)) === toBase64(preimage), 'splits')
    need(JSON.stringify(payload.distributionSplits ?? []) === JSON.stringify(asked), 'splits of the payload')
    need(String(deposit) === payload.depositAmount, 'deposit')
    // [3]
    const keys = [payer, payee, asset, signer].map((key) => Address.toBytes(key ?? ''))
    const numbers = [salt, slot].map((each) => littleEndian(each ?? 0n, 8))
    const derived = Address.derive(
      [new TextEncoder().encode('channel'), ...keys, ...numbers],
      program,
    ).address
    need(derived === id && id === payload.channelId, 'channelId')
    // [4]
    need(
      escrow === accountOf(id) && own === accountOf(payer ?? '') && tokens === details.tokenProgram,
      'escrow',
    )
    // [5]
    need(payload.gracePeriodSeconds === grace && view.getUint32(17, true) === grace, 'grace period')
    // [6]
    need(payload.idleTimeoutSeconds === undefined, 'idle timeout')
    // [7]
    const recent = BigInt(String(details.recentSlot))
    need(
      String(slot) === payload.openSlot && (slot ?? 0n) <= recent && recent - (slot ?? 0n) <= 1_500n,
      'openSlot',
    )
    // [8]
    const sponsored = details.feePayer === true
    need(message.feePayer === (sponsored ? operator : payer) && rentPayer === message.feePayer, 'fee payer')
    need(
      message.signers.every((each) => each === payer || each === message.feePayer),
      'signers',
    )
    // [12]
    const isOperated = details.voucherSigner === 'operator'
    need(isOperated === 'authentication' in payload, 'a proof where the server signs, and nowhere else')
    if (isOperated) {
      need(signer === details.operator, 'authorizedSigner of the operator')
      await assertProof(payload.authentication, challenge.id, id ?? '', payer ?? '')
    }
    // [13]
    await broadcast(transaction, sponsored)
    // [14]
    const state = bank.channels.get(id ?? '')
    need(state?.status === 'open' && state.deposit === deposit && state.payer === payer, 'state')
    need(
      state.authorizedSigner === signer && state.rentPayer === rentPayer && state.openSlot === slot,
      'state',
    )
    // [15]
    channels.set(id ?? '', {
      payer: payer ?? '',
      authorizedSigner: signer ?? '',
      escrowed: deposit ?? 0n,
      accepted: 0n,
      spent: 0n,
      proof: isOperated ? JSON.stringify(payload.authentication) : undefined,
      challengeId: challenge.id,
      closed: false,
    })
    return receipt(id ?? '')
  }

  /** "Session Bearer Proof": the payer signed these very bytes. */
  async function assertProof(given: unknown, challengeId: string, id: string, payer: string): Promise<void> {
    const proof = given as { [name: string]: string }
    need(Object.keys(proof).sort().join() === 'challengeId,payer,signature,type', 'fields of the proof')
    need(proof.type === 'proof' && proof.challengeId === challengeId && proof.payer === payer, 'proof')
    const text = `{"channelId":"${id}","domain":"mpp-session-auth-v1","payer":"${payer}","sessionChallengeId":"${challengeId}"}`
    const signature = Base58.decode(proof.signature ?? '')
    need(
      await verifyAsync(signature, new TextEncoder().encode(text), Address.toBytes(payer)),
      'signature of the proof',
    )
  }

  /** Sends it, signed by the server where it pays; what others wrote may use that signature for the fee and the rent alone. */
  async function broadcast(
    { bytes, signatures, message }: Transaction.Parsed,
    sponsored: boolean,
    isOurs = false,
  ) {
    const own: [string, Uint8Array][] = sponsored ? [[operator, await signAsync(bytes, secret)]] : []
    need(
      isOurs ||
        !sponsored ||
        message.instructions.every(({ accounts }) =>
          // It may be the payee and the operator too, which sign nothing here.
          accounts.every(({ address }, at) => address !== operator || [1, 2, 4].includes(at)),
        ),
      'fee payer as authority',
    )
    const whole = Transaction.serialize(bytes, new Map([...signatures, ...own]))
    await bank.rpc('sendTransaction', [toBase64(whole)]).catch((error: Error) => {
      throw new Refusal(error.message)
    })
  }

  /** "Voucher Verification", [1] to [4], [8] and [9]. */
  async function verified(payload: JsonObject, kept: Kept) {
    const { voucher, signer, signature, signatureType } = payload.voucher as JsonObject & {
      voucher: JsonObject
    }
    need(signatureType === 'ed25519' && signer === kept.authorizedSigner, 'signer')
    need(voucher.channelId === payload.channelId, 'channel of the voucher')
    const cumulative = BigInt(String(voucher.cumulativeAmount))
    const expiresAt = BigInt(Number(voucher.expiresAt ?? 0))
    const bytes = concat(
      [0x56, 0x01],
      Address.toBytes(String(payload.channelId)),
      littleEndian(cumulative, 8),
      littleEndian(expiresAt, 8),
    )
    const isValid = await verifyAsync(
      Base58.decode(String(signature)),
      bytes,
      Address.toBytes(kept.authorizedSigner),
    )
    need(isValid, 'signature')
    need(cumulative <= kept.escrowed, 'Amount exceeds deposit')
    need(expiresAt === 0n || expiresAt > BigInt(Math.floor(Date.now() / 1000)), 'expired')
    return { cumulative, expiresAt, signature: String(signature) }
  }

  async function voucher(payload: JsonObject, delivers: boolean): Promise<JsonObject> {
    const kept = live(payload)
    need(kept.proof === undefined, 'the server signs the vouchers of this channel')
    const found = await verified(payload, kept)
    // [5]: exactly what the request costs; without a request, anything more.
    const step = found.cumulative - kept.accepted
    need(step > 0n, 'cumulativeAmount must advance')
    need(!delivers || step === price, 'the increment is not the cost')
    // [6] [7]
    need(bank.channels.get(String(payload.channelId))?.status === 'open', 'status')
    // [10], then "Debit Processing".
    kept.accepted = found.cumulative
    kept.highest = found
    if (delivers) kept.spent += price
    return receipt(String(payload.channelId))
  }

  /** "Debit Processing" where the server signs: whoever has the proof is served, from what is left. */
  async function use(payload: JsonObject, challengeId: string): Promise<JsonObject> {
    const kept = live(payload)
    const id = String(payload.channelId)
    need(Object.keys(payload).sort().join() === 'action,authentication,channelId', 'fields of use')
    need(challengeId === kept.challengeId, 'not the challenge of the opening')
    need(!!kept.proof && JSON.stringify(payload.authentication) === kept.proof, 'proof')
    need(bank.channels.get(id)?.status === 'open', 'status')
    need(kept.escrowed - kept.accepted >= hooks.cost, 'nothing is left')
    await signFor(id, kept, kept.accepted + hooks.cost)
    return receipt(id)
  }

  /** Signs as the operator does: for as much as it says that it served. */
  async function signFor(id: string, kept: Kept, cumulative: bigint): Promise<void> {
    const data = [Address.toBytes(id), littleEndian(cumulative, 8), littleEndian(0n, 8)]
    const signature = await signAsync(concat([0x56, 0x01], ...data), secret)
    kept.highest = { cumulative, expiresAt: 0n, signature: Base58.encode(signature) }
    kept.accepted = cumulative
    kept.spent = cumulative
  }

  async function topUp(payload: JsonObject): Promise<JsonObject> {
    const kept = live(payload)
    const id = String(payload.channelId)
    const transaction = Transaction.parse(fromBase64(String(payload.transaction)))
    const [step, ...others] = transaction.message.instructions
    need(step?.program === program && step.data[0] === 3 && others.length === 0, 'instructions')
    need(step.accounts[1]?.address === id, 'channel of the top-up')
    const amount = new DataView(Uint8Array.from(step.data).buffer).getBigUint64(1, true)
    need(String(amount) === payload.additionalAmount, 'additionalAmount')
    await broadcast(transaction, transaction.message.feePayer === operator)
    need(bank.channels.get(id)?.deposit === kept.escrowed + amount, 'deposit')
    kept.escrowed += amount
    return receipt(id)
  }

  /** "Close (Cooperative)". */
  async function close(payload: JsonObject): Promise<JsonObject> {
    const kept = live(payload)
    const id = String(payload.channelId)
    const state = bank.channels.get(id)
    need(state !== undefined, 'no channel')
    need('voucher' in payload !== 'authentication' in payload, 'a voucher or a proof')
    need(kept.proof === undefined || JSON.stringify(payload.authentication) === kept.proof, 'proof')
    const found = kept.proof === undefined ? await verified(payload, kept) : kept.highest
    const cumulative = found?.cumulative ?? 0n
    const advances = cumulative > state.settled
    need(advances || cumulative === kept.accepted, 'the voucher is not the highest')
    const instructions = settlement(operator, id, kept, advances ? found : undefined)
    const bytes = Message.compile({ feePayer: operator, instructions, blockhash: bank.blockhash() })
    await broadcast(Transaction.parse(Transaction.serialize(bytes)), true, true)
    kept.closed = true
    return { ...receipt(id), spent: String(cumulative), acceptedCumulative: String(cumulative) }
  }

  function live(payload: JsonObject): Kept {
    const kept = channels.get(String(payload.channelId))
    need(kept !== undefined && !kept.closed, 'Channel not found')
    return kept
  }

  function receipt(channelId: string): JsonObject {
    const kept = channels.get(channelId)
    return {
      method: 'solana',
      intent: 'session',
      reference: channelId,
      status: 'success',
      timestamp: new Date().toISOString(),
      acceptedCumulative: String(kept?.accepted ?? 0n),
      spent: String(kept?.spent ?? 0n),
      idleTimeoutSeconds: 600,
      ...hooks.receipt,
    }
  }

  return { channels, hooks, open, voucher, use, signFor, topUp, close }
}
