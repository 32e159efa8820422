import { isOf, never, pay, scene } from './cardScene.js'
import type { Exhibit } from './Exhibit.js'

export const cardCheckout: Exhibit = {
  id: 'card-checkout',
  title: 'CardCheckout',
  sentence: 'Takes a card in Stripe’s own fields and pays with it, once. Here the fields are played as well.',
  scenes: [
    scene({ id: 'ready', title: 'Ready', when: 'The fields are there.', shows: isOf('ready') }, {}),
    scene(
      {
        id: 'loading',
        title: 'Loading',
        when: 'The fields are on their way.',
        shows: isOf('loading'),
        passing: true,
      },
      { source: never },
    ),
    scene(
      {
        id: 'blocked',
        title: 'Not loaded',
        when: 'Something keeps Stripe’s fields away; they can be asked for again.',
        shows: isOf('loadFailed'),
      },
      { source: () => Promise.reject(new Error('Blocked.')) },
    ),
    scene(
      {
        id: 'invalid',
        title: 'Typed wrong',
        when: 'Stripe says what is wrong with what was typed.',
        shows: `${isOf('ready')} [data-part="notice"]:not([hidden])`,
      },
      {
        direct: ({ stripe }) => {
          stripe.script.invalid = { message: 'Your card number is incomplete.' }
        },
        reach: pay,
      },
    ),
    scene(
      {
        id: 'validating',
        title: 'Being looked at',
        when: 'Stripe looks at the card.',
        shows: isOf('validating'),
      },
      {
        direct: ({ stripe }) => {
          stripe.script.submitting = never()
        },
        reach: pay,
      },
    ),
    scene(
      {
        id: 'authorizing',
        title: 'Being authorized',
        when: 'A token for this one payment is made.',
        shows: isOf('authorizing'),
      },
      {
        direct: ({ shop }) => {
          shop.script.minting = never()
        },
        reach: pay,
      },
    ),
    scene(
      {
        id: 'confirming',
        title: 'Confirm with your bank',
        when: 'The bank asks the person, in its own window (3-D Secure).',
        shows: isOf('requiresAction'),
      },
      {
        direct: ({ shop, stripe }) => {
          shop.script.token = { status: 'requires_action' }
          stripe.script.action = never
        },
        reach: pay,
      },
    ),
    scene(
      {
        id: 'submitting',
        title: 'On its way',
        when: 'The seller has it; from here on nothing can be taken back.',
        shows: isOf('submitting'),
      },
      {
        direct: ({ shop }) => {
          shop.script.answering = never()
        },
        reach: pay,
      },
    ),
    scene({ id: 'paid', title: 'Paid', when: 'It was paid once.', shows: isOf('paid') }, { reach: pay }),
    scene(
      { id: 'free', title: 'Nothing to pay', when: 'The seller asked for nothing.', shows: isOf('paid') },
      {
        direct: ({ shop }) => {
          shop.script.free = true
        },
      },
    ),
    scene(
      {
        id: 'unread',
        title: 'Arrived, and not to be read',
        when: 'The page could not show what came.',
        shows: `${isOf('paid')} button`,
      },
      {
        show: () => {
          throw new Error('There is no screen.')
        },
        reach: pay,
      },
    ),
    scene(
      {
        id: 'declined',
        title: 'Declined',
        when: 'The bank said no. What was typed is still there.',
        shows: isOf('declined'),
      },
      {
        direct: ({ shop }) => {
          shop.script.verdicts = [{ declineCode: 'insufficient_funds' }]
        },
        reach: pay,
      },
    ),
    scene(
      {
        id: 'changed',
        title: 'Another price',
        when: 'The second try would cost something else, and is not made before the person agrees.',
        shows: `${isOf('ready')} [data-part="notice"]:not([hidden])`,
      },
      {
        direct: ({ shop }) => {
          shop.script.verdicts = [{}]
        },
        async reach(hand, { shop }) {
          await pay(hand)
          await hand.see(isOf('declined'))
          shop.script.amount = '700'
          await pay(hand)
        },
      },
    ),
    scene(
      {
        id: 'failed',
        title: 'No new offer',
        when: 'After a decline the seller does not answer.',
        shows: isOf('failed'),
      },
      {
        direct: ({ shop }) => {
          shop.script.verdicts = [{}]
        },
        async reach(hand, { shop }) {
          await pay(hand)
          await hand.see(isOf('declined'))
          shop.script.away = true
          await pay(hand)
        },
      },
    ),
    scene(
      {
        id: 'expired',
        title: 'Offer ended',
        when: 'A new one could not be had; it can be asked for again.',
        shows: isOf('expired'),
      },
      {
        async reach(hand, { shop, clock }) {
          await hand.see(isOf('ready'))
          shop.script.away = true
          clock.now += 300_001
        },
      },
    ),
    scene(
      {
        id: 'unknown',
        title: 'Outcome unknown',
        when: 'The answer was lost on the way.',
        shows: isOf('unknown'),
      },
      {
        direct: ({ shop }) => {
          shop.script.verdicts = [new TypeError('Failed to fetch')]
          shop.script.silent = true
        },
        reach: pay,
      },
    ),
    scene(
      {
        id: 'cancelled',
        title: 'Called off',
        when: 'The person changed their mind while the bank asked.',
        shows: isOf('cancelled'),
      },
      {
        direct: ({ shop, stripe }) => {
          shop.script.token = { status: 'requires_action' }
          stripe.script.action = never
        },
        async reach(hand) {
          await pay(hand)
          await hand.see(isOf('requiresAction'))
          await hand.press('[data-part="close"]')
        },
      },
    ),
  ],
}
