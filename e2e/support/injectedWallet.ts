import type { BrowserContext, Page } from '@playwright/test'
import { createWalletClient, defineChain, type Hex, http } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

/** A wallet of the browser as most people have it: ordinary transactions and typed data, and nothing of Tempo. */
export type InjectedWallet = { address: string; key: Hex; asked: string[]; refuse: boolean }

/** Announces a wallet to a page, or to all pages of a browser (EIP-6963), whose key is here and not in the page. */
export async function injectWallet(
  page: Page | BrowserContext,
  rpcUrl: string,
  key: Hex = generatePrivateKey(),
): Promise<InjectedWallet> {
  const account = privateKeyToAccount(key)
  let connected = false
  const wallet: InjectedWallet = { address: account.address, key, asked: [], refuse: false }
  const chain = defineChain({
    id: 42431,
    name: 'Tempo',
    nativeCurrency: { name: 'USD', symbol: 'USD', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  })
  const client = createWalletClient({ account, chain, transport: http(rpcUrl) })

  await page.exposeFunction('askWallet', async (method: string, params: unknown[]) => {
    try {
      return { result: await answer(method, params) }
    } catch (error) {
      const { code = -32603, message } = error as { code?: number; message: string }
      return { error: { code, message } }
    }
  })

  async function answer(method: string, params: unknown[]): Promise<unknown> {
    if (method === 'eth_requestAccounts') connected = true
    if (method === 'eth_accounts' || method === 'eth_requestAccounts')
      return connected ? [account.address] : []
    if (method === 'eth_chainId') return '0xa5bf'
    if (method === 'eth_sendTransaction' || method === 'eth_signTypedData_v4') {
      wallet.asked.push(method)
      if (wallet.refuse) throw Object.assign(new Error('User rejected the request.'), { code: 4001 })
    }
    if (method === 'eth_sendTransaction') {
      const { to, data } = params[0] as { to: Hex; data: Hex }
      return client.sendTransaction({ to, data })
    }
    if (method === 'eth_signTypedData_v4') {
      const { EIP712Domain: _, ...types } = JSON.parse(String(params[1])).types
      return account.signTypedData({ ...JSON.parse(String(params[1])), types })
    }
    if (/^(wallet_|personal_)/.test(method) || method === 'eth_signTransaction')
      throw Object.assign(new Error('The method does not exist.'), { code: -32601 })
    return client.request({ method, params } as never)
  }

  await page.addInitScript(() => {
    type Answer = { result?: unknown; error?: { code: number; message: string } }
    const { askWallet } = globalThis as unknown as {
      askWallet(method: string, params: unknown[]): Promise<Answer>
    }
    const provider = {
      on() {},
      removeListener() {},
      async request({ method, params = [] }: { method: string; params?: unknown[] }) {
        const { result, error } = await askWallet(method, params)
        if (error) throw Object.assign(new Error(error.message), { code: error.code })
        return result
      },
    }
    const info = {
      uuid: '2f1c2c0e-6b0a-4c56-9d0c-5a1f1b0d7a11',
      name: 'Everyday Wallet',
      rdns: 'test.everyday',
      icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>',
    }
    const announce = () =>
      window.dispatchEvent(
        new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }),
      )
    window.addEventListener('eip6963:requestProvider', announce)
    announce()
  })
  return wallet
}
