import { deploy, devAccount, type EvmChain, startEvmChain } from '@payerkit/devnet'
import {
  type Address,
  createClient,
  createPublicClient,
  createWalletClient,
  custom,
  erc20Abi,
  http,
  type LocalAccount,
  parseAbi,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll } from 'vitest'
import type { ChainClient } from '../../../chain/Client.js'
import { createPlainWallet, plainChain, RpcError, type Wallet } from '../../../chain/testing/wallets.js'
import { createPayer } from '../../../payer/createPayer.js'
import type { Offer } from '../../../payer/Offer.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import type { Store } from '../../../stores/Store.js'
import { evmSession } from '../session/EvmSession.js'
import type { EvmSessionOptions } from '../session/SessionTerms.js'
import { type Shop, startShop } from './shop.js'

// An ordinary chain and a shop for the tests of one file, and those who pay there.

/** Far above what any of it takes: only what hangs ends here. */
export const timeout = 60_000
/** What a new account has. */
export const money = 1_000_000n
export const payee = devAccount(7)
export const permit2: Address = '0x000000000022D473030F116dDEE9F6B43aC78BA3'

export const live = {} as { chain: EvmChain; shop: Shop; escrow: Address; token: Address }

/** Starts the chain and the shop for the tests of a file. */
export function useLiveShop(): void {
  beforeAll(async () => {
    live.chain = await startEvmChain()
    const { url: chainUrl, chainId } = live.chain
    live.escrow = await deploy(chainUrl, 'EvmPaymentChannel')
    live.token = await deploy(chainUrl, 'TestToken')
    const token = { address: live.token, name: 'Test Dollar', version: '2' }
    live.shop = await startShop({ chainUrl, chainId, escrow: live.escrow, payee, token })
  }, timeout)
  afterAll(async () => {
    live.shop.stop()
    await live.chain.stop()
  })
}

const reader = () => createPublicClient({ transport: http(live.chain.url) })

/** What somebody has of the token. */
export const balance = (of: Address) =>
  reader().readContract({ address: live.token, abi: erc20Abi, functionName: 'balanceOf', args: [of] })

/** What somebody has of the chain's coin. */
export const coins = (address: Address) => reader().getBalance({ address })

/** What somebody may take of an account's. */
export const allowance = (owner: Address, spender: Address) =>
  reader().readContract({
    address: live.token,
    abi: erc20Abi,
    functionName: 'allowance',
    args: [owner, spender],
  })

/** A new account with {@link money}, and with coins for fees unless it has to do without. */
export async function newAccount({ pays = true } = {}): Promise<LocalAccount> {
  const account = privateKeyToAccount(generatePrivateKey())
  const chain = plainChain(live.chain.url, live.chain.chainId)
  const minter = createWalletClient({ account: payee, chain, transport: http(live.chain.url) })
  const abi = parseAbi(['function mint(address to, uint256 value)'])
  const call = { address: live.token, abi, functionName: 'mint', args: [account.address, money] } as const
  const hash = await minter.writeContract(call)
  await reader().waitForTransactionReceipt({ hash, pollingInterval: 50 })
  if (pays) await live.chain.fund(account.address)
  return account
}

/** Lets somebody take all of an account's. */
export async function approve(account: LocalAccount, spender: Address): Promise<void> {
  const chain = plainChain(live.chain.url, live.chain.chainId)
  const client = createWalletClient({ account, chain, transport: http(live.chain.url) })
  const call = {
    address: live.token,
    abi: erc20Abi,
    functionName: 'approve',
    args: [spender, 2n ** 256n - 1n],
  } as const
  await reader().waitForTransactionReceipt({ hash: await client.writeContract(call), pollingInterval: 50 })
}

export type Kind = 'an account in the page' | 'an ordinary wallet' | 'a wallet that makes calls at once'

export const kinds: readonly Kind[] = [
  'an account in the page',
  'an ordinary wallet',
  'a wallet that makes calls at once',
]

/** Somebody who says yes to everything, with the wallet where there is one. */
export function customerOf(
  kind: Kind,
  {
    account,
    store = createMemoryStore(),
    options,
  }: { account: LocalAccount; store?: Store; options?: Partial<EvmSessionOptions> },
) {
  const { url, chainId } = live.chain
  const wallet = kind === 'an account in the page' ? undefined : createPlainWallet({ account, url, chainId })
  if (wallet && kind === 'a wallet that makes calls at once')
    batching(wallet, createPlainWallet({ account, url, chainId }))
  const client: ChainClient = wallet
    ? createWalletClient({ account: account.address, transport: custom(wallet) })
    : createClient({ account, transport: http(url, { retryCount: 0 }) })
  const escrows = [{ chainId, address: live.escrow }]
  const method = evmSession({ client, escrows, ...options })
  const asked: Offer[] = []
  const payer = createPayer({
    methods: [method],
    store,
    async approve({ offers: [offer] }) {
      if (offer) asked.push(offer)
      return offer && { offer }
    },
  })
  return { payer, method, client, wallet, store, asked, prompts: () => promptsOf(wallet) }
}

/** What the person was asked by the wallet. */
function promptsOf(wallet: Wallet | undefined): string[] {
  return (wallet?.log ?? []).filter((method) => /sendTransaction|sendCalls|sign/i.test(method))
}

type Batch = { calls: { to: Address; data: string }[] }

/** Teaches a wallet EIP-5792: several calls in one, of which it tells when it is asked. */
function batching(wallet: Wallet, within: Wallet): void {
  const sent = new Map<string, unknown[]>()
  wallet.answers.set('wallet_getCapabilities', () => ({
    [`0x${live.chain.chainId.toString(16)}`]: { atomic: { status: 'supported' } },
  }))
  wallet.answers.set('wallet_sendCalls', async ([batch]) => {
    const hashes: unknown[] = []
    for (const call of (batch as Batch).calls)
      hashes.push(await within.request({ method: 'eth_sendTransaction', params: [call] }))
    const id = `0x${sent.size}${'0'.repeat(62)}`
    sent.set(id, hashes)
    return { id }
  })
  wallet.answers.set('wallet_getCallsStatus', ([id]) => {
    const hashes = sent.get(String(id))
    if (!hashes) throw new RpcError(5730)
    return { status: 200, receipts: [{ transactionHash: hashes.at(-1) }] }
  })
}
