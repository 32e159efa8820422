import type { RpcRequest, RpcResponse } from './jsonRpc.js'

type TransactionRequest = Record<string, unknown> & { calls?: readonly { to?: string }[] }

const batchGas = 1_900_000n
const estimates = new Set(['eth_estimateGas', 'eth_fillTransaction'])
const feeFields = [
  ...['feePayer', 'feeToken', 'gas', 'gasPrice', 'maxFeePerGas', 'maxPriorityFeePerGas'],
  ...['nonce', 'nonceKey', 'validAfter', 'validBefore'],
]

/** Rewrites a request that anvil 1.7.1 would judge wrongly. */
export function cureRequest(request: RpcRequest): RpcRequest {
  const transaction = transactionOf(request)
  if (request.method !== 'eth_call' || transaction?.feePayer === undefined) return request
  // anvil checks the sender's fee balance although someone else pays: ask about the calls alone.
  const entries = Object.entries(transaction).filter(([field]) => !feeFields.includes(field))
  return { ...request, params: [Object.fromEntries(entries), ...(request.params ?? []).slice(1)] }
}

/** Corrects an answer that anvil 1.7.1 gets wrong. */
export function cureResponse(request: RpcRequest, response: RpcResponse): RpcResponse {
  const transaction = transactionOf(request)
  if (!transaction || !estimates.has(request.method) || !isUnderestimated(transaction)) return response
  if (request.method === 'eth_estimateGas') return { ...response, result: atLeast(response.result) }
  if (!isRecord(response.result) || !isRecord(response.result.tx)) return response
  const tx = { ...response.result.tx, gas: atLeast(response.result.tx.gas) }
  return { ...response, result: { ...response.result, tx } }
}

/** anvil estimates a Tempo batch as if it had no calls; a single token transfer happens to fit. */
function isUnderestimated({ calls, nonceKey, type }: TransactionRequest) {
  if (!Array.isArray(calls)) return nonceKey !== undefined || type === '0x76'
  return calls.length > 1 || !/^0x20c0/i.test(calls[0]?.to ?? '')
}

function atLeast(gas: unknown) {
  if (typeof gas !== 'string') return gas
  return BigInt(gas) < batchGas ? `0x${batchGas.toString(16)}` : gas
}

function transactionOf(request: RpcRequest): TransactionRequest | undefined {
  const first = request.params?.[0]
  return isRecord(first) ? first : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
