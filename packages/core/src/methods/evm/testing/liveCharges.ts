import { devAccount } from '@payerkit/devnet'
import { createClient, createWalletClient, custom, http, type LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import type { ChainClient } from '../../../chain/Client.js'
import { agreeable, live, payee, promptsOf, startLive, timeout } from '../../../chain/testing/live.js'
import { createPlainWallet } from '../../../chain/testing/wallets.js'
import { createPayer } from '../../../payer/createPayer.js'
import * as Credential from '../../../protocol/Credential.js'
import { createDisk, type Disk } from '../../../session/testing/disk.js'
import { createKeeper } from '../../../stores/Keeper.js'
import { type EvmOptions, evm } from '../charge/Charge.js'
import { type ChargeMerchant, startChargeMerchant } from './chargeMerchant.js'
import { type ChargeShop, startChargeShop } from './chargeShop.js'
import { permit2 } from './live.js'

// An ordinary chain, two shops that take charges, and those who pay there.

export const shops = {} as { own: ChargeShop; mppx: ChargeMerchant }
export const settler = devAccount(6)
export const partner = privateKeyToAccount(generatePrivateKey()).address

/** Starts the chain and the shops for the tests of a file. */
export function useChargeShops(): void {
  beforeAll(async () => {
    // mppx prints every refusal.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    await startLive()
    const { url: chainUrl, chainId } = live.chain
    const common = { chainUrl, chainId, token: live.token, payee: payee.address, settler }
    shops.own = await startChargeShop({ ...common, permit2, partner })
    shops.mppx = await startChargeMerchant(common)
  }, timeout)
  afterEach(() => {
    shops.own.state.refuses = false
  })
  afterAll(async () => {
    shops.own.stop()
    shops.mppx.stop()
    await live.chain.stop()
  })
}

/** What a page is made of. */
export type PageOptions = {
  readonly disk?: Disk
  /** The account has its key in the page; else a wallet has it. */
  readonly isLocal?: boolean
  readonly options?: Partial<EvmOptions>
  /** Changes the method as a test wants it. */
  change?(method: ReturnType<typeof evm>): Partial<ReturnType<typeof evm>>
}

/** A page of somebody who says yes to everything. */
export function openPage(account: LocalAccount, settings: PageOptions = {}) {
  const { disk = createDisk(), isLocal = false, options, change } = settings
  const { url, chainId } = live.chain
  const wallet = createPlainWallet({ account, url, chainId })
  const client: ChainClient = isLocal
    ? createClient({ account, transport: http(url, { retryCount: 0 }) })
    : createWalletClient({ account: account.address, transport: custom(wallet, { retryCount: 0 }) })
  const method = evm({ client, ...options })
  const { asked, approve } = agreeable()
  const tab = disk.open()
  const net = { isLossy: false, types: [] as unknown[] }
  const payer = createPayer({
    methods: [{ ...method, ...change?.(method) }],
    store: { ...tab.store, keeper: createKeeper },
    async fetch(input, init) {
      const response = await fetch(input, init)
      const proof = new Headers(init?.headers).get('Authorization')
      if (proof) net.types.push((Credential.parse(proof).payload as { type?: unknown }).type)
      if (net.isLossy && proof) throw new TypeError('The answer was lost.')
      return response
    },
    approve,
    retries: 0,
  })
  return {
    ...{ payer, method, wallet, asked, tab, disk, net },
    /** What the person was asked by the wallet. */
    prompts: () => promptsOf(wallet),
    phases: () => payer.attempts.list().map(({ phase }) => phase),
    /** Looks again what became of the first attempt. */
    async resume() {
      await payer.attempts.ready()
      const [attempt] = payer.attempts.list()
      return payer.attempts.resume(attempt?.id ?? '')
    },
  }
}
