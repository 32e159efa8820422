import { type Budget, createBudget, type Limit } from '@payerkit/core/budget'
import { createMemoryStore } from '@payerkit/core/stores'
import { openShop, origin, type Shop } from '@payerkit/testing/screens'
import type { Exhibit, Scene } from './Exhibit.js'
import { MyBudget } from './examples/MyBudget.js'
import code from './examples/MyBudget.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

const day = 86_400_000
const usual: readonly Limit[] = [
  { currency: 'usd', amount: '0.05', per: 'origin', period: 7 * day },
  { currency: 'usd', amount: '1', per: 'all', period: day },
  { currency: 'usd', amount: '0.02', per: 'payment' },
]

type Script = {
  readonly limits?: readonly Limit[]
  readonly get?: () => Promise<never>
  readonly reach?: (hand: Hand, shop: Shop, budget: Budget) => Promise<void>
}

function scene(scene: Omit<Scene, 'code' | 'play'>, { limits = usual, get, reach }: Script): Scene {
  return {
    ...scene,
    code,
    play() {
      const budget = createBudget({ store: { ...createMemoryStore(), ...(get && { get }) }, limits })
      const shop = openShop({ policy: budget.policy })
      return {
        body: (
          <Stand payer={shop.payer} asks>
            <MyBudget budget={budget} />
          </Stand>
        ),
        ...(reach && { reach: (hand) => reach(hand, shop, budget) }),
      }
    },
  }
}

const ready = '[data-part="budget"][data-state="ready"]'
const change = `${ready} [data-part="limit"] button:first-child`

/** Writes an amount and saves it. */
async function write(hand: Hand, amount: string): Promise<void> {
  await hand.press(change)
  await hand.type('input', amount)
  await hand.press('form [data-part="button"]')
}

export const budgetMeter: Exhibit = {
  id: 'budget-meter',
  title: 'BudgetMeter',
  sentence:
    'What a person lets a page pay without asking: what is left of it, lowered at once, raised by a yes.',
  scenes: [
    scene(
      { id: 'ready', title: 'Nothing used', when: 'Limits are set, and nothing was paid yet.', shows: ready },
      {},
    ),
    scene(
      {
        id: 'used',
        title: 'Used',
        when: 'Three payments were made without a question.',
        shows: `${ready} [data-part="limit-usage"] meter`,
      },
      {
        async reach(hand, { payer }, budget) {
          await budget.ready()
          for (const path of ['a', 'b', 'c']) await payer.fetch(`${origin}/${path}`)
          await hand.see(ready)
        },
      },
    ),
    scene(
      { id: 'empty', title: 'No limits', when: 'Everything is asked for.', shows: '[data-part="budget"]' },
      { limits: [] },
    ),
    scene(
      { id: 'loading', title: 'Being read', when: 'The store is asked.', shows: '[data-part="budget"]' },
      { get: () => new Promise(() => {}) },
    ),
    scene(
      {
        id: 'failed',
        title: 'Not to be read',
        when: 'What was agreed to is not known, so nothing is paid without asking.',
        shows: '[data-part="budget"][data-state="failed"]',
      },
      { get: () => Promise.reject(new Error('There is no store.')) },
    ),
    scene(
      {
        id: 'editing',
        title: 'Being changed',
        when: 'The form of one limit.',
        shows: '[data-part="budget"] form',
      },
      { reach: (hand) => hand.press(change) },
    ),
    scene(
      {
        id: 'wrong',
        title: 'No amount',
        when: 'What was typed is none.',
        shows: '[data-part="limit-problem"]',
      },
      { reach: (hand) => write(hand, '1,50') },
    ),
    scene(
      {
        id: 'asking',
        title: 'Raise it?',
        when: 'More without asking is only by a yes.',
        shows: '[data-part="limit-ask"]',
      },
      { reach: (hand) => write(hand, '2') },
    ),
    scene(
      {
        id: 'lowered',
        title: 'Lowered',
        when: 'Less holds at once.',
        shows: '[data-part="budget-says"]:not(:empty)',
      },
      { reach: (hand) => write(hand, '0.03') },
    ),
  ],
}
