import { cardOffers } from '@payerkit/react/stripe'
import {
  createFakeStripe,
  declinedAnswer,
  lost,
  openShop,
  type Shop,
  type ShopOptions,
} from '@payerkit/testing/screens'
import type { Exhibit, Play, Scene } from './Exhibit.js'
import { OrderCheckout } from './examples/OrderCheckout.js'
import orderCode from './examples/OrderCheckout.tsx?raw'
import { PhotoCheckout } from './examples/PhotoCheckout.js'
import code from './examples/PhotoCheckout.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

type Script = Omit<ShopOptions, 'approve'> & {
  /** Whether the page has a form for cards. */
  readonly cards?: boolean
  readonly direct?: (shop: Shop) => void
  readonly show?: (photo: Blob | undefined) => void
  readonly reach?: (hand: Hand, shop: Shop, offers: NonNullable<ShopOptions['offers']>) => Promise<void>
}

const forms = () => cardOffers({ stripe: Promise.resolve(createFakeStripe().stripe) })
const never = () => new Promise<never>(() => {})
const isOf = (state: string) => `[data-part="checkout"][data-state="${state}"]`
const pay = (hand: Hand) => hand.press('[data-part="checkout"] [data-part="button"]')
const photo = { description: 'A landscape at dusk, 4000 × 3000' }

function play({ direct, show = () => {}, reach, cards, ...options }: Script): Play {
  const offers = [...(options.offers ?? [photo])]
  const shop = openShop({ ...options, offers })
  direct?.(shop)
  const remedy = () => (
    <button type="button" className="quiet" onClick={() => {}}>
      Get play money
    </button>
  )
  return {
    body: (
      <Stand payer={shop.payer} {...(cards && { renderOffer: forms() })}>
        <PhotoCheckout show={show} remedy={remedy} />
      </Stand>
    ),
    ...(reach && { reach: (hand) => reach(hand, shop, offers) }),
  }
}

const scene = (scene: Omit<Scene, 'code' | 'play'>, script: Script): Scene => ({
  ...scene,
  code,
  play: () => play(script),
})

export const checkout: Exhibit = {
  id: 'checkout',
  title: 'Checkout',
  sentence: 'A whole purchase in one place of the page: price, every way to pay it, and what came of it.',
  scenes: [
    scene(
      {
        id: 'asking',
        title: 'Asking',
        when: 'The price was looked up; nothing is paid before the press.',
        shows: isOf('asking'),
      },
      {},
    ),
    scene(
      {
        id: 'ways',
        title: 'Several ways to pay',
        when: 'Those of one kind stand together, and what is not possible here says so.',
        shows: `${isOf('asking')} [data-part="refused"]`,
      },
      {
        offers: [
          { ...photo, request: { network: 'Tempo' } },
          { ...photo, request: { network: 'Base' } },
          { ...photo, method: 'stripe' },
          { ...photo, method: 'unheard-of' },
        ],
        cards: true,
      },
    ),
    scene(
      {
        id: 'loading',
        title: 'Price on its way',
        when: 'The seller is being asked.',
        shows: isOf('loading'),
      },
      {
        direct: (shop) => {
          shop.payer = { ...shop.payer, quote: never }
        },
      },
    ),
    {
      id: 'ordering',
      title: 'Not asked yet',
      when: 'What may change something at the seller waits for the person.',
      shows: isOf('loading'),
      code: orderCode,
      play: () => ({
        body: (
          <Stand payer={openShop().payer}>
            <OrderCheckout />
          </Stand>
        ),
      }),
    },
    scene(
      {
        id: 'unaffordable',
        title: 'Not enough money',
        when: 'The wallet was asked before: it could not pay this. The page offers what helps.',
        shows: `${isOf('asking')} [data-state="lack"]`,
      },
      {
        direct: (shop) => {
          const lack = {
            able: false,
            reason: 'balance',
            message: 'There is not enough in this wallet.',
          } as const
          shop.payer = { ...shop.payer, capable: async () => lack }
        },
      },
    ),
    scene(
      {
        id: 'expired',
        title: 'Offer ended',
        when: 'It renews an offer by itself, but not for ever.',
        shows: isOf('expired'),
      },
      {
        lasts: 1,
        direct: (shop) => {
          const { payer } = shop
          const quote: typeof payer.quote = async (...request) => {
            const known = await payer.quote(...request)
            shop.clock.now += 2
            return known
          }
          shop.payer = { ...payer, quote }
        },
      },
    ),
    scene(
      {
        id: 'changed',
        title: 'Another price',
        when: 'The renewed offer is not what it was.',
        shows: '[data-state="changed"]',
      },
      {
        lasts: 60_000,
        reach: async (hand, shop, offers) => {
          await hand.see(isOf('asking'))
          offers[0] = { ...photo, amount: '20000' }
          shop.clock.now += 60_001
        },
      },
    ),
    scene(
      {
        id: 'working',
        title: 'Confirm in your wallet',
        when: 'The wallet asks.',
        shows: isOf('working'),
      },
      {
        direct: (shop) => {
          shop.prompt = never
        },
        reach: pay,
      },
    ),
    scene(
      { id: 'paid', title: 'Paid', when: 'Unless the page shows what it bought.', shows: isOf('paid') },
      { reach: pay },
    ),
    scene(
      { id: 'free', title: 'Nothing to pay', when: 'The seller asked for nothing.', shows: isOf('free') },
      { free: ['/photo'] },
    ),
    scene(
      {
        id: 'declined',
        title: 'Declined',
        when: 'The seller turned it down, and a new price is there for another try.',
        shows: `${isOf('asking')} [data-part="notice"]`,
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
        id: 'unknown',
        title: 'Outcome unknown',
        when: 'The answer was lost on the way; a look costs nothing.',
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
        when: 'The same proof is presented once more.',
        shows: isOf('checking'),
      },
      {
        direct: (shop) => {
          shop.answer = lost
        },
        async reach(hand, shop) {
          await pay(hand)
          await hand.see(isOf('unknown'))
          shop.answer = never
          await pay(hand)
        },
      },
    ),
    scene(
      {
        id: 'unread',
        title: 'Arrived, and not to be read',
        when: 'The page could not show what came. It can be read again.',
        shows: isOf('unread'),
      },
      {
        show: () => {
          throw new Error('There is no screen.')
        },
        reach: pay,
      },
    ),
    scene(
      { id: 'offline', title: 'Offline', when: 'Nobody answers.', shows: isOf('failed') },
      { away: true },
    ),
    scene(
      {
        id: 'refused',
        title: 'Not to be paid here',
        when: 'The seller takes nothing that this page can pay with.',
        shows: isOf('asking'),
      },
      { offers: [{ ...photo, method: 'unheard-of' }] },
    ),
  ],
}
