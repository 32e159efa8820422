import { openNewsShop } from '@payerkit/testing/screens'
import '../styles/subscription.css'
import type { Quote } from '@payerkit/core'
import { createIndexedDbStore, createMemoryStore } from '@payerkit/core/stores'
import type { Subscription } from '@payerkit/core/tempo'
import { StrictMode } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { PayerProvider } from '../provider/PayerProvider.js'
import { SubscribeButton, SubscriptionList, useSubscription } from '../subscription/index.js'
import { mountSession, part, until } from '../testing/mountSession.js'
import { subscriptionAmounts } from './SubscriptionAmount.js'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const state = () => part('subscribe')?.dataset.state
const says = () => part('subscription-says')?.textContent

async function press(name: string | RegExp): Promise<void> {
  await expect.element(button(name)).not.toHaveAttribute('aria-disabled')
  await button(name).click()
}

type Shop = ReturnType<typeof openNewsShop>

const subscribeTo = ({ subscriptions, url }: Shop, quote?: Quote) => (
  <SubscribeButton subscriptions={subscriptions} input={url} quote={quote} />
)

/** A page with the button and its price, inside a provider that asks. */
async function mount(shop: Shop) {
  const quote = await shop.payer.quote(shop.url)
  return render(
    <StrictMode>
      <PayerProvider payer={shop.payer} renderAmount={subscriptionAmounts}>
        {subscribeTo(shop, quote)}
      </PayerProvider>
    </StrictMode>,
  )
}

function Own({ shop, got }: { shop: Shop; got: (data: string | undefined) => void }) {
  const { subscriptions } = shop
  // One subscription for all that a site has.
  const isFor = ({ origin }: Subscription) => origin === new URL(shop.url).origin
  const { state, subscribe } = useSubscription({ subscriptions, input: `${shop.url}?page=2`, isFor })
  return (
    <>
      <button type="button" onClick={subscribe}>
        {state}
      </button>
      <SubscribeButton
        subscriptions={shop.subscriptions}
        input={shop.url}
        read={(response) => response.text()}
        onSuccess={({ data }) => got(data)}
      >
        {({ label, ...button }) => (
          <button type="button" data-testid="own" onClick={button.subscribe}>
            {label}
          </button>
        )}
      </SubscribeButton>
    </>
  )
}

