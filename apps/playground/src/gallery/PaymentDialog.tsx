import { declinedAnswer, expiredAnswer, lost } from '@payerkit/testing/screens'
import { charging, describing, isOf, knowing, lacking, never, pay, photo, scene } from './dialogScene.js'
import type { Exhibit } from './Exhibit.js'

export const paymentDialog: Exhibit = {
  id: 'payment-dialog',
  title: 'PaymentDialog',
  sentence: 'Asks for one payment: who, how much, for what, until when. The provider brings it by itself.',
  opens: true,
  scenes: [
    scene(
      {
        id: 'asking',
        title: 'Asking',
        when: 'Something on the page wants to pay, and the person has not said anything yet.',
        shows: isOf('asking'),
      },
      {},
    ),
    scene(
      {
        id: 'choosing',
        title: 'Wallet or card',
        when: 'The seller takes more than one thing.',
        shows: `${isOf('asking')} [data-part="choice"]`,
      },
      { offers: [photo, { ...photo, method: 'stripe' }] },
    ),
    scene(
      {
        id: 'unaffordable',
        title: 'Not enough money',
        when: 'The wallet was looked at before Pay is lit. What helps is beside the reason.',
        shows: `${isOf('asking')} [data-state="lack"]`,
      },
      { direct: lacking },
    ),
    scene(
      {
        id: 'either',
        title: 'Not enough money, but a card',
        when: 'One way to pay is not possible as things are. It says why, and the other one is chosen.',
        shows: `${isOf('asking')} [data-part="option"] small`,
      },
      { offers: [photo, { ...photo, method: 'stripe' }], direct: lacking },
    ),
    scene(
      {
        id: 'remember',
        title: 'Not to be asked again',
        when: 'The page has a budget, which the person may add to here.',
        shows: `${isOf('asking')} [data-part="remember"]`,
      },
      { remembers: true },
    ),
    scene(
      {
        id: 'details',
        title: 'With its details',
        when: 'Addresses and names in full, for who wants to see them.',
        shows: '[data-part="details"]:not([hidden])',
      },
      { reach: (hand) => hand.press('dialog [data-part="details-toggle"]') },
    ),
    scene(
      {
        id: 'session',
        title: 'Pay as you go',
        when: 'A deposit is asked for, from which every use is paid.',
        shows: `${isOf('asking')} [data-part="deposit"]`,
      },
      { direct: charging(false) },
    ),
    scene(
      {
        id: 'more',
        title: 'More of a deposit',
        when: 'What was deposited is used up, and more is asked for.',
        shows: `${isOf('asking')} [data-part="deposit"]`,
      },
      { direct: charging(true) },
    ),
    scene(
      {
        id: 'split',
        title: 'To more than one',
        when: 'The money goes to several, and somebody else pays the network fee.',
        shows: `${isOf('asking')} [data-part="terms"]`,
      },
      {
        offers: [{ ...photo, realm: 'Photos by Ada' }],
        direct: describing((terms) => ({
          ...terms,
          fees: 'payer',
          splits: [
            {
              payee: { id: '0x1f9840a85d5af5bf1d1762f925bdaddc4201f984', name: 'The frame maker' },
              value: 2_000n,
            },
          ],
        })),
      },
    ),
    scene(
      {
        id: 'stranger',
        title: 'A token that nobody knows',
        when: 'What the seller wants to be paid in is on no list.',
        shows: `${isOf('asking')} [data-part="warning"]`,
      },
      {
        direct: describing(({ amount: { value, asset }, ...terms }) => ({
          ...terms,
          amount: { value, asset, symbol: 'MOON', decimals: undefined, currency: undefined },
        })),
      },
    ),
    scene(
      {
        id: 'refused',
        title: 'Not to be paid here',
        when: 'The page has no form for what the seller takes.',
        shows: `${isOf('asking')} [data-part="notice"]`,
      },
      { offers: [{ ...photo, method: 'stripe' }], cards: false },
    ),
    scene(
      {
        id: 'expired',
        title: 'Offer ended',
        when: 'It gets a new offer by itself, but not for ever.',
        shows: isOf('expired'),
      },
      {
        lasts: 1,
        direct: (shop) => {
          const { payer } = shop
          const setApprove: typeof payer.setApprove = (approve) =>
            payer.setApprove((ask) => {
              shop.clock.now += 2
              return approve(ask)
            })
          shop.payer = { ...payer, setApprove }
        },
      },
    ),
    scene(
      {
        id: 'working',
        title: 'Confirm in your wallet',
        when: 'The wallet asks. The dialog steps aside for it and stays to be seen.',
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
      { id: 'sending', title: 'On its way', when: 'The proof is with the seller.', shows: isOf('working') },
      {
        direct: (shop) => {
          shop.answer = never
        },
        reach: pay,
      },
    ),
    scene(
      {
        id: 'again',
        title: 'Asked again',
        when: 'The first offer ended on its way, and the seller makes another one.',
        shows: `${isOf('asking')} [data-part="notice"]`,
      },
      {
        direct: (shop) => {
          knowing(shop, 'unpaid')
          shop.answer = expiredAnswer
        },
        reach: pay,
      },
    ),
    scene(
      {
        id: 'declined',
        title: 'Declined',
        when: 'The seller turned it down, in its own words.',
        shows: `${isOf('ended')} [data-part="notice"][data-state="bad"]`,
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
        when: 'The answer was lost. Whoever asked for the payment looks again.',
        shows: `${isOf('ended')} [data-part="notice"][data-state="unknown"]`,
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
        id: 'undelivered',
        title: 'Paid, and not delivered',
        when: 'The seller has the money, and what was bought did not come.',
        shows: `${isOf('ended')} [data-part="notice"]`,
      },
      {
        direct: (shop) => {
          knowing(shop, 'paid')
          shop.answer = lost
        },
        reach: pay,
      },
    ),
  ],
}
