import { counted } from './counted.js'

/** A limit, in words: how much, of what, how far back and where. */
export type LimitWords = {
  readonly amount: string
  readonly per: 'payment' | 'origin' | 'all'
  /** `24 hours`; absent where it counts without end. */
  readonly span: string | undefined
  /** The one site that it is for. */
  readonly host: string | undefined
}

/** What a limit has been used for. */
export type UsageWords = {
  readonly spent: string
  readonly amount: string
  readonly left: string
  readonly span: string | undefined
}

/** The texts of the budget, which no other component has. */
export type BudgetTexts = {
  /** What is shown, for who cannot see it. */
  readonly budget: string
  /** What limits do. */
  readonly means: string
  /** There is no limit. */
  readonly none: string
  /** Why nothing holds: it could not be read, or the browser keeps nothing. */
  readonly unreadable: string
  readonly unavailable: string
  /** The name of a limit, without its amount. */
  title(words: LimitWords): string
  /** A limit in a sentence: `$1.00 in 24 hours on all sites together`. */
  limit(words: LimitWords): string
  upTo(amount: string): string
  used(words: UsageWords): string
  usedAt(host: string, used: string): string
  comesFree(amount: string, time: string): string
  moreSites(count: number): string
  readonly change: string
  readonly remove: string
  readonly clear: string
  readonly add: string
  readonly save: string
  /** What is to be typed; `unit` is `USD`. */
  amountIn(unit: string): string
  readonly kind: string
  /** The question, then what was so far. */
  asks(limit: string): string
  asksWithout(limit: string): string
  before(amount: string): string
  readonly beforeAsked: string
  /** Above the other limits, which hold after a yes too. */
  readonly alsoHold: string
  readonly yes: string
  readonly yesRemove: string
  readonly no: string
  readonly raised: string
  readonly lowered: string
  readonly removed: string
  readonly cleared: string
  readonly stays: string
  /** In the consent dialog: not to be asked again at a site, then up to how much. */
  remember(host: string): string
  rememberUpTo(words: { readonly amount: string; readonly daily: string; readonly span: string }): string
  /** What went wrong, by its code. */
  readonly errors: { readonly [id in BudgetErrorId]: string }
}

/** What can go wrong with a change. */
export type BudgetErrorId = 'amount' | 'limit' | 'changed' | 'gone' | 'notKept' | 'failed'

const where = ({ per, host }: LimitWords) =>
  host ? `on ${host}` : per === 'origin' ? 'on each site' : 'on all sites together'

/**
 * The texts in English.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer} locale={{ ...en, budget: { ...budgetTexts, add: 'New limit' } }}>
 * ```
 */
export const budgetTexts: BudgetTexts = {
  budget: 'Budget',
  means: 'What is within all of these is paid without asking you. For all else you are asked.',
  none: 'You are asked for every payment.',
  unreadable: 'Your limits could not be read, so you are asked for every payment. Set them again.',
  unavailable: 'This browser keeps no limits, so you are asked for every payment.',
  title: (words) => {
    if (words.per === 'payment') return words.host ? `Each payment on ${words.host}` : 'Each payment'
    const place = where(words).replace('on', 'On')
    return words.span ? `${place}, in ${words.span}` : place
  },
  limit: (words) => {
    if (words.per === 'payment') return `${words.amount} a payment${words.host ? ` on ${words.host}` : ''}`
    return `${words.amount} ${words.span ? `in ${words.span}` : 'in all'} ${where(words)}`
  },
  upTo: (amount) => `Up to ${amount}.`,
  used: ({ spent, amount, left, span }) =>
    `${spent} of ${amount} ${span ? `in the last ${span}` : 'so far'}; ${left} left.`,
  usedAt: (host, used) => `${host}: ${used}`,
  comesFree: (amount, time) => `${amount} of it comes free at ${time}.`,
  moreSites: (count) => counted(count, 'en', { one: 'And one more site.', other: 'And # more sites.' }),
  change: 'Change',
  remove: 'Remove',
  clear: 'Ask me every time',
  add: 'Add a limit',
  save: 'Save',
  amountIn: (unit) => `Amount in ${unit}`,
  kind: 'For',
  asks: (limit) => `Pay up to ${limit} without asking you?`,
  asksWithout: (limit) => `Without “${limit}” more is paid without asking you.`,
  before: (amount) => `So far it is ${amount}.`,
  beforeAsked: 'So far you are asked.',
  alsoHold: 'What else holds:',
  yes: 'Yes, without asking',
  yesRemove: 'Yes, remove it',
  no: 'No, leave it',
  raised: 'It holds from now on.',
  lowered: 'It is lower from now on.',
  removed: 'The limit is gone.',
  cleared: 'You are asked for every payment now.',
  stays: 'Everything is as it was.',
  remember: (host) => `Don't ask again on ${host}`,
  rememberUpTo: ({ amount, daily, span }) => `up to ${amount} each, and ${daily} in ${span}`,
  errors: {
    amount: 'Write it with digits and a point, such as 0.50.',
    limit: 'This cannot be a limit.',
    changed: 'The limits have changed meanwhile, perhaps in another tab. Look at them and try again.',
    gone: 'This limit is gone already.',
    notKept: 'This browser could not keep the change. Nothing more is paid without asking you than before.',
    failed: 'That did not work. Nothing more is paid without asking you than before.',
  },
}
