import {
  channelOf,
  createFakeAttempts,
  createFakeChannels,
  hash,
  paidOf,
  payerOf,
} from '@payerkit/testing/screens'
import '../styles/receipts.css'
import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { en } from '../locales/en.js'
import { receiptTexts } from '../locales/receiptTexts.js'
import { ReceiptList } from '../receipts/index.js'
import { at, button, field, mountList, now, photo, premium, rows } from '../receipts/testing/mountList.js'
import { mountSession, part, until } from '../testing/mountSession.js'

const says = () => part('receipts-says')?.textContent

describe('what is paid', () => {
  test('is there by the day, with who, how much, what, how and when', async () => {
    await mountList([premium, photo])
    const days = [...document.querySelectorAll('[data-part="receipt-day"]')].map((day) => [
      day.querySelector('h3')?.textContent,
      day.querySelector('summary')?.textContent?.replace(/\s+/g, ' '),
    ])
    expect(days).toEqual([
      ['Today', 'Photos Inc. $0.01 One photo · photos.example · Wallet · 10:41 AM 0x8d7c…6c0d'],
      ['Yesterday', 'Crème & Söhne $5.00 Premium, a month · press.example · Card · 10:41 AM pi_1N4…hKlW'],
    ])
    await expect.element(page.getByRole('region', { name: 'Receipts' })).toBeVisible()
  })

  test('has everything else behind it', async () => {
    await mountList([photo])
    await page.getByText('Photos Inc.').click()
    const facts = [...document.querySelectorAll('[data-part="receipt-fact"]')].map((fact) =>
      [...fact.children].map(({ textContent }) => textContent),
    )
    expect(facts.slice(0, 4)).toEqual([
      ['Reference', hash],
      ['Paid to', '0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00'],
      ['Address', 'https://photos.example/photo'],
      ['Agreed', 'Jun 15, 2025, 10:41:00 AM'],
    ])
    const link = page.getByRole('link', { name: 'See the transaction (new tab)' })
    await expect.element(link).toHaveAttribute('href', `https://explore.testnet.tempo.xyz/tx/${hash}`)
    await expect.element(link).toHaveAttribute('rel', 'noreferrer noopener')
    await expect.element(link).toHaveAttribute('target', '_blank')
  })

  test('by splitting goes to others too, each with a part', async () => {
    const splits = [{ payee: { id: '0x2', name: 'Artist' }, value: 2_500n }]
    await mountList([paidOf({}, { splits })])
    await page.getByText('Photos Inc.').click()
    expect(part('receipt-details')).toHaveTextContent('Also to$0.0025 · Artist')
  })

  test('and not delivered says so; what could not be checked is explained, and has no link', async () => {
    await mountList([
      paidOf({ ...at(15, 'a'), phase: 'paidUndelivered', receipt: undefined, receiptError: undefined }),
    ])
    expect(part('receipt')?.dataset.state).toBe('undelivered')
    expect(rows()[0]).toHaveTextContent('Not delivered')
    await page.getByText('Photos Inc.').click()
    expect(document.querySelector('a')).toBeNull()
    expect(part('receipt-details')).not.toHaveTextContent('Reference')
  })

  test('costs nothing where nothing was charged', async () => {
    await mountList([paidOf({}, { amount: { ...photo.offer.amount, value: 0n } })])
    expect(part('receipt-amount')).toHaveTextContent('Free')
  })

  test('as you go is one line, with what came back', async () => {
    const channels = createFakeChannels([
      channelOf({ status: 'closed', usedAt: now }),
      channelOf({ id: '0x2', usedAt: now - 1, spent: 100n }),
    ])
    const payer = { ...payerOf(createFakeAttempts([]), () => now), channels }
    await mountSession(payer, <ReceiptList />)
    await until(() => expect(rows()).toHaveLength(2))
    expect(rows()[0]).toHaveTextContent('photos.example $0.0342 Pay as you go · 12:00 PM $0.0658 came back')
    expect(rows()[1]).toHaveTextContent('$0.0001')
    expect(rows()[1]).toHaveTextContent('Still open')
    expect(channels.calls).toEqual([])
  })

  test('nothing yet: one sentence, and nothing to search or save', async () => {
    await mountList([])
    expect(part('receipts')).toHaveTextContent('ReceiptsNothing was paid here yet.')
    expect(document.querySelector('input, button')).toBeNull()
  })

  test('that could not be read: said, and what is known is there', async () => {
    const attempts = { ...createFakeAttempts([photo]), ready: () => Promise.reject(new Error('No.')) }
    await mountSession(
      payerOf(attempts, () => now),
      <ReceiptList />,
    )
    await until(() => expect(part('receipts-failed')?.textContent).toContain('could not be read'))
    expect(rows()).toHaveLength(1)
  })
})

