/** Of an open payment: the amount, who gets it, and whether it is the deposit of a session. */
export type AttemptWords = { readonly amount: string; readonly who: string; readonly deposit: boolean }

/** What happened, and what that means. */
export type AttemptText = { readonly what: string; readonly next: string }

/** The texts of open payments, which no other component has. */
export type AttemptTexts = {
  /** What is shown, for who cannot see it. */
  readonly payments: string
  /** How much it is, when it was tried, and where. */
  about(amount: string, time: string, host: string): string
  /** What is known of an attempt, then what that means and what to do. */
  unknown(words: AttemptWords): string
  readonly unknownNext: string
  stillUnknown(time: string): string
  undelivered(words: AttemptWords): string
  readonly undeliveredNext: string
  stillUndelivered(time: string): string
  readonly looking: string
  delivered(words: AttemptWords): AttemptText
  readonly unshown: AttemptText
  readonly declined: AttemptText
  readonly settled: AttemptText
  gaveUp(words: AttemptWords): AttemptText
  /** It could not be given up. */
  readonly stays: string
  readonly look: string
  readonly get: string
  readonly show: string
  /** Opens what else can be done. */
  readonly more: string
  readonly giveUp: string
  readonly giveUpSure: string
  readonly keep: string
  /** What giving up means, before it is done. */
  readonly giveUpMeans: string
}

/** A sentence that may end with a name which has a point of its own: `Photos Inc.` */
const sentence = (text: string) => (text.endsWith('.') ? text : `${text}.`)

/**
 * The texts in English.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer} locale={{ ...en, attempts: { ...attemptTexts, look: 'Check' } }}>
 * ```
 */
export const attemptTexts: AttemptTexts = {
  payments: 'Open payments',
  about: (amount, time, host) => `${amount} · ${time} · ${host}`,
  unknown: ({ amount, who, deposit }) =>
    deposit
      ? `We don't know yet whether your deposit of ${amount} for ${who} was made.`
      : sentence(`We don't know yet whether ${amount} was paid to ${who}`),
  unknownNext: 'The answer was lost on the way. Look again before you pay: nothing more is charged for it.',
  stillUnknown: (time) => `Still no answer. Nothing more was charged. Look again after ${time}.`,
  undelivered: ({ amount, who, deposit }) =>
    deposit
      ? `Your deposit of ${amount} for ${who} was made, and nothing came of it.`
      : `You paid ${amount} to ${who}, and it was not delivered.`,
  undeliveredNext: "Don't pay again: get it with the payment you made.",
  stillUndelivered: (time) =>
    `Still not delivered. Nothing more was charged. Try again after ${time}, or ask the seller.`,
  looking: 'Looking again…',
  delivered: ({ amount, who, deposit }) => ({
    what: 'Here it is.',
    next: deposit ? `Your deposit of ${amount} is made, once.` : `${amount} was paid to ${who}, once.`,
  }),
  unshown: {
    what: 'It is here, but it could not be shown.',
    next: 'It was paid once, and showing it again costs nothing.',
  },
  declined: { what: 'Nothing was paid.', next: 'You can buy it again.' },
  settled: { what: 'This is settled already.', next: 'Nothing more was charged.' },
  gaveUp: ({ amount }) => ({
    what: 'Given up.',
    next: `If ${amount} was paid, it stays paid. You can buy it again.`,
  }),
  stays: 'This could not be given up just now. Nothing was charged. Try again in a moment.',
  look: 'Look again',
  get: 'Get it',
  show: 'Show it again',
  more: 'If nothing comes of it',
  giveUp: 'Give up',
  giveUpSure: 'Yes, give up',
  keep: 'Keep it',
  giveUpMeans:
    'Nobody looks for it any more, and the same thing can be bought again. Whatever was paid stays paid.',
}
