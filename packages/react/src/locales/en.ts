import type { Locale } from './Locale.js'

/**
 * The texts in English.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer} locale={{ ...en, asks: 'would like a payment' }}>
 * ```
 */
export const en: Locale = {
  tag: 'en',
  asks: 'asks for a payment',
  asksAs: (realm) => `asks for a payment as ${realm}`,
  cancel: 'Cancel',
  close: 'Close',
  payWith: 'Pay with',
  wallet: 'Wallet',
  card: 'Card',
  session: 'Pay as you go',
  subscription: 'Subscription',
  to: 'To',
  alsoTo: 'And to',
  from: 'From',
  yourWallet: 'your wallet',
  fee: 'Network fee',
  feeBySeller: 'paid by the seller',
  feeByYou: 'paid by you',
  offerEnds: 'Offer ends',
  endsIn: (time) => `in ${time}`,
  ended: 'ended',
  asksWallet: 'You are asked once, in your wallet',
  asksCard: (to) =>
    to ? `Card details go to ${to}, never to this page` : 'Card details never go to this page',
  asksNothing: 'Nothing else is asked of you',
  details: 'Details',
  address: 'Address',
  payee: 'Payee',
  asset: 'Token',
  method: 'Method',
  realm: 'Realm',
  refused: 'Not possible here',
  perUnit: (unit) => `per ${unit ?? 'use'}`,
  deposit: (amount, most) =>
    `Deposit ${amount}${most ? `, at most ${most}` : ''}. What is not used comes back.`,
  goesOn: (price, unit) => `More deposit, to go on at ${price} ${unit}. What is not used comes back.`,
  start: (amount) => (amount ? `Start with ${amount}` : 'Start'),
  add: (amount) => `Add ${amount}`,
  pay: (amount) => (amount ? `Pay ${amount}` : 'Pay'),
  tryAgain: (amount) => (amount ? `Try again · ${amount}` : 'Try again'),
  askAgain: 'Nothing was paid.',
  askAnew: 'Get a new offer',
  changed: (before, now) => `The price has changed: ${before} before, ${now} now.`,
  confirm: 'Confirm in your wallet',
  sending: 'Paying…',
  sendingAgain: 'No answer yet. Asking again…',
  paid: 'Paid',
  free: 'Nothing to pay',
  checkNow: 'Check now',
  checking: 'Checking…',
  smallest: (symbol) => `smallest parts of ${symbol}`,
  unknownToken: "We don't know this token.",
  unknownTokenHint: 'Pay only if you know what it is worth.',
  says: (who, words) => `${who} says: “${words}”`,
  notices: {
    authentication: {
      what: "Your bank couldn't confirm it was you.",
      money: 'Nothing was charged.',
      next: 'Try again, or use another card.',
    },
    budget: {
      what: 'This needs your yes, and there was no way to ask.',
      money: 'Nothing was paid.',
      next: 'Ask the people behind this page.',
    },
    cancelled: {
      what: 'You cancelled.',
      money: 'Nothing was paid.',
      next: 'You can still pay when you like.',
    },
    chain: {
      what: 'Your wallet is on another network.',
      money: 'Nothing was paid.',
      next: 'Switch the network in your wallet and try again.',
    },
    declined: {
      what: 'The payment was declined.',
      money: 'Nothing was charged.',
      next: 'Try again, or pay another way.',
    },
    disconnected: {
      what: 'No wallet is connected.',
      money: 'Nothing was paid.',
      next: 'Connect a wallet and try again.',
    },
    elsewhere: {
      what: 'This was paid.',
      money: 'Nothing more is charged.',
      next: 'What you bought is where you looked again.',
    },
    expired: { what: 'The offer has ended.', money: 'Nothing was paid.', next: 'Ask again for a new one.' },
    failed: { what: 'The payment could not be made.', money: 'Nothing was paid.', next: 'Try again.' },
    insecure: {
      what: 'The seller asks over a connection that others can read.',
      money: 'Nothing was paid.',
      next: 'Pay nothing there.',
    },
    limit: {
      what: 'This is above your limit.',
      money: 'Nothing was paid.',
      next: 'Raise the limit to pay this.',
    },
    network: {
      what: "The seller couldn't be reached.",
      money: 'Nothing was paid.',
      next: 'Check your connection and try again.',
    },
    offer: {
      what: 'This cannot be paid here.',
      money: 'Nothing was paid.',
      next: 'The details say why.',
    },
    paid: { what: 'Paid.', money: 'Nothing more is charged.', next: '' },
    payee: {
      what: 'The money would go to somebody unexpected.',
      money: 'Nothing was paid.',
      next: 'Ask the seller first.',
    },
    reverted: {
      what: 'The payment did not go through.',
      money: 'Nothing was paid, but perhaps a network fee.',
      next: 'Try again, or pay another way.',
    },
    session: {
      what: 'This did not work.',
      money: 'No more than your deposit was paid, and the rest is not lost.',
      next: 'Try again, or stop and get the rest back.',
    },
    undelivered: {
      what: 'This was paid, but not delivered.',
      money: 'The money has moved.',
      next: "Don't pay again: check now, or ask the seller.",
    },
    unknown: {
      what: "We don't know yet whether this was paid.",
      money: 'The answer was lost on the way.',
      next: "Don't pay again: check now, and nothing more is charged.",
    },
    unread: {
      what: 'What you paid for arrived, but could not be read.',
      money: 'It was paid once.',
      next: 'Try again: you are not charged for it.',
    },
    unreadable: {
      what: 'The seller asks for payment in a way this page may not read.',
      money: 'Nothing was paid.',
      next: 'Ask the people behind this page.',
    },
    wallet: {
      what: 'Your wallet could not do this.',
      money: 'Nothing was paid.',
      next: 'Try again, or pay another way.',
    },
  },
}
