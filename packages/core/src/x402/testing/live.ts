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
import { afterAll, beforeAll, vi } from 'vitest'
import type { ChainClient } from '../../chain/Client.js'
import { createPlainWallet, plainChain } from '../../chain/testing/wallets.js'
import { createPayer } from '../../payer/createPayer.js'
import type { Offer } from '../../payer/Offer.js'
import type { PayerOptions } from '../../payer/Payer.js'
import type { X402Options } from '../Exact.js'
import { x402 } from '../index.js'
import * as exactProxy from './exactProxy.js'
import { type Shop, startShop } from './shop.js'

// A chain and a shop for the tests of one file, and those who pay there.

/** Far above what any of it takes: only what hangs ends here. */
export const timeout = 60_000
/** What a new account has. */
export const money = 1_000_000n
/** Of a network that version 1 has a name for. */
const chainId = 84532
export const payee = devAccount(7)
const sender = devAccount(6)

export const live = {} as { chain: EvmChain; shop: Shop; token: Address }

/** Starts the chain and the shop for the tests of a file. */
export function useLiveShop(): void {
  beforeAll(async () => {
    // The servers print every refusal.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    live.chain = await startEvmChain()
    const { url } = live.chain
    await live.chain.rpc('anvil_setChainId', [chainId])
    live.token = await deploy(url, 'TestToken')
    const { deployer: to, salt, code } = exactProxy
    const deployer = createWalletClient({
      account: sender,
      chain: plainChain(url, chainId),
      transport: http(url),
    })
    const hash = await deployer.sendTransaction({ to, data: `0x${salt}${code}` })
    await reader().waitForTransactionReceipt({ hash, pollingInterval: 50 })
    live.shop = await startShop({
      chainUrl: url,
      chainId,
      token: live.token,
      payee: payee.address,
      sender,
    })
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

/** What Permit2 may take of an account's. */
export const allowance = (owner: Address) =>
  reader().readContract({
    address: live.token,
    abi: erc20Abi,
    functionName: 'allowance',
    args: [owner, '0x000000000022D473030F116dDEE9F6B43aC78BA3'],
  })

/** What somebody has of the chain's coin. */
export const coins = (address: Address) => reader().getBalance({ address })

/** A new account with {@link money}, and with coins for fees if it pays some. */
export async function newAccount({ pays = false, units = money } = {}): Promise<LocalAccount> {
  const account = privateKeyToAccount(generatePrivateKey())
  const minter = createWalletClient({
    account: payee,
    chain: plainChain(live.chain.url, chainId),
    transport: http(live.chain.url),
  })
  const abi = parseAbi(['function mint(address to, uint256 value)'])
  const call = { address: live.token, abi, functionName: 'mint', args: [account.address, units] } as const
  const hash = await minter.writeContract(call)
  await reader().waitForTransactionReceipt({ hash, pollingInterval: 50 })
  if (pays) await live.chain.fund(account.address)
  return account
}

/** Pays by a transaction of one's own. */
export async function spend(account: LocalAccount, to: Address, units: bigint): Promise<void> {
  const client = createWalletClient({
    account,
    chain: plainChain(live.chain.url, chainId),
    transport: http(live.chain.url),
  })
  const call = { address: live.token, abi: erc20Abi, functionName: 'transfer', args: [to, units] } as const
  await reader().waitForTransactionReceipt({ hash: await client.writeContract(call), pollingInterval: 50 })
}

/** Somebody who says yes to the first offer, with a wallet or with the key in the page. */
export function customerOf(
  account: LocalAccount,
  {
    isWallet = false,
    options,
    ...more
  }: Partial<PayerOptions> & { isWallet?: boolean; options?: Partial<X402Options> } = {},
) {
  const { url } = live.chain
  const wallet = isWallet ? createPlainWallet({ account, url, chainId }) : undefined
  const client: ChainClient = wallet
    ? createWalletClient({ account: account.address, transport: custom(wallet) })
    : createClient({ account, transport: http(url, { retryCount: 0 }) })
  const tokens = [{ address: live.token, chainId, symbol: 'TUSD', decimals: 6, currency: 'usd' }]
  const method = x402({ client, tokens, payees: { [payee.address]: 'The shop' }, ...options })
  const asked: Offer[] = []
  const payer = createPayer({
    methods: [method],
    retries: 0,
    async approve({ offers: [offer] }) {
      if (offer) asked.push(offer)
      return offer && { offer }
    },
    ...more,
  })
  const prompts = () => (wallet?.log ?? []).filter((each) => /sendTransaction|sendCalls|sign/i.test(each))
  return { payer, method, asked, prompts }
}
