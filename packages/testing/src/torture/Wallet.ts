import {
  type Address,
  type CustomTransport,
  createWalletClient,
  custom,
  defineChain,
  http,
  type JsonRpcAccount,
  type LocalAccount,
  type WalletClient,
} from 'viem'
import type { Page } from '../page/createDisk.js'

/** What goes wrong between a page and its wallet. */
export type WalletFault = 'says no' | 'fails' | 'answer lost'

/** What a page sends through. */
export type Line = Pick<Page, 'fetch' | 'guard'>

/** What a page's client of an everyday wallet is made of. */
export type WalletOptions = {
  readonly page: Line
  readonly account: LocalAccount
  /** The page's line to the chain. */
  readonly rpcUrl: string
  /** The wallet's own. */
  readonly walletRpcUrl: string
  readonly chainId: number
  /** Asked for what goes wrong with each transaction. */
  readonly fault: () => WalletFault | undefined
}

/** What a page uses to ask a chain: its own line, which dies with it. */
export function rpcOf(page: Line, url: string) {
  return async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    const response = await page.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: params ?? [] }),
    })
    const { result, error } = (await response.json()) as { result?: unknown; error?: Failure }
    if (error) throw new RpcError(error.code, error.message)
    return result
  }
}

/**
 * A client whose account is held by an everyday wallet: one that sends ordinary transactions and knows nothing else.
 * The wallet is a program of its own: it has its own line to the chain, and what it was asked for happens even when
 * the page is gone.
 */
export function walletClient(
  options: WalletOptions,
): WalletClient<CustomTransport, undefined, JsonRpcAccount> {
  const { page, account, rpcUrl, walletRpcUrl, chainId, fault } = options
  const nativeCurrency = { name: 'USD', symbol: 'USD', decimals: 18 }
  const rpcUrls = { default: { http: [walletRpcUrl] } }
  // With one of viem's Tempo chains it would send what most wallets do not know.
  const chain = defineChain({ id: chainId, name: 'Everyday', nativeCurrency, rpcUrls })
  const wallet = createWalletClient({ account, chain, transport: http() })
  const rpc = rpcOf(page, rpcUrl)

  async function sendTransaction(transaction: { to: Address; data?: `0x${string}` }): Promise<string> {
    const wrong = fault()
    if (wrong === 'says no') throw new RpcError(4001, 'User rejected the request.')
    if (wrong === 'fails') throw new RpcError(-32603, 'Internal error.')
    const { to, data } = transaction
    const hash = await wallet.sendTransaction({ to, ...(data && { data }) })
    if (wrong === 'answer lost') throw new RpcError(-32603, 'Internal error.')
    return hash
  }

  const own: { readonly [method: string]: (params: readonly unknown[]) => Promise<unknown> } = {
    eth_accounts: async () => [account.address],
    eth_chainId: async () => `0x${chainId.toString(16)}`,
    eth_sendTransaction: ([transaction]) =>
      page.guard(() => sendTransaction(transaction as { to: Address; data?: `0x${string}` })),
    ...Object.fromEntries(
      unknown.map((method) => [method, () => Promise.reject(new RpcError(-32601, method))]),
    ),
  }
  const request = async ({ method, params }: { method: string; params?: unknown }) =>
    own[method]?.((params ?? []) as readonly unknown[]) ?? rpc({ method, params })
  return createWalletClient({ account: account.address, transport: custom({ request }, { retryCount: 0 }) })
}

const unknown = ['eth_signTransaction', 'wallet_sendCalls', 'wallet_getCapabilities', 'wallet_getCallsStatus']

type Failure = { readonly code: number; readonly message: string }

/** An error as wallets and nodes tell it. */
class RpcError extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}
