import type { Resolution, Terms } from '@payerkit/core'
import { createBudget } from '@payerkit/core/budget'
import { createMemoryStore } from '@payerkit/core/stores'
import { rememberIn } from '@payerkit/react/budget'
import { cardOffers } from '@payerkit/react/stripe'
import { createFakeStripe, offerOf, openShop, type Shop, type ShopOptions } from '@payerkit/testing/screens'
import type { Play, Scene } from './Exhibit.js'
import { OpenPhoto } from './examples/OpenPhoto.js'
import code from './examples/OpenPhoto.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

type Script = ShopOptions & {
  /** Whether the page has a form for cards. */
  readonly cards?: boolean
  /** Whether the person may be asked no more. */
  readonly remembers?: boolean
  readonly direct?: (shop: Shop) => void
  readonly reach?: (hand: Hand, shop: Shop) => Promise<void>
}

/** What never ends. */
export const never = () => new Promise<never>(() => {})
/** The dialog in one of its states. */
export const isOf = (state: string) => `[data-part="dialog"][data-state="${state}"]`
/** Presses the button that agrees. */
export const pay = (hand: Hand) => hand.press('dialog [data-part="button"]')
/** What is sold. */
export const photo = { description: 'A landscape at dusk, 4000 × 3000' }

function play({ direct, reach, offers = [photo], cards = true, remembers, ...options }: Script): Play {
  const budget = remembers ? createBudget({ store: createMemoryStore() }) : undefined
  const shop = openShop({ offers, ...options, ...(budget && { policy: budget.policy }) })
  const { stripe } = createFakeStripe()
  const forms = cards ? cardOffers({ stripe: Promise.resolve(stripe) }) : {}
  direct?.(shop)
  return {
    body: (
      <Stand payer={shop.payer} asks renderOffer={forms} {...(budget && { remember: rememberIn(budget) })}>
        <OpenPhoto show={() => {}} />
      </Stand>
    ),
    reach: async (hand) => {
      await hand.see('dialog')
      await reach?.(hand, shop)
    },
  }
}

/** A scene of a page with one thing to buy, whose dialog asks. */
export const scene = (scene: Omit<Scene, 'code' | 'play'>, script: Script): Scene => ({
  ...scene,
  code,
  play: () => play(script),
})

/** A shop that asks for something else. */
export const describing =
  (change: (terms: Terms) => Terms) =>
  ({ payer }: Shop) => {
    const [method] = payer.methods
    if (!method) return
    const { describe } = method
    method.describe = async (...asked) => change(await describe(...asked))
  }

/** Has the chain say what became of a payment. */
export function knowing({ payer }: Shop, resolution: Resolution): void {
  const [method] = payer.methods
  if (method && 'authorize' in method) method.resolve = async () => resolution
}

/** A wallet that cannot pay. */
export function lacking(shop: Shop): void {
  shop.payer = {
    ...shop.payer,
    capable: async ({ prompt }) =>
      prompt === 'card'
        ? { able: true }
        : { able: false, reason: 'balance', message: 'There is not enough in this wallet for $0.01.' },
  }
}

/** A shop that charges as one goes. */
export const charging = (adds: boolean) =>
  describing((terms) => {
    const { amount, session } = offerOf()
    return { ...terms, amount, fees: 'payer', ...(session && { session: { ...session, adds } }) }
  })