describe('a search', () => {
  test('finds at once, and says once how much', async () => {
    await mountList([premium, photo])
    const heard: string[] = []
    const status = part('receipts-says')
    if (!status) throw new Error('Nothing says anything.')
    new MutationObserver(() => heard.push(status.textContent ?? '')).observe(status, {
      childList: true,
      characterData: true,
      subtree: true,
    })
    await field.click()
    await userEvent.keyboard('photo')
    await until(() => expect(rows()).toHaveLength(1))
    await until(() => expect(heard).toEqual(['1 of 2 receipts.']))
    await userEvent.keyboard('x')
    await until(() => expect(part('receipts')?.dataset.state).toBe('nothing'))
    await until(() => expect(heard.at(-1)).toBe('No receipt fits “photox”.'))
    expect(heard).toHaveLength(2)
    // There is nothing to save, and the button stays where it is.
    await expect.element(button('Save as CSV')).toHaveAttribute('aria-disabled', 'true')
  })

  test('for nothing there is goes back to all, and the focus with it', async () => {
    await mountList([premium, photo])
    await field.fill('sandwich')
    await button('Show all').click()
    await until(() => expect(rows()).toHaveLength(2))
    await expect.element(field).toHaveFocus()
    await expect.element(field).toHaveValue('')
    await until(() => expect(says()).toBe(''))
  })
})

test('the keyboard alone opens a receipt, searches and saves', async () => {
  await mountList([premium, photo])
  const order: (string | null | undefined)[] = []
  for (let step = 0; step < 5; step++) {
    await userEvent.tab()
    order.push(document.activeElement?.getAttribute('type') ?? document.activeElement?.tagName)
  }
  expect(order).toEqual(['button', 'button', 'search', 'SUMMARY', 'SUMMARY'])
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('link', { name: /Stripe/ })).toBeVisible()
  await userEvent.tab()
  expect(document.activeElement?.tagName).toBe('A')
})

test('many are shown a page at a time, and the focus goes on where the next begins', async () => {
  const many = Array.from({ length: 130 }, (_, index) =>
    paidOf(
      { id: `n${index}`, times: { authorizing: now - index * 60_000 } },
      { description: `Photo ${index}` },
    ),
  )
  await mountList(many)
  expect(rows()).toHaveLength(50)
  await button('Show 50 more').click()
  await until(() => expect(rows()).toHaveLength(100))
  expect(document.activeElement).toHaveTextContent('Photo 50')
  await button('Show 30 more').click()
  await until(() => expect(document.activeElement).toHaveTextContent('Photo 100'))
  expect(document.querySelector('[data-part="receipts"] > button')).toBeNull()
  await field.fill('photo 129')
  await until(() => expect(rows()).toHaveLength(1))
  await field.fill('')
  await until(() => expect(rows()).toHaveLength(50))
})

test('a list of one’s own has all of it', async () => {
  await mountList([premium, photo], {
    children: ({ days, wordsOf, total, state, search, setSearch }) => (
      <div data-part="own" data-state={state}>
        <input aria-label="Find" value={search} onChange={({ target }) => setSearch(target.value)} />
        {total}:
        {days.map(({ name, receipts }) => `${name} ${receipts.map((each) => wordsOf(each).amount)}`).join()}
      </div>
    ),
  })
  await until(() => expect(part('own')).toHaveTextContent('2:Today $0.01,Yesterday $5.00'))
  expect(part('receipts')).toBeNull()
  await page.getByLabelText('Find').fill('card')
  await until(() => expect(part('own')).toHaveTextContent('2:Yesterday $5.00'))
})

test('in another language: its words, its dates, its numbers', async () => {
  const attempts = createFakeAttempts([premium])
  const locale = { ...en, tag: 'de', card: 'Karte', receipts: { ...receiptTexts, receipts: 'Belege' } }
  await mountSession(
    payerOf(attempts, () => now),
    <ReceiptList />,
    { locale },
  )
  await until(() => expect(rows()).toHaveLength(1))
  expect(part('receipts')).toHaveTextContent(/^Belege.*Gestern/)
  expect(rows()[0]).toHaveTextContent(/5,00.\$ Premium, a month · press\.example · Karte · 10:41/)
})
