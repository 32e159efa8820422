import type { ChainClient } from '../chain/Client.js'
import * as Eip3009 from '../chain/Eip3009.js'
import * as Permit2 from '../chain/Permit2.js'
import { head } from '../chain/Rpc.js'
import { wait } from '../chain/Wait.js'
import type { Resolution } from '../methods/Method.js'
import type { ExactRequest } from './ExactRequest.js'
import type { ExactPayload } from './ExactTransfer.js'

// Seconds after the end that count as before it: a block of the slowest network, for a node that lags behind.
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
  while (!signal?.aborted) {
    // The time first: what is unused afterwards was unused then.
    const { timestamp } = await head(client)
    const used = await isUsed(client, request, payload)
    if (used) return 'paid'
    if (used === undefined) return 'unknown'
    if (timestamp >= end) return 'unpaid'
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

function isUsed(client: ChainClient, { asset }: ExactRequest, payload: ExactPayload) {
  if ('authorization' in payload) return Eip3009.isUsed(client, asset, payload.authorization)
  const { from: owner, nonce } = payload.permit2Authorization
  return Permit2.isUsed(client, Permit2.canonical, { owner, nonce: BigInt(nonce) })
}
