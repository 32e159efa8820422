import { deploy } from '@payerkit/devnet'
import type { Address, LocalAccount } from 'viem'
import { afterAll, beforeAll } from 'vitest'
import {
  agreeable,
  clientOf,
  live as onChain,
  payee,
  promptsOf,
  startLive,
  timeout,
} from '../../../chain/testing/live.js'
import { createPlainWallet, RpcError, type Wallet } from '../../../chain/testing/wallets.js'
import { createPayer } from '../../../payer/createPayer.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import type { Store } from '../../../stores/Store.js'
import { evmSession } from '../session/EvmSession.js'
import type { EvmSessionOptions } from '../session/SessionTerms.js'
import { type Shop, startShop } from './shop.js'

// An ordinary chain and a shop for the tests of one file, and those who pay there.

export {
  allowance,
  approve,
  balance,
  coins,
  money,
  newAccount,
  payee,
  timeout,
} from '../../../chain/testing/live.js'

export const permit2: Address = '0x000000000022D473030F116dDEE9F6B43aC78BA3'

export const live = Object.assign(onChain, {} as { shop: Shop; escrow: Address })

/** Starts the chain and the shop for the tests of a file. */
export function useLiveShop(): void {
  beforeAll(async () => {
    await startLive()
    const { url: chainUrl, chainId } = live.chain
    live.escrow = await deploy(chainUrl, 'EvmPaymentChannel')
    const token = { address: live.token, name: 'Test Dollar', version: '2' }
    live.shop = await startShop({ chainUrl, chainId, escrow: live.escrow, payee, token })
  }, timeout)
  afterAll(async () => {
    live.shop.stop()
    await live.chain.stop()
  })
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
  const client = clientOf(account, wallet)
  const escrows = [{ chainId, address: live.escrow }]
  const method = evmSession({ client, escrows, ...options })
  const { asked, approve } = agreeable()
  const payer = createPayer({ methods: [method], store, approve })
  return { payer, method, client, wallet, store, asked, prompts: () => promptsOf(wallet) }
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