describe('one subscription', () => {
  test('is asked for in full, agreed to once, shown, and cancelled after a second question', async () => {
    const store = createMemoryStore()
    const shop = openNewsShop(store)
    const screen = await mount(shop)
    await expect.element(button('Subscribe · $1.00 every 30 days')).toBeVisible()
    expect([state(), shop.asked]).toEqual(['idle', []])

    await press(/^Subscribe · \$1\.00 every/)
    const sheet = page.getByRole('dialog')
    await expect.element(sheet).toBeVisible()
    expect(state()).toBe('asking')
    expect(part('figure')?.textContent).toBe('$1.00')
    expect(part('unit')?.textContent).toBe('every 30 days')
    // A year has thirteen such periods; the last one is not over by then.
    expect(part('deposit')?.textContent).toBe(
      'Next charge on Jul 31, 2026. Ends on Jul 1, 2027. At most $13.00 in all.',
    )
    expect(shop.asked).toEqual([])
    await until(() => expect(sheet.getByRole('button', { name: /^Start with/ })).not.toBeDisabled())
    await sheet.getByRole('button', { name: /^Start with/ }).click()
    await until(() => expect(state()).toBe('active'))
    expect(shop.asked).toEqual(['wallet_authorizeAccessKey'])
    await until(() => expect(says()).toBe('Next charge on Jul 31, 2026. Ends on Jul 1, 2027.'))

    await until(() => expect(document.querySelector('dialog[open]')).toBeNull())
    await press('Cancel subscription')
    expect(part('subscription-sure')?.textContent).toContain('the seller can charge nothing more')
    // A double click is meant for the first question alone.
    await expect.element(button('Yes, cancel it')).toHaveAttribute('aria-disabled')
    await press('Keep it')
    expect(part('subscription-sure')).toBeNull()
    expect(shop.asked).toHaveLength(1)

    await press('Cancel subscription')
    await press('Yes, cancel it')
    await until(() => expect(state()).toBe('cancelled'))
    expect(says()).toBe('The seller can charge nothing more.')
    expect(shop.asked).toEqual(['wallet_authorizeAccessKey', 'eth_sendTransaction'])
    await screen.unmount()
  })

  test('outlives the page, and nothing is signed by showing it', async () => {
    const store = createIndexedDbStore({ name: `subscriptions ${crypto.randomUUID()}` })
    const first = openNewsShop(store, { approve: true })
    await first.payer.fetch(first.url)
    // What it was for is learnt from the journal, which outlives the page too.
    const shop = first.reopen()
    await mountSession(shop.payer, subscribeTo(shop))
    await until(() =>
      expect([state(), says()]).toEqual(['active', 'Next charge on Jul 31, 2026. Ends on Jul 1, 2027.']),
    )
    expect(part('subscription')?.textContent).toContain('The Daily News')
    expect(part('button')).toBeNull()
    expect(shop.asked).toEqual([])
  })

  test('of which a charge is due, or comes no more, says so', async () => {
    const shop = openNewsShop(createMemoryStore(), { approve: true })
    await mountSession(shop.payer, subscribeTo(shop))
    await press(/^Subscribe/)
    await until(() => expect(state()).toBe('active'))
    shop.clock.now = Date.parse('2026-08-01T12:00:00Z')
    shop.chain.periodEnd = Date.parse('2026-08-01T11:00:00Z') / 1000
    await shop.subscriptions.refresh()
    await until(() => expect(says()).toMatch(/^The next charge can come at any time\./))
    shop.clock.now = Date.parse('2027-06-20T12:00:00Z')
    shop.chain.periodEnd = Date.parse('2027-07-10T12:00:00Z') / 1000
    await shop.subscriptions.refresh()
    await until(() => expect(says()).toBe('There are no more charges. Ends on Jul 1, 2027.'))
    shop.clock.now = Date.parse('2027-07-01T12:00:00Z')
    await shop.subscriptions.refresh()
    await until(() => expect(state()).toBe('expired'))
    expect(says()).toBe('It ended on Jul 1, 2027. The seller can charge nothing more.')
  })

  test('that the seller does not set up is not known to be there, and can only be looked at again', async () => {
    const shop = openNewsShop(createMemoryStore(), { approve: true })
    shop.honest = false
    await mountSession(shop.payer, subscribeTo(shop))
    await press(/^Subscribe/)
    await until(() => expect(state()).toBe('unknown'))
    await until(() =>
      expect(says()).toMatch(/^You agreed, and the network does not show it yet\. Nothing was/),
    )
    expect(part('subscription-actions')).toBeNull()
    shop.honest = true
    await press('Check now')
    await until(() => expect(state()).toBe('active'))
    // The very proof that was sent, and no second one.
    expect(shop.asked).toEqual(['wallet_authorizeAccessKey'])
  })

  test('goes on where the wallet says no, and says so', async () => {
    const shop = openNewsShop(createMemoryStore(), { approve: true })
    await mountSession(shop.payer, subscribeTo(shop))
    await press(/^Subscribe/)
    await until(() => expect(state()).toBe('active'))
    shop.prompt = () => Promise.reject(Object.assign(new Error('no'), { code: 4001 }))
    await press('Cancel subscription')
    await press('Yes, cancel it')
    await until(() =>
      expect(part('subscription-problem')?.textContent).toBe(
        'You said no in your wallet. The subscription goes on.',
      ),
    )
    expect(state()).toBe('active')
  })
})

test('the list has every one, and lets go of those that are over', async () => {
  const shop = openNewsShop(createMemoryStore(), { approve: true })
  const { seen } = await mountSession(shop.payer, <SubscriptionList subscriptions={shop.subscriptions} />)
  await expect.element(page.getByText('There are no subscriptions here.')).toBeVisible()
  await shop.payer.fetch(shop.url)
  await until(() => expect(part('subscription')?.dataset.state).toBe('active'))
  expect(part('subscription-about')?.textContent).toBe('The daily news')
  const before = seen.commits
  await press('Cancel subscription')
  await press('Yes, cancel it')
  await until(() => expect(part('subscription')?.dataset.state).toBe('cancelled'))
  expect(seen.commits - before).toBeLessThan(10)
  await press('Remove from this list')
  await until(() => expect(part('subscriptions')?.dataset.state).toBe('empty'))
  expect(shop.subscriptions.list()).toEqual([])
})

test('a hook, and a button of one’s own', async () => {
  const shop = openNewsShop(createMemoryStore(), { approve: true })
  const got = vi.fn()
  await mountSession(shop.payer, <Own shop={shop} got={got} />)
  const own = page.getByTestId('own')
  await expect.element(own).toHaveTextContent('Subscribe')
  await own.click()
  await expect.element(own).toHaveTextContent('Active')
  expect(got.mock.calls).toEqual([['the news']])
  await expect.element(page.getByRole('button', { name: 'active', exact: true })).toBeVisible()
})
