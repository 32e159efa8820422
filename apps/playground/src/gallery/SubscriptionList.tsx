import { createMemoryStore } from '@payerkit/core/stores'
import { type NewsShop, openNewsShop } from '@payerkit/testing/screens'
import type { Exhibit, Scene } from './Exhibit.js'
import { MySubscriptions } from './examples/MySubscriptions.js'
import code from './examples/MySubscriptions.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

const year = 365 * 86_400_000
const subscribe = (shop: NewsShop) => shop.payer.fetch(shop.url).catch(() => {})

function scene(
  scene: Omit<Scene, 'code' | 'play'>,
  reach?: (hand: Hand, shop: NewsShop) => Promise<void>,
  store = createMemoryStore,
): Scene {
  return {
    ...scene,
    code,
    play() {
      const shop = openNewsShop(store(), { approve: true })
      return {
        body: (
          <Stand payer={shop.payer}>
            <MySubscriptions subscriptions={shop.subscriptions} />
          </Stand>
        ),
        ...(reach && { reach: (hand) => reach(hand, shop) }),
      }
    },
  }
}

const isOf = (state: string) => `[data-part="subscription"][data-state="${state}"]`

export const subscriptionList: Exhibit = {
  id: 'subscription-list',
  title: 'SubscriptionList',
  sentence: 'Every subscription that this browser keeps, and the way out of each.',
  scenes: [
    scene(
      {
        id: 'active',
        title: 'One that runs',
        when: 'The seller charges when it is due.',
        shows: isOf('active'),
      },
      async (_, shop) => {
        await subscribe(shop)
      },
    ),
    scene({
      id: 'empty',
      title: 'Empty',
      when: 'Nothing was subscribed to.',
      shows: '[data-part="subscriptions"][data-state="empty"]',
    }),
    scene(
      {
        id: 'loading',
        title: 'Being read',
        when: 'The store is asked.',
        shows: '[data-part="subscriptions"][data-state="loading"]',
      },
      undefined,
      () => ({ ...createMemoryStore(), list: () => new Promise(() => {}) }),
    ),
    scene(
      {
        id: 'cancelled',
        title: 'One that is cancelled',
        when: 'It can be let go of.',
        shows: isOf('cancelled'),
      },
      async (_, shop) => {
        await subscribe(shop)
        await shop.subscriptions.cancel(shop.subscriptions.list()[0]?.id ?? '')
      },
    ),
    scene(
      {
        id: 'expired',
        title: 'One that has ended',
        when: 'The seller can charge nothing more.',
        shows: isOf('expired'),
      },
      async (_, shop) => {
        await subscribe(shop)
        shop.clock.now += 2 * year
        await shop.subscriptions.refresh()
      },
    ),
    scene(
      {
        id: 'unknown',
        title: 'One that nobody knows',
        when: 'The seller has not set it up yet.',
        shows: isOf('unknown'),
      },
      async (_, shop) => {
        shop.honest = false
        await subscribe(shop)
      },
    ),
  ],
}
