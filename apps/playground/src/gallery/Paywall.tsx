import { lost, openShop, paidAnswer, type Shop, type ShopOptions } from '@payerkit/testing/screens'
import type { Exhibit, Play, Scene } from './Exhibit.js'
import { Story } from './examples/Story.js'
import code from './examples/Story.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

type Script = Omit<ShopOptions, 'approve'> & {
  readonly ui?: 'inline' | 'dialog'
  readonly direct?: (shop: Shop) => void
  readonly read?: (response: Response) => Promise<string>
  readonly reach?: (hand: Hand, shop: Shop) => Promise<void>
}

const never = () => new Promise<never>(() => {})
const isOf = (state: string) => `[data-part="paywall"][data-state="${state}"]`
const buy = (hand: Hand) => hand.press('[data-part="paywall-buy"] [data-part="button"]')
const rest =
  'It leaves shells, and once it left a piano. Nobody has tuned it since, and it plays all the same.'

function play({
  ui = 'inline',
  direct,
  read = (response) => response.text(),
  reach,
  ...options
}: Script): Play {
  const shop = openShop({ offers: [{ description: 'The rest of the story' }], ...options })
  shop.answer = (url) => new Response(rest, paidAnswer(url))
  direct?.(shop)
  return {
    body: (
      <Stand payer={shop.payer} asks>
        <Story ui={ui} read={read} />
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

export const paywall: Exhibit = {
  id: 'paywall',
  title: 'Paywall',
  sentence: 'A teaser, the price, and in their place what is behind them once it is paid for.',
  scenes: [
    scene(
      {
        id: 'asking',
        title: 'Locked',
        when: 'The price is there, and the way to pay it.',
        shows: isOf('asking'),
      },
      {},
    ),
    scene(
      {
        id: 'locked',
        title: 'Locked, with a dialog',
        when: 'The page has one button, and the dialog asks.',
        shows: isOf('locked'),
      },
      { ui: 'dialog' },
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
    scene({ id: 'failed', title: 'Offline', when: 'Nobody answers.', shows: isOf('failed') }, { away: true }),
    scene(
      { id: 'working', title: 'Paying', when: 'The wallet asks.', shows: isOf('working') },
      {
        direct: (shop) => {
          shop.prompt = never
        },
        reach: buy,
      },
    ),
    scene(
      {
        id: 'unknown',
        title: 'Outcome unknown',
        when: 'It may be paid for, and is not sold again before that is known.',
        shows: isOf('unknown'),
      },
      {
        direct: (shop) => {
          shop.answer = lost
        },
        reach: buy,
      },
    ),
    scene(
      {
        id: 'unread',
        title: 'Arrived, and not to be read',
        when: 'It is here and paid for; reading it again costs nothing.',
        shows: isOf('unread'),
      },
      { read: () => Promise.reject(new Error('There is no screen.')), reach: buy },
    ),
    scene(
      { id: 'unlocked', title: 'Unlocked', when: 'It was paid once.', shows: isOf('unlocked') },
      { reach: buy },
    ),
    scene(
      { id: 'free', title: 'Nothing to pay', when: 'The seller asked for nothing.', shows: isOf('free') },
      { free: ['/story'] },
    ),
  ],
}
