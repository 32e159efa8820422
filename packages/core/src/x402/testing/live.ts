import { devAccount } from '@payerkit/devnet'
import type { Address, LocalAccount } from 'viem'
import { waitForTransactionReceipt } from 'viem/actions'
import { afterAll, beforeAll, vi } from 'vitest'
import {
  agreeable,
  allowance as allowanceOf,
  clientOf,
  newAccount as newOne,
  live as onChain,
  payee,
  promptsOf,
  senderOf,
  startLive,
  timeout,
} from '../../chain/testing/live.js'
import { createPlainWallet } from '../../chain/testing/wallets.js'
import { createPayer } from '../../payer/createPayer.js'
import type { PayerOptions } from '../../payer/Payer.js'
import type { X402Options } from '../Exact.js'
import { x402 } from '../index.js'
import * as exactProxy from './exactProxy.js'
import { type Shop, startShop } from './shop.js'

// A chain and a shop for the tests of one file, and those who pay there.

export { balance, coins, money, payee, spend, timeout } from '../../chain/testing/live.js'

/** Of a network that version 1 has a name for. */
const chainId = 84532
const sender = devAccount(6)

export const live = Object.assign(onChain, {} as { shop: Shop })

/** Starts the chain and the shop for the tests of a file. */
export function useLiveShop(): void {
  beforeAll(async () => {
    // The servers print every refusal.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    await startLive(chainId)
    const { deployer: to, salt, code } = exactProxy
    const deployer = senderOf(sender)
    const hash = await deployer.sendTransaction({ to, data: `0x${salt}${code}` })
    await waitForTransactionReceipt(deployer, { hash, pollingInterval: 50 })
    const { chain, token } = live
    live.shop = await startShop({ chainUrl: chain.url, chainId, token, payee: payee.address, sender })
  }, timeout)
  afterAll(async () => {
    live.shop.stop()
    await live.chain.stop()
  })
}

/** What Permit2 may take of an account's. */
export const allowance = (owner: Address) => allowanceOf(owner, '0x000000000022D473030F116dDEE9F6B43aC78BA3')

/** A new account with money, and with coins for fees if it pays some. */
export const newAccount = (options: { pays?: boolean; units?: bigint } = {}) =>
  newOne({ pays: false, ...options })

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
  const client = clientOf(account, wallet)
  const tokens = [{ address: live.token, chainId, symbol: 'TUSD', decimals: 6, currency: 'usd' }]
  const method = x402({ client, tokens, payees: { [payee.address]: 'The shop' }, ...options })
  const { asked, approve } = agreeable()
  const payer = createPayer({ methods: [method], retries: 0, approve, ...more })
  return { payer, method, asked, prompts: () => promptsOf(wallet) }
}
