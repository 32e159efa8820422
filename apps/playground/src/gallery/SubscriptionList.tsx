import { createMemoryStore } from '@payerkit/core/stores'
import { type NewsShop, openNewsShop } from '@payerkit/testing/screens'
import type { Exhibit, Scene } from './Exhibit.js'
import { MySubscriptions } from './examples/MySubscriptions.js'
import code from './examples/MySubscriptions.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

const subscribe = (shop: NewsShop) => shop.payer.fetch(shop.url).catch(() => {})

function scene(
  scene: Omit<Scene, 'code' | 'play'>,
  reach?: (hand: Hand, shop: NewsShop) => Promise<void>,
): Scene {
  return {
    ...scene,
    code,
    play() {
      const shop = openNewsShop(createMemoryStore(), { approve: true })
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
