import {
  declinedAnswer,
  lost,
  openShop,
  type Shop,
  type ShopOptions,
  sayYes,
} from '@payerkit/testing/screens'
import type { Exhibit, Play, Scene } from './Exhibit.js'
import { BuyPhoto } from './examples/BuyPhoto.js'
import code from './examples/BuyPhoto.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

type Script = ShopOptions & {
  readonly direct?: (shop: Shop) => void
  readonly show?: (photo: Blob | undefined) => void
  readonly reach?: (hand: Hand, shop: Shop) => Promise<void>
}

const never = () => new Promise<never>(() => {})
const isOf = (state: string) => `[data-part="pay"][data-state="${state}"]`
const press = (hand: Hand) => hand.press('[data-part="button"]')

function play({ direct, show = () => {}, reach, ...options }: Script): Play {
  const shop = openShop({ approve: reach && sayYes, ...options })
  direct?.(shop)
  return {
    body: (
      <Stand payer={shop.payer} asks={!reach}>
        <BuyPhoto show={show} />
      </Stand>
    ),
    ...(reach && { reach: (hand) => reach(hand, shop) }),
  }
}

const scene = (scene: Omit<Scene, 'code' | 'play'>, script: Script): Scene => ({
  ...scene,
  code,
  play: () => play(script),
})

/** The price has to be there first, or a press asks for it. */
const pay = async (hand: Hand) => {
  await hand.see('[data-part="label"][data-widest*="0.01"], [data-part="label"][data-widest*="0,01"]')
  await press(hand)
}

export const payButton: Exhibit = {
  id: 'pay-button',
  title: 'PayButton',
  sentence: 'One button that buys one thing, once, and says what became of it.',
  scenes: [
    scene(
      {
        id: 'idle',
        title: 'Ready',
        when: 'The price is known. A press asks, and nothing is paid without a yes.',
        shows: isOf('idle'),
      },
      {},
    ),
    scene(
      {
        id: 'quoting',
        title: 'Before the price is known',
        when: 'The seller has not answered yet; a press asks for the price itself.',
        shows: isOf('idle'),
      },
      {
        direct: (shop) => {
          shop.payer = { ...shop.payer, quote: never }
        },
      },
    ),
    scene(
      {
        id: 'pending',
        title: 'Paying',
        when: 'The wallet asks, or the payment is on its way.',
        shows: isOf('pending'),
      },
      {
        direct: (shop) => {
          shop.prompt = never
        },
        reach: pay,
      },
    ),
    scene(
      { id: 'paid', title: 'Paid', when: 'It was paid once, and never is again.', shows: isOf('paid') },
      { reach: pay },
    ),
    scene(
      { id: 'free', title: 'Nothing to pay', when: 'The seller asked for nothing.', shows: isOf('free') },
      { free: ['/photo'], reach: press },
    ),
    scene(
      {
        id: 'declined',
        title: 'Declined',
        when: 'The seller turned the payment down, and nothing was spent.',
        shows: isOf('declined'),
      },
      {
        direct: (shop) => {
          shop.answer = declinedAnswer
        },
        reach: pay,
      },
    ),
    scene(
      {
        id: 'limit',
        title: 'Above a limit',
        when: 'The page, or the person, allows no payment as large as this.',
        shows: isOf('declined'),
      },
      { policy: { limits: [{ currency: 'usd', amount: '0.001', per: 'payment' }] }, reach: press },
    ),
    scene(
      {
        id: 'offline',
        title: 'Offline',
        when: 'Nobody answers, and nothing was sent.',
        shows: isOf('declined'),
      },
      { away: true, reach: press },
    ),
    scene(
      {
        id: 'unknown',
        title: 'Outcome unknown',
        when: 'The answer was lost on the way. The button looks again, and pays nothing.',
        shows: isOf('unknown'),
      },
      {
        direct: (shop) => {
          shop.answer = lost
        },
        reach: pay,
      },
    ),
    scene(
      {
        id: 'checking',
        title: 'Looking again',
        when: 'The very proof that was sent is presented once more.',
        shows: isOf('pending'),
      },
      {
        direct: (shop) => {
          shop.answer = lost
        },
        async reach(hand, shop) {
          await pay(hand)
          await hand.see(isOf('unknown'))
          shop.answer = never
          await press(hand)
        },
      },
    ),
    scene(
      {
        id: 'unread',
        title: 'Arrived, and not to be read',
        when: 'What was paid for came, and the page could not show it. It can be read again.',
        shows: isOf('unread'),
      },
      {
        show: () => {
          throw new Error('There is no screen.')
        },
        reach: pay,
      },
    ),
  ],
}
