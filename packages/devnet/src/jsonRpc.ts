import { ChainError } from './ChainError.js'

export type RpcRequest = { jsonrpc: '2.0'; id: number | string | null; method: string; params?: unknown[] }

export type RpcResponse = {
  jsonrpc: '2.0'
  id: number | string | null
  result?: unknown
  error?: { code: number; message: string; data?: unknown }
}

/** Sends one JSON-RPC request as it is and gives the answer, errors included. */
export async function forward(url: string, request: RpcRequest, timeout = 30_000): Promise<RpcResponse> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(timeout),
  })
  return (await response.json()) as RpcResponse
}

/** Calls one method and gives its result; an error of the node is thrown. */
export async function call(url: string, method: string, params: unknown[] = []): Promise<unknown> {
  const response = await forward(url, { jsonrpc: '2.0', id: 1, method, params })
  if (response.error) throw new ChainError(`${method}: ${response.error.message}`, 'RPC_FAILED')
  return response.result
}
