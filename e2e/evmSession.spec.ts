import { type Page, expect as quick, test } from '@playwright/test'
import { toEventHash } from 'viem'
import { expectWell } from './support/looks.js'
import { dialog, inspector } from './support/page.js'
import { askChat, chat, meter, openWithWallet, startSession, stopSession } from './support/sessions.js'
import { balanceOf, merchantOf, rpc, testDollarOf } from './support/shop.js'

// Paying by the word with an ordinary token: a signature for the deposit, no fee, and money that adds up on the chain.

// A session is opened in blocks, and an answer is read as it is written.
const expect = quick.configure({ timeout: 20_000 })

const opened = toEventHash('ChannelOpened(bytes32,address,address,address,address,bytes32,uint128)')
const toppedUp = toEventHash('TopUp(bytes32,address,uint128,uint128)')

/** What somebody put in channels, one after the other, by the escrow's own log. */
async function depositsOf(page: Page, payer: string): Promise<bigint[]> {
  const { evmEscrow: address } = await (await page.request.get('/api/config')).json()
  const who = `0x${payer.slice(2).toLowerCase().padStart(64, '0')}`
  const filter = { address, topics: [[opened, toppedUp], null, who], fromBlock: 'earliest' }
  const logs = await rpc<{ topics: string[]; data: string }[]>(page, 'eth_getLogs', [filter])
  // The last word of an opening is what was deposited, the first one of an addition what was added.
  return logs.map(({ topics, data }) =>
    BigInt(topics[0] === opened ? `0x${data.slice(-64)}` : data.slice(0, 66)),
  )
}

/** What payer and seller have of the token. */
async function holdingsOf(page: Page, payer: string): Promise<[bigint, bigint]> {
  const [token, { account }] = [await testDollarOf(page), await merchantOf(page)]
  return [await balanceOf(page, payer, token), await balanceOf(page, account, token)]
}

test('opened, added to and closed: the wallet signs for each deposit, and both have exactly what was spent', async ({
  page,
  baseURL,
}) => {
  const { wallet, complaints } = await openWithWallet(page, baseURL, 'evm-session')
  const [had, taken] = await holdingsOf(page, wallet.address)
  await askChat(page)
  const sheet = dialog(page)
  for (const text of ['$0.001', 'Deposit $0.50, at most $2.00', 'paid by the seller', 'Payerkit demo shop'])
    await expect(sheet).toContainText(text)
  await expectWell(page)
  await startSession(page)
  await expect(chat(page)).toContainText('200 tokens, $0.20')
  await expect(meter(page)).toContainText('$0.20')
  expect(await depositsOf(page, wallet.address)).toEqual([500_000n])
  expect(await holdingsOf(page, wallet.address)).toEqual([had - 500_000n, taken])

  await meter(page).getByRole('button', { name: 'Add $0.50' }).click()
  await expect(meter(page)).toContainText('deposit $1.00')
  expect(await depositsOf(page, wallet.address)).toEqual([500_000n, 500_000n])
  await askChat(page, 'And what does the moon do?')
  await expect(chat(page).getByText('200 tokens, $0.20')).toHaveCount(2)
  await expectWell(page)
  await stopSession(page)
  expect(await holdingsOf(page, wallet.address)).toEqual([had - 400_000n, taken + 400_000n])
  expect(wallet.asked).toEqual(['eth_signTypedData_v4', 'eth_signTypedData_v4'])
  await expect(page.getByRole('status', { name: 'Balance' })).toContainText('24.60')
  for (const step of ['Session opened', 'Topped up', '2 requests paid from it', 'Closed'])
    await expect(inspector(page)).toContainText(step)
  const { entries } = await merchantOf(page)
  expect(entries.at(-1)).toMatchObject({ method: 'evm', amount: '400000', path: '/api/evm/chat' })
  expect(complaints).toEqual([])
})

test.describe('on a small phone, in the dark', () => {
  test.use({ colorScheme: 'dark', viewport: { width: 320, height: 800 } })

  test('a reload in the middle of an answer: the channel goes on, and nothing is asked or deposited again', async ({
    page,
    baseURL,
  }) => {
    const { wallet, complaints } = await openWithWallet(page, baseURL, 'evm-session')
    const [had, taken] = await holdingsOf(page, wallet.address)
    await askChat(page)
    await expect(dialog(page).getByRole('button', { name: /^Start with/ })).toBeEnabled()
    await expectWell(page)
    await startSession(page)
    await expect(chat(page)).toContainText(/[3-9]\d tokens/)
    await page.reload()
    await expect(meter(page)).toContainText(/\$0\.0[3-9]/)
    await askChat(page, 'Where were we?')
    await expect(chat(page)).toContainText('200 tokens, $0.20')
    await expectWell(page)
    await stopSession(page)
    const [left, gained] = await holdingsOf(page, wallet.address)
    // The whole second answer, and of the first what was said before nobody listened.
    expect(gained - taken).toBeGreaterThanOrEqual(230_000n)
    expect(gained - taken).toBeLessThan(400_000n)
    expect(had - left).toBe(gained - taken)
    expect(await depositsOf(page, wallet.address)).toEqual([500_000n])
    expect(wallet.asked).toEqual(['eth_signTypedData_v4'])
    await expectWell(page)
    expect(complaints).toEqual([])
  })
})
