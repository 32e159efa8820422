import type { ChainClient, Connection } from './Client.js'
import type { Call } from './Escrow.js'
import * as Hex from './Hex.js'
import { ask } from './Rpc.js'

// Several calls that a wallet makes at once (EIP-5792).

/** What a wallet says of several calls at once; nothing, if it does not know the question. */
export async function atomicity({ client, account, chainId }: Connection): Promise<unknown> {
  const id = Hex.fromNumber(chainId)
  const answer = await ask(client, 'wallet_getCapabilities', account.address, [id]).catch(() => undefined)
  const capabilities = (
    answer as { [chain: string]: { atomic?: { status?: unknown } } | undefined } | null | undefined
  )?.[id]
  return capabilities?.atomic?.status
}

/** What `wallet_sendCalls` takes: calls that succeed or fail together. */
export function toBatch({ account, chainId }: Connection, calls: readonly Call[]): object {
  return {
    version: '2.0.0',
    chainId: Hex.fromNumber(chainId),
    from: account.address,
    atomicRequired: true,
    calls,
  }
}

/** How far calls have come. */
export type Status =
  | { readonly at: 'sent' }
  /** Never sent, or sent and failed as a whole. */
  | { readonly at: 'failed'; readonly mined: boolean }
  | { readonly at: 'mined'; readonly hash: Hex.Hex }

/** Asks the wallet how far calls have come. What was sent is sent: a wallet that fails may answer the next time. */
export async function statusOf(client: ChainClient, id: unknown): Promise<Status> {
  const answer = (await ask(client, 'wallet_getCallsStatus', id).catch(() => null)) as {
    status?: unknown
    receipts?: unknown
  } | null
  const status = Number(answer?.status)
  // 4xx: never sent; 5xx: failed as a whole; 6xx would be a part of it, which atomicRequired rules out.
  if (status >= 400 && status < 600) return { at: 'failed', mined: status >= 500 }
  const [first] = Array.isArray(answer?.receipts) ? (answer.receipts as { transactionHash?: unknown }[]) : []
  const hash = first?.transactionHash
  return status === 200 && Hex.is(hash, 32) ? { at: 'mined', hash } : { at: 'sent' }
}
