import { type Devnet, devAccount, devAccounts, pathUsd, startDevnet } from '@payerkit/devnet'
import { type Address, createClient, createWalletClient, custom, http, type LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, vi } from 'vitest'
import type { ChainClient } from '../../../../chain/Client.js'
import { createPlainWallet, createTempoWallet, type Wallet } from '../../testing/wallets.js'
import type { TempoSessionOptions } from '../SessionTerms.js'
import { createCustomer, type keepings } from './customer.js'
import { type Shop, startShop } from './v2Shop.js'

// A chain and a shop for the tests of one file, and the kinds of payers.

/** Far above what any of it takes: only what hangs ends here. */
export const timeout = 60_000
/** What a new account has. */
export const money = 1_000_000n
export const payee = devAccounts.merchant()

export const live = {} as { chain: Devnet; shop: Shop }

/** Starts the chain and the shop for the tests of a file. */
export function useLiveShop(): void {
  beforeAll(async () => {
    // mppx prints every refusal.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    live.chain = await startDevnet()
    const parties = { payee, operator: devAccount(7), sponsor: devAccounts.sponsor() }
    live.shop = await startShop({ chainUrl: live.chain.url, ...parties })
  }, timeout)
  afterAll(async () => {
    live.shop.stop()
    await live.chain.stop()
  })
}

/** A new account with {@link money}. */
export async function newAccount(): Promise<LocalAccount> {
  const account = privateKeyToAccount(generatePrivateKey())
  await live.chain.fund(account.address, money)
  return account
}

export async function balance(of: Address): Promise<bigint> {
  const data = `0x70a08231${of.slice(2).padStart(64, '0')}`
  return BigInt((await live.chain.rpc('eth_call', [{ to: pathUsd, data }, 'latest'])) as string)
}

/** What the chain's fee manager took of an account, ever. */
export async function feesOf(account: Address): Promise<bigint> {
  const topic = (address: string) => `0x${address.slice(2).toLowerCase().padStart(64, '0')}`
  const transfer = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
  const manager = topic('0xfeec000000000000000000000000000000000000')
  const sum = async (topics: string[]) => {
    const filter = { address: pathUsd, fromBlock: 'earliest', topics: [transfer, ...topics] }
    const logs = (await live.chain.rpc('eth_getLogs', [filter])) as { data: string }[]
    return logs.reduce((total, { data }) => total + BigInt(data), 0n)
  }
  const [paid, back] = [await sum([topic(account), manager]), await sum([manager, topic(account)])]
  return paid - back
}

export type Kind = 'an account in the page' | 'an ordinary wallet' | 'a wallet that signs'

export const kinds: readonly Kind[] = ['an account in the page', 'an ordinary wallet', 'a wallet that signs']

/** Somebody who pays at a path of the shop, with the wallet where there is one. */
export function customerOf(
  kind: Kind,
  {
    account,
    path = '/page',
    kept,
    options,
  }: {
    account: LocalAccount
    path?: string
    kept?: ReturnType<typeof keepings>
    options?: Partial<TempoSessionOptions>
  },
) {
  const wallet = kind === 'an account in the page' ? undefined : walletOf(kind, account)
  const client: ChainClient = wallet
    ? createWalletClient({ account: account.address, transport: custom(wallet) })
    : createClient({ account, transport: http(live.chain.url, { retryCount: 0 }) })
  const opening = kind === 'a wallet that signs' ? 'wallet' : 'key'
  const customer = createCustomer(live.shop.url + path, { client, opening, ...options }, kept)
  return { ...customer, client, wallet, prompts: () => promptsOf(wallet) }
}

function walletOf(kind: Kind, account: LocalAccount): Wallet {
  const { url, chainId } = live.chain
  const plain = createPlainWallet({ account, url, chainId })
  if (kind === 'an ordinary wallet') return plain
  const wallet = createTempoWallet({ account, url, chainId })
  // Its own transactions end by the clock of this machine, which is not the chain's where a test has moved that.
  wallet.answers.set('eth_sendTransaction', (params) =>
    plain.request({ method: 'eth_sendTransaction', params }),
  )
  return wallet
}

/** What the person was asked by the wallet. */
function promptsOf(wallet: Wallet | undefined): string[] {
  return (wallet?.log ?? []).filter((method) => /sendTransaction|sendCalls|sign/i.test(method))
}
