import * as JsonObject from '../../protocol/JsonObject.js'

/**
 * How the network is asked: the address of a JSON-RPC server, or a function that asks one and gives its `result`.
 *
 * @example
 * ```ts
 * const rpc: SolanaRpc = 'https://api.mainnet-beta.solana.com'
 * const ours: SolanaRpc = (method, params, signal) => askThrough(myServer, method, params, signal)
 * ```
 */
export type SolanaRpc =
  | string
  | ((method: string, params: readonly unknown[], signal?: AbortSignal) => Promise<unknown>)

/** Calls a method: its `result`, or an error that may have the `code` of JSON-RPC. */
export async function call(
  rpc: SolanaRpc,
  method: string,
  params: readonly unknown[],
  signal?: AbortSignal,
): Promise<unknown> {
  if (typeof rpc === 'function') return rpc(method, params, signal)
  const response = await fetch(rpc, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: signal ?? null,
  })
  const answer: unknown = await response.json()
  const { error, result } = JsonObject.is(answer) ? answer : { error: {} }
  if (!JsonObject.is(error)) return result
  throw Object.assign(new Error(typeof error.message === 'string' ? error.message : method), {
    code: error.code,
  })
}
