import { type Browser, expect, type Locator, type Page } from '@playwright/test'
import { type InjectedWallet, injectWallet } from './injectedWallet.js'
import { dialog, openScreen } from './page.js'
import { balanceOf, feesOf, fund, merchantOf } from './shop.js'

// Sessions as a person, the merchant and the chain see them.

/** What the merchant believes of a channel. */
export type Belief = {
  channelId: string
  payer: string
  deposit: string
  accepted: string
  spent: string
  units: number
  settled: string
  finalized: boolean
  rejected: number
}

/** Every channel of a payer, as the merchant has it. */
export async function channelsOf(page: Page, payer: string): Promise<Belief[]> {
  const { sessions } = (await (await page.request.get('/api/sessions')).json()) as { sessions: Belief[] }
  return sessions.filter((each) => each.payer.toLowerCase() === payer.toLowerCase())
}

/** What an account has, and would have had it paid no fees. */
async function wealthOf(page: Page, address: string): Promise<bigint> {
  return (await balanceOf(page, address)) + (await feesOf(page, address))
}

/** Remembers what payer and merchant have; the answer says what each has got since, fees apart. */
export async function weigh(page: Page, payer: string) {
  const { account } = await merchantOf(page)
  const before = { payer: await wealthOf(page, payer), merchant: await wealthOf(page, account) }
  return async () => ({
    payer: (await wealthOf(page, payer)) - before.payer,
    merchant: (await wealthOf(page, account)) - before.merchant,
  })
}

/** Opens a screen in a browser that has an everyday wallet with money in it, and connects that. */
export async function openWithWallet(page: Page, baseURL: string | undefined, hash: string) {
  const wallet = await injectWallet(page.context(), `${baseURL}/rpc`)
  await fund(page, wallet.address)
  const complaints = await connect(page, hash)
  await expect(page.getByRole('status', { name: 'Balance' })).toContainText('25.00')
  return { wallet, complaints }
}

/** Opens a screen in another browser of the same person, with the same wallet and nothing kept. */
export async function openElsewhere(browser: Browser, baseURL: string | undefined, before: InjectedWallet) {
  const context = await browser.newContext({ baseURL: baseURL ?? '' })
  const page = await context.newPage()
  const wallet = await injectWallet(context, `${baseURL}/rpc`, before.key)
  return { page, wallet }
}

/** Opens a screen and connects the wallet; the answer collects what the page complains of. */
export async function connect(page: Page, hash: string): Promise<string[]> {
  const complaints = await openScreen(page, hash)
  await page.getByRole('button', { name: /Everyday Wallet/ }).click()
  await expect(page.getByRole('status', { name: 'Balance' })).toContainText('$')
  return complaints
}

/** What the wallet was asked for, past looking at the chain. */
export const promptsOf = ({ asked }: InjectedWallet): number => asked.length

/** The meter on the screen. */
export const meter = (page: Page): Locator => page.getByRole('region', { name: /^(Spent|Pay as you go)/ })

/** Says yes to the one question. */
export async function startSession(page: Page): Promise<void> {
  await dialog(page)
    .getByRole('button', { name: /^Start with/ })
    .click()
}

/** Stops the session of the screen and gets the rest back. */
export async function stopSession(page: Page): Promise<void> {
  await meter(page).getByRole('button', { name: 'Stop and refund' }).click()
  await meter(page).getByRole('button', { name: 'Yes, stop' }).click()
  await expect(meter(page).getByRole('status')).toContainText('came back to you', { timeout: 20_000 })
}

/** Presses "Add" as soon as that can be done. The deposit that the meter shows in that very moment, in dollars. */
export async function addToDeposit(page: Page): Promise<number> {
  const shown = await page.waitForFunction(() => {
    const meter = document.querySelector('[data-part="meter"]')
    const buttons = [...(meter?.querySelectorAll('button') ?? [])]
    const add = buttons.find(({ textContent }) => textContent?.startsWith('Add '))
    const deposit = /deposit \$([\d.]+)/.exec(meter?.textContent ?? '')?.[1]
    if (!add || add.hasAttribute('aria-disabled') || deposit === undefined) return undefined
    add.click()
    return { deposit: Number(deposit) }
  })
  return (await shown.jsonValue())?.deposit ?? Number.NaN
}

/** Asks the chat. */
export async function askChat(page: Page, prompt = 'What do the tides do?'): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(prompt)
  await page.getByRole('button', { name: 'Ask' }).click()
}

/** The answers of the chat. */
export const chat = (page: Page): Locator => page.getByRole('log', { name: 'Chat' })
