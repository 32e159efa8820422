import { createClient, createWalletClient, defineChain, http, type LocalAccount } from 'viem'
import { prepareTransactionRequest, sendRawTransactionSync, signTransaction } from 'viem/actions'
import { tempoModerato } from 'viem/tempo/chains'

// Wallets for tests, as a page sees them (EIP-1193). Each says yes unless told otherwise.

export type Wallet = {
  request(call: { method: string; params?: unknown }): Promise<unknown>
  /** Every method that was asked for, in order. */
  readonly log: string[]
  /** What the wallet answers to a method instead of doing it; a number is the code of an error. */
  readonly answers: Map<string, number | ((params: readonly unknown[]) => unknown)>
}

type Options = { readonly account: LocalAccount; readonly url: string; readonly chainId: number }
type Handler = (parameters: never, more: never) => unknown
type RpcCall = { to: `0x${string}`; data?: `0x${string}` }
type RpcTransaction = { calls: readonly RpcCall[] } & { [field: string]: string }

const missing = ['eth_signTransaction', 'wallet_sendCalls', 'wallet_getCapabilities', 'wallet_getCallsStatus']

/** Not one of viem's Tempo chains: with those viem would send what most wallets do not know. */
export function plainChain(url: string, id: number) {
  const nativeCurrency = { name: 'USD', symbol: 'USD', decimals: 18 }
  return defineChain({ id, name: 'Test', nativeCurrency, rpcUrls: { default: { http: [url] } } })
}

/** Knows what every wallet knows: one ordinary transaction, and typed data. */
export function createPlainWallet(options: Options): Wallet {
  const { account, url } = options
  const chain = plainChain(url, options.chainId)
  const client = createWalletClient({ account, chain, transport: http(url) })
  return createWallet(options, {
    ...Object.fromEntries(missing.map((method) => [method, () => Promise.reject(new RpcError(-32601))])),
    eth_sendTransaction: ({ to, data, ...rest }: RpcCall) => {
      if ('calls' in rest) throw new RpcError(-32602)
      return client.sendTransaction({ to, ...(data ? { data } : {}) })
    },
  })
}

/** Knows Tempo transactions besides: several calls at once, and signing for a server to send. */
export function createTempoWallet(options: Options): Wallet {
  const { account, url } = options
  const chain = defineChain({ ...tempoModerato, id: options.chainId, rpcUrls: { default: { http: [url] } } })
  const client = createClient({ account, chain, transport: http(url) })
  async function send(calls: readonly RpcCall[]): Promise<string> {
    const validBefore = Math.floor(Date.now() / 1000) + 25
    const request = { account, calls, nonceKey: 'expiring' as const, validBefore }
    const prepared = await prepareTransactionRequest(client, request)
    const serializedTransaction = await signTransaction(client, prepared as never)
    return (await sendRawTransactionSync(client, { serializedTransaction })).transactionHash
  }
  return createWallet(options, {
    eth_sendTransaction: ({ to, data }: RpcCall) => send([{ to, ...(data ? { data } : {}) }]),
    eth_signTransaction: (t: RpcTransaction) => {
      const number = (field: string) => BigInt(t[field] ?? 0)
      const request = {
        account,
        type: 'tempo',
        chainId: Number(number('chainId')),
        calls: t.calls.map(({ to, data }) => ({ to, data })),
        gas: number('gas'),
        maxFeePerGas: number('maxFeePerGas'),
        maxPriorityFeePerGas: number('maxPriorityFeePerGas'),
        nonce: 0,
        nonceKey: number('nonceKey'),
        validAfter: Number(number('validAfter')),
        validBefore: Number(number('validBefore')),
        ...(t.feePayer ? { feePayer: true } : { feeToken: t.feeToken }),
      }
      return signTransaction(client, request as never)
    },
    wallet_getCapabilities: (_address: string, chains: string[]) =>
      Object.fromEntries(chains.map((chain) => [chain, { atomic: { status: 'supported' } }])),
    wallet_sendCalls: async ({ calls }: RpcTransaction) => ({ id: await send(calls) }),
    wallet_getCallsStatus: (id: string) => ({
      id,
      status: 200,
      atomic: true,
      receipts: [{ transactionHash: id }],
    }),
  })
}

function createWallet({ account, url, chainId }: Options, own: { [method: string]: Handler }): Wallet {
  const log: string[] = []
  const answers: Wallet['answers'] = new Map()
  const common: { [method: string]: Handler } = {
    eth_accounts: () => [account.address],
    eth_chainId: () => `0x${chainId.toString(16)}`,
    eth_signTypedData_v4: (_address: string, json: string) => {
      const { types, ...data } = JSON.parse(json)
      const { EIP712Domain: _, ...rest } = types
      return account.signTypedData({ ...data, types: rest })
    },
  }
  return {
    log,
    answers,
    async request({ method, params }) {
      const list = (params ?? []) as readonly unknown[]
      log.push(method)
      const answer = answers.get(method)
      if (typeof answer === 'number') throw new RpcError(answer)
      if (answer) return answer(list)
      const handler = own[method] ?? common[method]
      if (handler) return handler(list[0] as never, list[1] as never)
      return forward(url, method, list)
    },
  }
}

async function forward(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result, error } = (await response.json()) as {
    result?: unknown
    error?: { code: number; message: string }
  }
  if (error) throw new RpcError(error.code, error.message)
  return result
}

/** An error as wallets throw it. */
export class RpcError extends Error {
  readonly code: number
  constructor(code: number, message = `The wallet answers with ${code}.`) {
    super(message)
    this.code = code
  }
}
