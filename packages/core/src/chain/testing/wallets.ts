import { createWalletClient, defineChain, http, type LocalAccount } from 'viem'

// Wallets for tests, as a page sees them (EIP-1193). Each says yes unless told otherwise.

export type Wallet = {
  request(call: { method: string; params?: unknown }): Promise<unknown>
  /** Every method that was asked for, in order. */
  readonly log: string[]
  /** What the wallet answers to a method instead of doing it; a number is the code of an error. */
  readonly answers: Map<string, number | ((params: readonly unknown[]) => unknown)>
}

export type Options = { readonly account: LocalAccount; readonly url: string; readonly chainId: number }
export type Handler = (parameters: never, more: never) => unknown
export type RpcCall = { to: `0x${string}`; data?: `0x${string}` }

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

/** A wallet that does some methods, signs typed data, and has the chain answer the rest. */
export function createWallet({ account, url, chainId }: Options, own: { [method: string]: Handler }): Wallet {
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
