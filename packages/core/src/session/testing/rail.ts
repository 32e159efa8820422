import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { Point, recoverPublicKey } from '@noble/secp256k1'
import { BaseError } from '../../Errors.js'
import type { SessionMethod } from '../../methods/Method.js'
import * as Challenge from '../../protocol/Challenge.js'
import { offering } from '../Offering.js'
import type { Identity, OnChain } from '../Scheme.js'
import { createSessions } from '../Sessions.js'
import { largest } from '../Whole.js'

/** A chain of one contract, in memory: channels, and the balances of payer and payee. */
export type Bank = {
  readonly channels: Map<string, { deposit: bigint; settled: bigint; closesAt?: number }>
  payer: bigint
  payee: bigint
  /** Milliseconds since 1970. */
  time: number
  /** Openings and top-ups that were signed, by their text. */
  broadcast(transaction: string): void
  close(id: string, captured: bigint): void
  /** The channels as a node has them that may be behind. */
  seen(): ReadonlyMap<string, { deposit: bigint; settled: bigint; closesAt?: number }>
}

/** What the payer signs; the chain takes it until its end. */
type Transaction = { id: string; amount: string; opens: boolean; endsAt: number }

/** @param clock What the chain's time goes by; without one it stands still until a test moves it. */
export function createBank(time = Date.now(), clock = () => time): Bank {
  let moved = 0
  const bank: Bank = {
    channels: new Map(),
    seen: () => bank.channels,
    payer: 1_000_000_000n,
    payee: 0n,
    get time() {
      return clock() + moved
    },
    set time(value) {
      moved = value - clock()
    },
    broadcast(transaction) {
      const { id, amount, opens, endsAt } = JSON.parse(transaction) as Transaction
      const channel = bank.channels.get(id)
      if (opens === (channel !== undefined) || bank.time > endsAt) throw new Error('reverted')
      bank.payer -= BigInt(amount)
      if (channel) {
        channel.deposit += BigInt(amount)
        delete channel.closesAt
      } else bank.channels.set(id, { deposit: BigInt(amount), settled: 0n })
    },
    close(id, captured) {
      const channel = bank.channels.get(id)
      if (!channel) throw new Error('reverted')
      bank.channels.delete(id)
      bank.payee += captured - channel.settled
      bank.payer += channel.deposit - captured
    },
  }
  return bank
}

/** Milliseconds of a forced close. */
export const grace = 900_000

type Request = {
  price: bigint
  suggestedDeposit?: bigint | undefined
  payee: string
  snapshot?: { id: string; accepted: string; spent: string } | undefined
}

/** Counts what the payer's side was asked to do. */
export type TestRail = SessionMethod<Request> & {
  opened: number
  toppedUp: number
  /** Milliseconds that something signed can be under way. */
  lasts: number
  failOpen?: BaseError | undefined
}

/** A session method on a {@link Bank}, for tests of what every rail shares. */
export function createRail(bank: Bank): TestRail {
  const asset = { decimals: 6, symbol: 'testUSD', asset: 'testusd', currency: 'usd' }
  const sign = (transaction: Omit<Transaction, 'endsAt'>) =>
    JSON.stringify({ ...transaction, endsAt: bank.time + rail.lasts })
  const rail: TestRail = {
    opened: 0,
    toppedUp: 0,
    lasts: 200,
    name: 'test',
    intent: 'session',
    sessions: createSessions,
    read(challenge) {
      const { amount, recipient, suggestedDeposit, snapshot } = Challenge.decodeRequest(challenge)
      if (typeof amount !== 'string' || typeof recipient !== 'string')
        throw new BaseError('test_request_invalid', 'amount or recipient is missing.')
      const suggested = typeof suggestedDeposit === 'string' ? BigInt(suggestedDeposit) : undefined
      return {
        price: BigInt(amount),
        payee: recipient,
        suggestedDeposit: suggested,
        snapshot: snapshot as Request['snapshot'],
      }
    },
    describe: async (request, { session }) => ({
      ...offering(rail.scheme.terms(request), asset, session),
      payee: { id: request.payee },
      fees: 'payee',
      prompt: 'transaction',
    }),
    scheme: {
      terms: ({ price, payee, suggestedDeposit, snapshot }) => ({
        price,
        unit: 'token',
        suggestedDeposit,
        snapshot: snapshot && {
          identity: { id: snapshot.id, source: '', route: `test ${payee}`, parts: {} },
          accepted: BigInt(snapshot.accepted),
          spent: BigInt(snapshot.spent),
        },
        route: `test ${payee}`,
        minVoucherDelta: 0n,
        largest: 2n ** 96n - 1n,
        sponsored: true,
      }),
      async open({ payee }, { deposit, keys }) {
        if (rail.failOpen) throw rail.failOpen
        rail.opened++
        const { id: keyId, signer } = await keys.create()
        const parts = { payee, salt: String(rail.opened), signer: bytesToHex(signer.publicKey) }
        const identity = { id: idOf(parts), source: 'did:test:payer', route: `test ${payee}`, parts }
        const transaction = sign({ id: identity.id, amount: String(deposit), opens: true })
        return { identity, keyId, signer, payload: { transaction, parts }, endsAt: bank.time + rail.lasts }
      },
      async topUp(_, { id }, { amount, ends }) {
        rail.toppedUp++
        await ends?.(bank.time + rail.lasts)
        const transaction = sign({ id, amount: String(amount), opens: false })
        return { action: 'topUp', channelId: id, transaction }
      },
      check({ id, parts }) {
        if (idOf(parts) !== id) throw new BaseError('test_identity', 'The id does not derive from the parts.')
      },
      voucher: ({ id }, cumulative) => digest(id, cumulative),
      fields: ({ id }, cumulative, signature) => ({
        channelId: id,
        cumulativeAmount: String(cumulative),
        signature: bytesToHex(signature),
      }),
      closing: (_, spent, settled) => largest(spent, settled),
      async read({ id }): Promise<OnChain | undefined> {
        const channel = bank.seen().get(id)
        return channel && { ...channel, withdrawableAt: channel.closesAt, time: bank.time }
      },
      async requestClose({ id }) {
        const channel = bank.channels.get(id)
        if (channel) channel.closesAt = bank.time + grace
      },
      async withdraw({ id }) {
        const channel = bank.channels.get(id)
        if (channel?.closesAt === undefined || bank.time < channel.closesAt)
          throw new BaseError('test_early', 'It is too early.')
        bank.close(id, channel.settled)
      },
    },
  }
  return rail
}

function idOf(parts: Identity['parts']): string {
  return bytesToHex(keccak_256(new TextEncoder().encode(JSON.stringify(parts))))
}

function digest(id: string, cumulative: bigint): Uint8Array {
  return keccak_256(new TextEncoder().encode(`${id}:${cumulative}`))
}

/** Whether a voucher is signed by the key that a channel was opened for. */
export function verifies(id: string, cumulative: bigint, signature: string, signer: string): boolean {
  const bytes = hexToBytes(signature)
  const recovered = Uint8Array.of(bytes[64] ?? 0, ...bytes.subarray(0, 64))
  const key = recoverPublicKey(recovered, digest(id, cumulative), { prehash: false })
  return bytesToHex(pointOf(key)) === signer
}

function pointOf(key: Uint8Array): Uint8Array {
  return Point.fromBytes(key).toBytes(false).subarray(1)
}
