import type { Page } from '@playwright/test'
import { toEventHash } from 'viem'
import { Addresses } from 'viem/tempo'

// What the chain, the merchant and the Stripe double say, asked past the page.

const token = '0x20c0000000000000000000000000000000000000'
const feeManager = Addresses.feeManager
const transfer = toEventHash('Transfer(address,address,uint256)')

/** Asks the development chain. */
export async function rpc<result = string>(page: Page, method: string, params: unknown[]): Promise<result> {
  const response = await page.request.post('/rpc', { data: { jsonrpc: '2.0', id: 1, method, params } })
  const { result, error } = (await response.json()) as { result: result; error?: { message: string } }
  if (error) throw new Error(`${method}: ${error.message}`)
  return result
}

/** What an address has of a token, in its base units; else of pathUSD. */
export async function balanceOf(page: Page, address: string, of = token): Promise<bigint> {
  const data = `0x70a08231${address.slice(2).toLowerCase().padStart(64, '0')}`
  return BigInt(await rpc(page, 'eth_call', [{ to: of, data }, 'latest']))
}

/** The ordinary token of the development chain. */
export async function testDollarOf(page: Page): Promise<string> {
  return (await (await page.request.get('/api/config')).json()).testDollar.address
}

/** What the network took for a transaction, in base units of pathUSD. */
export async function feeOf(page: Page, hash: string): Promise<bigint> {
  const receipt = await rpc<{ gasUsed: string; effectiveGasPrice: string }>(
    page,
    'eth_getTransactionReceipt',
    [hash],
  )
  // Tempo counts fees in 10^-18 dollars, the token in 10^-6, rounded up.
  const fee = BigInt(receipt.gasUsed) * BigInt(receipt.effectiveGasPrice)
  return (fee + 10n ** 12n - 1n) / 10n ** 12n
}

/** All that an address has paid in fees, in base units of pathUSD. */
export async function feesOf(page: Page, address: string): Promise<bigint> {
  const word = (hex: string) => `0x${hex.slice(2).toLowerCase().padStart(64, '0')}`
  const topics = [transfer, word(address), word(feeManager)]
  const filter = { address: token, topics, fromBlock: 'earliest', toBlock: 'latest' }
  const logs = await rpc<{ data: string }[]>(page, 'eth_getLogs', [filter])
  return logs.reduce((sum, { data }) => sum + BigInt(data), 0n)
}

/** Money that a new address gets. */
export async function fund(page: Page, address: string): Promise<void> {
  await page.request.post('/devnet/fund', { data: { address } })
}

export type Sale = { method: string; amount: string; path: string; reference: string }

/** Every sale of the merchant, and its address. */
export async function merchantOf(page: Page): Promise<{ account: string; entries: Sale[] }> {
  return (await page.request.get('/api/ledger')).json()
}

export type StripeLedger = {
  paymentIntents: { id: string; amount: number; currency: string; status: string }[]
  tokens: { id: string; status: string; payment_method: string }[]
  subscriptions: { id: string; cancel_at_period_end: boolean }[]
  invoices: { id: string; amount_paid: number; currency: string; status: string }[]
}

/** What the Stripe double has on its books. */
export async function stripeLedger(page: Page): Promise<StripeLedger> {
  return (await page.request.get('/stripe/__ledger')).json()
}

/** Empties the Stripe double's books. */
export async function resetStripe(page: Page): Promise<void> {
  await page.request.post('/stripe/__reset')
}
