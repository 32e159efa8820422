/** The texts of subscriptions, which no other component has. */
export type SubscriptionTexts = {
  /** What is shown, for who cannot see it. */
  readonly subscriptions: string
  readonly none: string
  /** What an offer of one is called. */
  readonly kind: string
  /** How often something is charged: `span` is `30 days`, of so many units. */
  each(span: string, unit: 'second' | 'day' | 'week' | 'month', count: number): string
  /**
   * When a subscription is charged again, if it is, when it ends, and the most that it costs until then; without an end,
   * in its first year.
   */
  recurs(next: string | undefined, ends: string | undefined, total: string): string
  /** There is a subscription like it already. */
  readonly already: string
  /** Without a price at hand. */
  readonly subscribe: string
  /** `price` is `$1.00`, `each` is `every 30 days`. */
  subscribeFor(price: string, each: string): string
  price(amount: string, each: string): string
  readonly states: {
    readonly [state in 'active' | 'cancelling' | 'cancelled' | 'expired' | 'unknown']: string
  }
  /** Of an active one: the next charge, that it may come now, or that there is none; then the end. */
  nextOn(date: string): string
  readonly nextNow: string
  readonly noNext: string
  endsOn(date: string): string
  /** What became of one that is over, or of which nothing is known yet. */
  readonly cancelled: string
  endedOn(date: string): string
  readonly unknown: string
  readonly cancelling: string
  readonly cancel: string
  /** The question before it is cancelled, and its answers. */
  readonly sure: string
  readonly cancelSure: string
  readonly keep: string
  readonly forget: string
  /** What went wrong, by its kind. */
  readonly errors: { readonly [id in SubscriptionErrorId]: string }
}

/** What can go wrong with cancelling. */
export type SubscriptionErrorId = 'no' | 'unconfirmed' | 'account' | 'absent' | 'chain' | 'failed'

/**
 * The texts in English.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer} locale={{ ...en, subscriptions: { ...subscriptionTexts, cancel: 'Stop it' } }}>
 * ```
 */
export const subscriptionTexts: SubscriptionTexts = {
  subscriptions: 'Subscriptions',
  none: 'There are no subscriptions here.',
  kind: 'Subscription',
  each: (span, unit, count) => (count === 1 ? `a ${unit}` : `every ${span}`),
  recurs: (next, ends, total) =>
    `${next ? `Next charge on ${next}. ` : ''}${ends ? `Ends on ${ends}. At most ${total} in all.` : `Goes on until you cancel it with the seller. At most ${total} in the first year.`}`,
  already: 'You have a subscription like this with this seller already.',
  subscribe: 'Subscribe',
  subscribeFor: (price, each) => `Subscribe · ${price} ${each}`,
  price: (amount, each) => `${amount} ${each}`,
  states: {
    active: 'Active',
    cancelling: 'Cancelling…',
    cancelled: 'Cancelled',
    expired: 'Ended',
    unknown: "We don't know yet",
  },
  nextOn: (date) => `Next charge on ${date}.`,
  nextNow: 'The next charge can come at any time.',
  noNext: 'There are no more charges.',
  endsOn: (date) => `Ends on ${date}.`,
  cancelled: 'The seller can charge nothing more.',
  endedOn: (date) => `It ended on ${date}. The seller can charge nothing more.`,
  unknown:
    'You agreed, and the network does not show it yet. Nothing was charged so far. Should the seller still set it up, you can cancel it here.',
  cancelling: 'Confirm in your wallet. Then it takes a moment.',
  cancel: 'Cancel subscription',
  sure: 'Then the seller can charge nothing more. What you paid stays paid.',
  cancelSure: 'Yes, cancel it',
  keep: 'Keep it',
  forget: 'Remove from this list',
  errors: {
    no: 'You said no in your wallet. The subscription goes on.',
    unconfirmed:
      'The network does not show yet that it was cancelled. Look again in a moment; cancelling once more does no harm.',
    account: 'Another account agreed to this. Connect that one in your wallet and try again.',
    absent: 'The seller has not set it up yet, so there is nothing to cancel. Nothing was charged.',
    chain:
      'Your wallet is disconnected or on another network. The subscription goes on. Connect and try again.',
    failed: 'That did not work. The subscription goes on as before. Try again.',
  },
}
