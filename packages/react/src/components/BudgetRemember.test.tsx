import { type Budget, createBudget } from '@payerkit/core/budget'
import { createIndexedDbStore } from '@payerkit/core/stores'
import { openShop, type ShopOptions } from '@payerkit/testing/screens'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import '../styles/budget.css'
import { ask, dialog, mountDialog, pay, photo, until } from '../testing/mountDialog.js'
import { rememberIn } from './BudgetRemember.js'

// "Don't ask again" in the consent dialog: what is ticked holds from the press of Pay on, and only for this site.

const box = page.getByRole('checkbox', { name: /^Don't ask again on photos\.example/ })

async function mount(options: ShopOptions = {}, limits: Parameters<typeof createBudget>[0]['limits'] = []) {
  const budget: Budget = createBudget({
    store: createIndexedDbStore({ name: `remember ${crypto.randomUUID()}` }),
    limits,
  })
  await budget.ready()
  const shop = openShop({ ...options, policy: budget.policy })
  await mountDialog(shop, { remember: rememberIn(budget) })
  return { shop, budget }
}

test('what is ticked holds from Pay on: the same site is not asked again up to this amount', async () => {
  const offers = [{ amount: '10000' }]
  const { shop, budget } = await mount({ offers })
  const first = ask(shop)
  await expect.element(box).not.toBeChecked()
  await expect.element(page.getByText('up to $0.01 each, and $0.20 in 24 hours')).toBeVisible()
  await box.click()
  expect(budget.limits).toEqual([])
  await pay.click()
  expect((await first).status).toBe(200)
  await until(() => expect(budget.limits).toHaveLength(2))
  const origin = 'https://photos.example'
  expect(budget.limits).toEqual([
    { currency: 'usd', amount: '0.01', per: 'payment', origin },
    { currency: 'usd', amount: '0.20', per: 'origin', period: 86_400_000, origin },
  ])
  expect((await shop.payer.fetch(`${photo}?2`)).status).toBe(200)
  expect([dialog(), shop.signed()]).toEqual([null, 2])
  offers[0] = { amount: '10001' }
  ask(shop, `${photo}?3`)
  await expect.element(pay).toBeVisible()
  expect(shop.signed()).toBe(2)
})

test('a no, and a yes without it, change nothing', async () => {
  const { shop, budget } = await mount()
  ask(shop)
  await box.click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  const second = ask(shop)
  await expect.element(box).not.toBeChecked()
  await pay.click()
  await second
  expect(budget.limits).toEqual([])
})

test('it is not offered for a card, which is always asked for', async () => {
  const card = await mount({ offers: [{ method: 'stripe' }] })
  ask(card.shop)
  await expect.element(page.getByRole('dialog')).toBeVisible()
  expect(box.query()).toBeNull()
})

test('a limit of all sites that is used up is said by asking, and is not lifted by one of a site', async () => {
  const { shop } = await mount({}, [{ currency: 'usd', amount: '0.001', per: 'all' }])
  ask(shop)
  await expect.element(pay).toBeVisible()
  expect(box.query()).toBeNull()
})
