import { expect, type Page } from '@playwright/test'

// Solana as the page's server has it, asked past the page.

/** Makes a key in the page and gives it money; the answer is its address. */
export async function useSolanaKey(page: Page): Promise<string> {
  const made = page.waitForResponse('**/solana/fund')
  await page.getByRole('button', { name: /Use a development key/ }).click()
  const { address } = await (await made).json()
  await expect(page.getByRole('status', { name: 'Balance' })).toContainText('25.00')
  return address
}

/** What an owner has of the token, in its smallest parts. */
async function balanceOf(page: Page, owner: string): Promise<bigint> {
  return BigInt((await (await page.request.get(`/solana/balance/${owner}`)).json()).balance)
}

/** What payer and seller have. */
export async function holdingsOf(page: Page, payer: string): Promise<[bigint, bigint]> {
  const { solana } = await (await page.request.get('/api/config')).json()
  return [await balanceOf(page, payer), await balanceOf(page, solana.merchant)]
}
