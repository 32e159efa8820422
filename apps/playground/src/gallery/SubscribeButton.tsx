import { createMemoryStore } from '@payerkit/core/stores'
import { type NewsShop, openNewsShop } from '@payerkit/testing/screens'
import type { Exhibit, Scene } from './Exhibit.js'
import { Newspaper } from './examples/Newspaper.js'
import code from './examples/Newspaper.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

type Script = {
  readonly direct?: (shop: NewsShop) => void
  readonly reach?: (hand: Hand, shop: NewsShop) => Promise<void>
}

const never = () => new Promise<never>(() => {})
const isOf = (state: string) => `[data-part="subscribe"][data-state="${state}"]`
const isThere = '[data-part="subscription"][data-state="active"]'

function scene(scene: Omit<Scene, 'code' | 'play'>, { direct, reach }: Script): Scene {
  return {
    ...scene,
    code,
    play() {
      const shop = openNewsShop(createMemoryStore(), { approve: reach !== undefined })
      direct?.(shop)
      return {
        body: (
          <Stand payer={shop.payer} asks={!reach}>
            <Newspaper subscriptions={shop.subscriptions} />
          </Stand>
        ),
        ...(reach && { reach: (hand) => reach(hand, shop) }),
      }
    },
  }
}

const subscribe = async (hand: Hand) => {
  await hand.see('[data-part="label"][data-widest*="30"]')
  await hand.press('[data-part="subscribe"] > [data-part="button"]')
}

/** Subscribes, and presses the way out of it once. */
async function leave(hand: Hand): Promise<void> {
  await subscribe(hand)
  await hand.see(isThere)
  await hand.press('[data-part="subscription-actions"] button')
  await hand.see('[data-part="subscription-sure"]')
}
const leaveForSure = async (hand: Hand) => {
  await leave(hand)
  await hand.press('[data-part="subscription-actions"] button:last-child')
}

export const subscribeButton: Exhibit = {
  id: 'subscribe-button',
  title: 'SubscribeButton',
  sentence: 'One yes for what is charged every month; afterwards the next charge, the end, and the way out.',
  scenes: [
    scene(
      {
        id: 'idle',
        title: 'Ready',
        when: 'The price and how often it is charged are known.',
        shows: isOf('idle'),
      },
      {},
    ),
    scene(
      { id: 'asking', title: 'Being set up', when: 'The wallet asks.', shows: isOf('asking') },
      {
        direct: (shop) => {
          shop.prompt = never
        },
        reach: subscribe,
      },
    ),
    scene(
      { id: 'active', title: 'Subscribed', when: 'The seller charges when it is due.', shows: isThere },
      { reach: subscribe },
    ),
    scene(
      {
        id: 'sure',
        title: 'Cancel?',
        when: 'The first press asks what the second one does.',
        shows: '[data-part="subscription-sure"]',
      },
      { reach: leave },
    ),
    scene(
      { id: 'cancelling', title: 'Being cancelled', when: 'The wallet asks.', shows: isOf('cancelling') },
      {
        async reach(hand, shop) {
          await leave(hand)
          shop.prompt = never
          await hand.press('[data-part="subscription-actions"] button:last-child')
        },
      },
    ),
    scene(
      {
        id: 'refused',
        title: 'Not cancelled',
        when: 'The wallet was told no.',
        shows: '[data-part="subscription-problem"]',
      },
      {
        async reach(hand, shop) {
          await leave(hand)
          shop.prompt = () => Promise.reject(Object.assign(new Error('No.'), { code: 4001 }))
          await hand.press('[data-part="subscription-actions"] button:last-child')
        },
      },
    ),
    scene(
      { id: 'cancelled', title: 'Cancelled', when: 'Nothing more is charged.', shows: isOf('cancelled') },
      { reach: leaveForSure },
    ),
    scene(
      {
        id: 'expired',
        title: 'Ended',
        when: 'What was agreed to is over. The seller can charge nothing more.',
        shows: isOf('expired'),
      },
      {
        async reach(hand, shop) {
          await subscribe(hand)
          await hand.see(isThere)
          shop.clock.now += 2 * 365 * 86_400_000
          await shop.subscriptions.refresh()
        },
      },
    ),
    scene(
      {
        id: 'unknown',
        title: 'Outcome unknown',
        when: 'The wallet signed, and the seller has not set it up.',
        shows: isOf('unknown'),
      },
      {
        direct: (shop) => {
          shop.honest = false
        },
        reach: subscribe,
      },
    ),
    scene(
      {
        id: 'free',
        title: 'Nothing to pay',
        when: 'It is paid for already, or costs nothing.',
        shows: isOf('free'),
      },
      {
        direct: ({ chain }) => {
          chain.key = 'valid'
        },
        reach: (hand) => hand.press('[data-part="button"]'),
      },
    ),
  ],
}
