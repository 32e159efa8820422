import { deploy, devAccount, type EvmChain, startEvmChain } from '@payerkit/devnet'
import {
  type Address,
  type Chain,
  createClient,
  createPublicClient,
  createWalletClient,
  custom,
  erc20Abi,
  type HttpTransport,
  http,
  type LocalAccount,
  parseAbi,
  type WalletClient,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { waitForTransactionReceipt, writeContract } from 'viem/actions'
import type { Offer } from '../../payer/Offer.js'
import type { Approve } from '../../payer/Quote.js'
import type { ChainClient } from '../Client.js'
import { plainChain, type Wallet } from './wallets.js'

// An ordinary chain with a token for the tests of one file, and those who have some of it.

/** Far above what any of it takes: only what hangs ends here. */
export const timeout = 60_000
/** What a new account has. */
export const money = 1_000_000n
export const payee = devAccount(7)

/** `chainId` is the chain's own unless it was told another. */
export const live = {} as { chain: EvmChain; chainId: number; token: Address }

/** Starts the chain, by another number if that matters, and puts the token on it. */
export async function startLive(chainId?: number): Promise<void> {
  live.chain = await startEvmChain()
  live.chainId = chainId ?? live.chain.chainId
  if (chainId) await live.chain.rpc('anvil_setChainId', [chainId])
  live.token = await deploy(live.chain.url, 'TestToken')
}

const reader = () => createPublicClient({ transport: http(live.chain.url) })

/** A client that sends ordinary transactions of an account. */
export const senderOf = (account: LocalAccount): WalletClient<HttpTransport, Chain, LocalAccount> =>
  createWalletClient({
    account,
    chain: plainChain(live.chain.url, live.chainId),
    transport: http(live.chain.url),
  })

const abi = parseAbi([
  'function mint(address to, uint256 value)',
  'function approve(address spender, uint256 value)',
  'function transfer(address to, uint256 value)',
])

/** Calls the token, and waits until the chain has it. */
async function callToken(
  account: LocalAccount,
  functionName: 'mint' | 'approve' | 'transfer',
  args: readonly [Address, bigint],
): Promise<void> {
  const client = senderOf(account)
  const hash = await writeContract(client, { address: live.token, abi, functionName, args })
  await waitForTransactionReceipt(client, { hash, pollingInterval: 50 })
}

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
export async function newAccount({ pays = true, units = money } = {}): Promise<LocalAccount> {
  const account = privateKeyToAccount(generatePrivateKey())
  await callToken(payee, 'mint', [account.address, units])
  if (pays) await live.chain.fund(account.address)
  return account
}

/** Lets somebody take all of an account's. */
export const approve = (account: LocalAccount, spender: Address) =>
  callToken(account, 'approve', [spender, 2n ** 256n - 1n])

/** Pays by a transaction of one's own. */
export const spend = (account: LocalAccount, to: Address, units: bigint) =>
  callToken(account, 'transfer', [to, units])

/** What a page pays with: a wallet, or else the key itself. */
export const clientOf = (account: LocalAccount, wallet?: Wallet): ChainClient =>
  wallet
    ? createWalletClient({ account: account.address, transport: custom(wallet) })
    : createClient({ account, transport: http(live.chain.url, { retryCount: 0 }) })

/** What a wallet asked the person. */
export const promptsOf = (wallet: Wallet | undefined): string[] =>
  (wallet?.log ?? []).filter((method) => /sendTransaction|sendCalls|sign/i.test(method))

/** Somebody who says yes to the first offer, always. */
export function agreeable(): { asked: Offer[]; approve: Approve } {
  const asked: Offer[] = []
  return {
    asked,
    async approve({ offers: [offer] }) {
      if (offer) asked.push(offer)
      return offer && { offer }
    },
  }
}
