import { privateKeyToAccount } from 'viem/accounts'
import { BaseError } from '../../Errors.js'
import type { ChainAccount, ChainClient } from '../Client.js'
import { RpcError } from './wallets.js'

// A client that answers from a list, for what no real chain does on demand.

export const payer = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'
export const hash = `0x${'5a'.repeat(32)}` as const

type Answer = unknown | Error | ((params: readonly unknown[], times: number) => unknown)

export type FakeClient = ChainClient & {
  /** Every method asked for, in order. */
  readonly log: string[]
  readonly calls: { method: string; params: readonly unknown[]; retryCount: number | undefined }[]
  /** What each method answers; an error is thrown, a function is called with the count of earlier calls. */
  readonly answers: { [method: string]: Answer }
}

/** A client on the default chain, with 1,000,000 of every token, whose blocks are as old as the clock says. */
export function fakeClient(account: ChainAccount | undefined, answers: object = {}): FakeClient {
  const all: { [method: string]: Answer } = {
    eth_chainId: '0xa5bf',
    eth_call: `0x${(1_000_000).toString(16).padStart(64, '0')}`,
    eth_estimateGas: '0xc350',
    eth_maxPriorityFeePerGas: '0x3b9aca00',
    eth_getBlockByNumber: () => ({
      number: '0x1000',
      timestamp: `0x${Math.floor(Date.now() / 1000).toString(16)}`,
      baseFeePerGas: '0x4a817c800',
    }),
    eth_getLogs: [],
    eth_getTransactionReceipt: null,
    ...answers,
  }
  const calls: FakeClient['calls'] = []
  return {
    ...(account ? { account } : {}),
    answers: all,
    calls,
    get log() {
      return calls.map(({ method }) => method)
    },
    async request({ method, params }, options) {
      const times = calls.filter((call) => call.method === method).length
      calls.push({ method, params: params as readonly unknown[], retryCount: options?.retryCount })
      if (!(method in all)) throw new RpcError(-32601)
      const answer = all[method]
      if (answer instanceof Error) throw answer
      return typeof answer === 'function' ? answer(params as readonly unknown[], times) : answer
    },
  }
}

/** An account that a wallet holds. */
export const remoteAccount: ChainAccount = { address: payer, type: 'json-rpc' }

/** An account whose key is in the page. */
export const localAccount = privateKeyToAccount(`0x${'42'.repeat(32)}`) as ChainAccount

/** The code of the error, which must be one of ours, or `undefined` where there is none. */
export async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error === undefined) return undefined
  if (!(error instanceof BaseError)) throw error
  return error.code
}

/** A number as a word of the ABI. */
export const word = (value: bigint | number) => `0x${value.toString(16).padStart(64, '0')}`
