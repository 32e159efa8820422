import type { Payer, Store } from '@payerkit/core'
import { createIndexedDbStore } from '@payerkit/core/stores'
import { type LostShop, lost, openLostShop } from '@payerkit/testing/screens'
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { mountSession, part } from '../testing/mountSession.js'
import { AttemptBanner } from './AttemptBanner.js'
import { PayButton, type PayButtonProps } from './PayButton.js'

// A payment whose answer was lost, finished by somebody else while its button is on the screen.

const button = page.getByRole('button').first()
const says = page.getByRole('status').first()

/** Buys by the button, and loses the answer. */
async function mountLost(props: Partial<PayButtonProps<string>> = {}, store?: Store, banner = false) {
  const shop = openLostShop(store)
  const payer = shop.open()
  const quote = await payer.quote(shop.url)
  const onDelivered = vi.fn(async (response: Response) => response.text())
  const onSuccess = vi.fn()
  await mountSession(
    payer,
    <>
      <PayButton<string> input={shop.url} quote={quote} onSuccess={onSuccess} {...props} />
      {banner && <AttemptBanner onDelivered={onDelivered} />}
    </>,
  )
  const { answer } = shop
  shop.answer = lost
  await button.click()
  await expect.element(button).toHaveTextContent('Check now')
  shop.answer = answer
  return { shop, payer, onDelivered, onSuccess }
}

const idOf = (payer: Payer) => payer.attempts.list()[0]?.id ?? ''

async function expectPaidOnce(shop: LostShop) {
  await expect.element(button).toHaveTextContent('Paid')
  await expect.element(says).toHaveTextContent(/^This was paid\. Nothing more is charged\./)
  await button.click({ force: true })
  expect([shop.signed(), new Set(shop.proofs).size]).toEqual([1, 1])
  await expect.element(button).toHaveTextContent('Paid')
}

test('finished by the banner: it says paid, and has nothing of its own to show', async () => {
  const { shop, onDelivered, onSuccess } = await mountLost({}, undefined, true)
  await page.getByRole('button', { name: 'Look again' }).click()
  await expectPaidOnce(shop)
  expect([onDelivered.mock.calls.length, onSuccess.mock.calls.length]).toEqual([1, 0])
})

test('looked for by both at once: one gets it, and the other says where it went', async () => {
  const { shop, onDelivered, onSuccess } = await mountLost({}, undefined, true)
  const look = page.getByRole('button', { name: 'Look again' })
  await expect.element(look).toBeVisible()
  for (const each of [look, button]) (each.element() as HTMLElement).click()
  await expectPaidOnce(shop)
  expect([onDelivered.mock.calls.length, onSuccess.mock.calls.length]).toEqual([1, 0])
  expect(shop.proofs).toHaveLength(2)
})

test('finished in another tab', async () => {
  const name = `elsewhere ${crypto.randomUUID()}`
  const { shop, payer } = await mountLost({}, createIndexedDbStore({ name }))
  await payer.attempts.ready()
  const other = openLostShop(createIndexedDbStore({ name }))
  const tab = other.open()
  await tab.attempts.ready()
  await tab.attempts.resume(idOf(payer))
  expect(other.proofs).toEqual(shop.proofs)
  await expectPaidOnce(shop)
  tab.destroy()
})

test('given up: it can be bought again, at a price that is asked for anew', async () => {
  const { shop, payer } = await mountLost()
  await payer.attempts.forget(idOf(payer))
  await expect.element(button).toHaveTextContent('Pay $0.01')
  expect(part('notice')).toBeNull()
  await button.click()
  await expect.element(button).toHaveTextContent('Paid')
  expect(shop.signed()).toBe(2)
  const [first, second] = payer.attempts.list().map(({ offer }) => offer.challenge.id)
  expect([first, second]).toEqual(['c2', undefined])
})

test('not paid after all: it can be tried again', async () => {
  const { shop, payer } = await mountLost()
  const { answer } = shop
  shop.answer = () => new Response(null, { status: 402 })
  shop.resolution = 'unpaid'
  await expect(payer.attempts.resume(idOf(payer))).rejects.toMatchObject({ code: 'declined' })
  await expect.element(button).toHaveTextContent('Try again · $0.01')
  await expect.element(page.getByRole('alert')).toHaveTextContent('Nothing was charged.')
  shop.answer = answer
  await button.click()
  await expect.element(button).toHaveTextContent('Paid')
  expect(shop.signed()).toBe(2)
})

test('paid after all and not delivered: it says so, and can still be looked for', async () => {
  const { shop, payer, onSuccess } = await mountLost()
  const { answer } = shop
  shop.answer = () => new Response(null, { status: 403 })
  shop.resolution = 'paid'
  await expect(payer.attempts.resume(idOf(payer))).rejects.toMatchObject({ code: 'paid_undelivered' })
  await expect.element(says).toHaveTextContent(/^This was paid, but not delivered\./)
  shop.answer = answer
  await button.click()
  await expect.element(button).toHaveTextContent('Paid')
  expect([onSuccess.mock.calls.length, shop.signed()]).toEqual([1, 1])
})

test('what nobody finished stays open', async () => {
  const { shop, payer } = await mountLost()
  const { answer } = shop
  shop.answer = lost
  await payer.fetch(`${shop.url}?2`).catch(() => {})
  shop.answer = answer
  expect(payer.attempts.list()).toHaveLength(2)
  await payer.attempts.forget(payer.attempts.list()[1]?.id ?? '')
  await expect.element(button).toHaveTextContent('Check now')
})
