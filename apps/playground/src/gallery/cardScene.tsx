import { createFakeShop, createFakeStripe, type FakeShop, type FakeStripe } from '@payerkit/testing/screens'
import type { Play, Scene } from './Exhibit.js'
import { PayByCard } from './examples/PayByCard.js'
import code from './examples/PayByCard.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

type Means = { readonly shop: FakeShop; readonly stripe: FakeStripe; readonly clock: { now: number } }
type Script = {
  readonly direct?: (means: Means) => void
  readonly reach?: (hand: Hand, means: Means) => Promise<void>
  readonly show?: (response: Response) => void
  /** Where Stripe.js comes from, if not at once. */
  readonly source?: () => Promise<null>
}

/** What never ends. */
export const never = () => new Promise<never>(() => {})
/** The form in one of its states. */
export const isOf = (state: string) => `form[data-part="card"][data-state="${state}"]`
/** Presses the button that pays, once it is lit. */
export const pay = (hand: Hand) => hand.press('form button[data-part="button"]:not([data-state="waiting"])')

function play({ direct, reach, show = () => {}, source }: Script): Play {
  const clock = { now: 1_750_000_000_000 }
  const means = { shop: createFakeShop({ now: () => clock.now }), stripe: createFakeStripe(), clock }
  direct?.(means)
  const stripe = source ?? (() => Promise.resolve(means.stripe.stripe))
  return {
    body: (
      <Stand payer={means.shop.payer}>
        <PayByCard stripe={stripe} show={show} />
      </Stand>
    ),
    ...(reach && { reach: (hand) => reach(hand, means) }),
  }
}

/** A scene of a card form, with a seller and a Stripe.js that do as they are told. */
export const scene = (scene: Omit<Scene, 'code' | 'play'>, script: Script): Scene => ({
  ...scene,
  code,
  play: () => play(script),
})
