import { BaseError } from '../Errors.js'
import type { ChainClient } from './Client.js'
import type * as Hex from './Hex.js'

/**
 * Asks the chain.
 *
 * @throws {@link UnreachableError} when it does not answer, {@link RevertedError} when a call would fail.
 */
export async function ask(
  client: ChainClient,
  method: string,
  ...params: readonly unknown[]
): Promise<unknown> {
  try {
    return await client.request({ method, params })
  } catch (cause) {
    throw isRevert(cause) ? new RevertedError(cause) : new UnreachableError(cause)
  }
}

/** Asks the chain for a number. */
export async function quantity(
  client: ChainClient,
  method: string,
  ...params: readonly unknown[]
): Promise<bigint> {
  return toBigInt(await ask(client, method, ...params))
}

/** Reads a JSON-RPC quantity, or a result of 32 bytes. */
function toBigInt(value: unknown): bigint {
  if (typeof value !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(value)) throw new UnreachableError()
  return BigInt(value)
}

/** What is read of a block. */
export type Head = { readonly number: bigint; readonly timestamp: bigint; readonly baseFeePerGas: bigint }

/** Asks the chain for its latest block, or for an earlier one. */
export async function head(client: ChainClient, at: Hex.Hex | 'latest' = 'latest'): Promise<Head> {
  const block = await ask(client, 'eth_getBlockByNumber', at, false)
  const { number, timestamp, baseFeePerGas = '0x0' } = (block ?? {}) as Record<string, unknown>
  return { number: toBigInt(number), timestamp: toBigInt(timestamp), baseFeePerGas: toBigInt(baseFeePerGas) }
}

/** What a mined transaction came to; `undefined` for one that is not mined. */
export async function receiptOf(
  client: ChainClient,
  hash: Hex.Hex,
): Promise<'succeeded' | 'failed' | undefined> {
  const receipt = (await ask(client, 'eth_getTransactionReceipt', hash)) as { status?: unknown } | null
  if (receipt?.status === '0x1') return 'succeeded'
  return receipt?.status === '0x0' ? 'failed' : undefined
}

/**
 * Asks the wallet for something that a person may have to confirm. Never sent twice: a client's own retries could
 * ask, and pay, again.
 *
 * @throws {@link CancelledError}, {@link UnsupportedError} or {@link WalletError}.
 */
export async function prompt(
  client: ChainClient,
  method: string,
  ...params: readonly unknown[]
): Promise<unknown> {
  return guard(method, () => client.request({ method, params }, { retryCount: 0 }))
}

/** Runs what may be refused by a person, and says how it was. */
export async function guard<result>(what: string, run: () => Promise<result>): Promise<result> {
  try {
    return await run()
  } catch (cause) {
    const code = codeOf(cause)
    // A passkey's own way to say no is `NotAllowedError`.
    if (code === 4001 || code === 5750 || (cause as Error | undefined)?.name === 'NotAllowedError')
      throw new CancelledError()
    if (isMissing(code, cause)) throw new UnsupportedError(what, cause)
    throw new WalletError(
      cause,
      (code !== undefined && harmless.has(code)) || refusal.test(reasonOf(cause) ?? ''),
    )
  }
}

// Codes that can only come before a transaction is sent (EIP-1193, EIP-1474, EIP-5792); -32000 and -32603 may come after.
const harmless = new Set([3, 4100, 4900, 4901, 4902, 5710, 5720, 5740, -32700, -32600, -32602, -32003])
// How nodes say that they did not take a transaction, whatever the code.
const refusal = /insufficient (?:funds|balance)|nonce too low|intrinsic gas|underpriced/i

function codeOf(error: unknown): number | undefined {
  let each = error as { code?: unknown; cause?: unknown } | undefined
  // viem wraps what a wallet says, and some errors of it wear codes that are texts.
  for (let depth = 0; depth < 16 && typeof each === 'object' && each !== null; depth++) {
    if (typeof each.code === 'number' && each.code !== -1) return each.code
    each = each.cause as typeof each
  }
  return undefined
}

function isMissing(code: number | undefined, error: unknown): boolean {
  if (code === -32601 || code === -32004 || code === 4200 || code === 5700 || code === 5760) return true
  return /method (?:is )?not (?:found|supported|available)|(?:un|not )supported method/i.test(
    reasonOf(error) ?? '',
  )
}

function isRevert(error: unknown): boolean {
  return codeOf(error) === 3 || /revert|insufficient/i.test(reasonOf(error) ?? '')
}

/** What an error says, without the request that viem quotes in its message: that may be what pays, or hold an RPC key. */
export function reasonOf(error: unknown): string | undefined {
  const { details, shortMessage, message } = (error ?? {}) as Record<string, unknown>
  const text = [details, shortMessage, message].find((each) => typeof each === 'string' && each !== '') as
    | string
    | undefined
  return text?.split('\n')[0]?.slice(0, 300)
}

/** Thrown when the chain does not answer, or not in a way that can be read. Nothing was signed. */
export class UnreachableError extends BaseError {
  override readonly name = 'Rpc.UnreachableError'
  constructor(cause?: unknown) {
    super('network_unreachable', 'The network does not answer. Nothing was paid.', {
      details: reasonOf(cause),
    })
  }
}

/** Thrown when the chain says beforehand that the payment would fail. Nothing was signed. */
export class RevertedError extends BaseError {
  override readonly name = 'Rpc.RevertedError'
  constructor(cause?: unknown) {
    super('network_would_fail', 'The network would refuse this payment. Nothing was paid.', {
      details: reasonOf(cause),
    })
  }
}

/** Thrown when the person said no in the wallet. Nothing was signed. */
export class CancelledError extends BaseError {
  override readonly name = 'Rpc.CancelledError'
  constructor() {
    super('cancelled', 'The payment was cancelled in the wallet. Nothing was paid.')
  }
}

/** Thrown when the wallet lacks what is needed. Nothing was signed. */
export class UnsupportedError extends BaseError {
  override readonly name = 'Rpc.UnsupportedError'
  constructor(what: string, cause?: unknown) {
    super('wallet_unsupported', 'This wallet cannot make this payment. Nothing was paid.', {
      details: reasonOf(cause),
      metaMessages: [`It does not support ${what}.`],
    })
  }
}

/** Thrown when the wallet failed before anything was sent. */
export class WalletError extends BaseError {
  override readonly name = 'Rpc.WalletError'
  /** Whether the failure also came before anything could be sent by whoever sends what it signs. */
  readonly harmless: boolean
  constructor(cause: unknown, harmless: boolean) {
    super('wallet_failed', 'The wallet could not do what was asked of it. Nothing was paid.', {
      details: reasonOf(cause),
    })
    this.harmless = harmless
  }
}
