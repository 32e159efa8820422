import type { ChainClient } from '../chain/Client.js'
import * as Eip3009 from '../chain/Eip3009.js'
import * as Hex from '../chain/Hex.js'
import * as Permit2 from '../chain/Permit2.js'
import { head } from '../chain/Rpc.js'
import { wait } from '../chain/Wait.js'
import type { Resolution } from '../methods/Method.js'
import type { ExactRequest } from './ExactRequest.js'
import type { ExactPayload } from './ExactTransfer.js'

// Seconds after the end that count as before it: a block of the slowest network, which may still be replaced.
const margin = 12n
// Seconds to wait for the end, where it is that near.
const patience = 30n

/**
 * Whether what was signed has paid: it has when its nonce is used, and never will when its time is over. Until then
 * whoever holds it can still use it.
 */
export async function settle(
  client: ChainClient,
  request: ExactRequest,
  payload: ExactPayload,
  signal: AbortSignal | undefined,
): Promise<Resolution> {
  const end = endOf(payload) + margin
  // A chain may stand still, and is not waited for without end.
  for (let waited = 0n; waited <= patience + margin && !signal?.aborted; waited++) {
    const { number, timestamp } = await head(client)
    const isOver = timestamp >= end
    // That it is unused says the very block that is late enough: another node may lag behind it.
    const used = await isUsed(client, request, payload, isOver ? Hex.fromNumber(number) : 'latest')
    if (used) return 'paid'
    if (used === undefined) return 'unknown'
    if (isOver) return 'unpaid'
    if (end - timestamp > patience) return 'unknown'
    await wait(1_000, signal)
  }
  return 'unknown'
}

function endOf(payload: ExactPayload): bigint {
  return BigInt(
    'authorization' in payload ? payload.authorization.validBefore : payload.permit2Authorization.deadline,
  )
}

function isUsed(
  client: ChainClient,
  { asset }: ExactRequest,
  payload: ExactPayload,
  block: Hex.Hex | 'latest',
): Promise<boolean | undefined> {
  if ('authorization' in payload) return Eip3009.isUsed(client, asset, payload.authorization, block)
  const { from: owner, nonce } = payload.permit2Authorization
  return Permit2.isUsed(client, Permit2.canonical, { owner, nonce: BigInt(nonce) }, block)
}
