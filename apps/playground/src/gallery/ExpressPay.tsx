import { confirmIn, createElementsStripe, createFakeShop } from '@payerkit/testing/screens'
import type { Exhibit, Scene } from './Exhibit.js'
import { PayByCardOrWallet } from './examples/PayByCardOrWallet.js'
import code from './examples/PayByCardOrWallet.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

type Means = {
  readonly shop: ReturnType<typeof createFakeShop>
  readonly stripe: ReturnType<typeof createElementsStripe>
}
type Script = {
  readonly direct?: (means: Means) => void
  readonly reach?: (hand: Hand, means: Means) => Promise<void>
}

const isReady = '[data-part="express"][data-state="ready"]'
const isOf = (state: string) => `form[data-part="card"][data-state="${state}"]`

function scene(scene: Omit<Scene, 'code' | 'play'>, { direct, reach }: Script = {}): Scene {
  return {
    ...scene,
    code,
    play() {
      const shop = createFakeShop({ now: () => 1_750_000_000_000 })
      const stripe = createElementsStripe()
      direct?.({ shop, stripe })
      return {
        body: (
          <Stand payer={shop.payer}>
            <PayByCardOrWallet stripe={Promise.resolve(stripe.stripe)} />
          </Stand>
        ),
        ...(reach && { reach: (hand) => reach(hand, { shop, stripe }) }),
      }
    },
  }
}

/** Presses the wallet's button, and says yes in its window. */
async function buy(hand: Hand, { stripe }: Means): Promise<void> {
  await hand.see(isOf('ready'))
  await hand.press(`${isReady} button`)
  confirmIn(stripe.wallet)
}

export const expressPay: Exhibit = {
  id: 'express-pay',
  title: 'ExpressPay',
  sentence: 'Apple Pay, Google Pay and Link, on Stripe’s own buttons, above the fields of a card form.',
  scenes: [
    scene({
      id: 'ready',
      title: 'One is there',
      when: 'The browser has a wallet. Here it is played.',
      shows: isReady,
    }),
    scene(
      {
        id: 'none',
        title: 'None is there',
        when: 'The browser has none of them, and the form is as it would be without.',
        shows: isOf('ready'),
      },
      {
        direct: ({ stripe }) => {
          stripe.wallet.available = undefined
        },
      },
    ),
    scene(
      {
        id: 'submitting',
        title: 'On its way',
        when: 'The person said yes in the wallet. The buttons wait until it is known what came of it.',
        shows: isOf('submitting'),
      },
      {
        direct: ({ shop }) => {
          shop.script.answering = new Promise(() => {})
        },
        reach: buy,
      },
    ),
    scene(
      { id: 'paid', title: 'Paid', when: 'It was paid once, as by card.', shows: isOf('paid') },
      { reach: buy },
    ),
  ],
}
