import type { ChainClient } from '../../../chain/Client.js'
import * as Eip3009 from '../../../chain/Eip3009.js'
import * as Hex from '../../../chain/Hex.js'
import * as Permit2 from '../../../chain/Permit2.js'
import { head, quantity, receiptOf } from '../../../chain/Rpc.js'
import * as Transaction from '../../../chain/Transaction.js'
import { wait } from '../../../chain/Wait.js'
import type { Resolution, ResolveContext } from '../../Method.js'
import type { ChargePayload } from './Charge.js'
import type { EvmChargeRequest } from './ChargeRequest.js'
import * as Sent from './Sent.js'

// How long it is waited for the end of what was signed, in seconds; what ends later is asked for again later.
const patience = 30
// What a node lags behind others at most, and how long a block may still be replaced, in seconds.
const lag = 2
// So many blocks are never replaced, in practice; and no node is so far behind others, in seconds.
const depth = 12n
const age = 30n

/** The block that a state is read of. */
type At = Hex.Hex | 'latest'

/** Whether the money of a charge has moved, as far as the chain can prove it. */
export async function settle(
  client: ChainClient,
  request: EvmChargeRequest,
  context: ResolveContext,
): Promise<Resolution> {
  const { authorization, challenge, store } = context
  const payload = authorization?.payload as ChargePayload | undefined
  if (!payload || payload.type === 'hash') {
    const begun = await Sent.begunFor(store, challenge)
    // What that page would have sent it did not send. Its wallet may have, if it was asked to.
    if (!payload && !begun) return 'unpaid'
    const known = payload?.hash ?? begun?.hash
    // Asked before the receipt, so that what is mined in between is not missed.
    const isOver = begun && (await isReplaced(client, begun).catch(() => false))
    const found = known ? await byReceipt(client, known) : 'unknown'
    if (found !== 'unknown' || !begun) return found
    // One whose hash is not known, or that the wallet sent another for, is looked for by what it moved.
    const hash = await Sent.search(client, request, begun, context)
    if (hash) return byReceipt(client, hash)
    return isOver ? 'unpaid' : 'unknown'
  }
  const payer = /0x[0-9a-f]{40}$/i.exec(authorization?.source ?? '')?.[0] as Hex.Hex | undefined
  if (payload.type === 'authorization') {
    const isUsed = (at: At) => Eip3009.isUsed(client, request.currency, payload, at)
    return untilOver(client, isUsed, BigInt(payload.validBefore), context)
  }
  if (!payer) return 'unknown'
  if (payload.type === 'transaction') return byNonce(client, payer, payload.signature)
  const { nonce, deadline } = payload.permit
  const permit = { owner: payer, nonce: BigInt(nonce) }
  const isUsed = (at: At) => Permit2.isUsed(client, request.permit2Address, permit, at)
  // Its deadline is the last second of a permit.
  return untilOver(client, isUsed, BigInt(deadline) + 1n, context)
}

async function byReceipt(client: ChainClient, hash: Hex.Hex): Promise<Resolution> {
  const receipt = await receiptOf(client, hash)
  if (!receipt) return 'unknown'
  return receipt === 'succeeded' ? 'paid' : 'unpaid'
}

/**
 * Whether the chain has a transaction with the number of the one that was sent, too deep to be undone. One that is
 * neither that, nor another payment of the same, was sent to cancel it; until there is one, it can still be mined.
 */
async function isReplaced(client: ChainClient, { payer, nonce }: Sent.Begun): Promise<boolean> {
  if (nonce === undefined) return false
  const { number, timestamp } = await head(client)
  // Some chains have five blocks a minute, and others four a second.
  for (let back = depth; back < number; back *= 4n) {
    const at = Hex.fromNumber(number - back)
    if (timestamp - (await head(client, at)).timestamp >= age)
      return (await quantity(client, 'eth_getTransactionCount', payer, at)) > nonce
  }
  return false
}

/** A signed transaction never ends by itself: it can be mined until another takes its place. */
async function byNonce(client: ChainClient, payer: Hex.Hex, raw: Hex.Hex): Promise<Resolution> {
  const hash = Hex.keccak(Hex.toBytes(raw))
  // Asked before the receipt, so that what is mined in between is not missed.
  const count = await quantity(client, 'eth_getTransactionCount', payer, 'latest')
  const found = await byReceipt(client, hash)
  if (found !== 'unknown' || count <= Transaction.nonceOf(raw)) return found
  // Another node may know the count, and not the receipt yet.
  await wait(lag * 1000)
  const later = await byReceipt(client, hash)
  return later === 'unknown' ? 'unpaid' : later
}

/** A signature is paid once its nonce is used, and unpaid once its time is over by the chain's own clock. */
async function untilOver(
  client: ChainClient,
  isUsed: (at: At) => Promise<boolean | undefined>,
  end: bigint,
  { now, signal }: ResolveContext,
): Promise<Resolution> {
  for (;;) {
    const { number, timestamp } = await head(client)
    const isOver = timestamp >= end + BigInt(lag)
    // That it is unused says the very block that is late enough: another node may lag behind it.
    const used = await isUsed(isOver ? Hex.fromNumber(number) : 'latest')
    if (used) return 'paid'
    if (used === false && isOver) return 'unpaid'
    // A chain that stands still says nothing, ever.
    const left = Number(end) - now() / 1000
    if (used === undefined || signal?.aborted || Math.abs(left) > patience) return 'unknown'
    await wait(1000, signal)
  }
}
