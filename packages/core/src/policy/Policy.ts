import { BaseError } from '../Errors.js'
import { exceeds, formatUnits, type Money, parseUnits } from './Amount.js'
import { type Ledger, spent } from './Budget.js'
import { applies, counts, type Limit } from './Limit.js'

export type { Limit } from './Limit.js'

/**
 * What a payer may pay. Without a policy every payment is asked for.
 *
 * @example
 * ```ts
 * const policy: Policy = {
 *   limits: [{ currency: 'usd', amount: '20', per: 'all', period: 86_400_000 }],
 *   budget: [{ currency: 'usd', amount: '0.05', per: 'payment' }, { currency: 'usd', amount: '1', per: 'origin' }],
 * }
 * ```
 */
export type Policy = {
  /** An offer above any of these is refused before anybody is asked. */
  readonly limits?: readonly Limit[] | undefined
  /** A payment within all of these that apply, and within at least one, is made without asking. */
  readonly budget?: readonly Limit[] | undefined
  /** The only assets that may be paid with: token addresses and ISO 4217 codes, in any case. */
  readonly assets?: readonly string[] | undefined
  /** The only payees, splits and who takes the money for them included: for everybody, or by realm and by host. What is not named is free. */
  readonly payees?: readonly string[] | { readonly [realmOrHost: string]: readonly string[] } | undefined
}

/** What the policy looks at in an offer. */
export type Spending = {
  readonly amount: Money
  readonly origin: string
  readonly realm: string
  readonly payee: { readonly id: string }
  /** Who takes the amount, where nobody but they can say to whom it goes. */
  readonly taker?: { readonly id: string } | undefined
  readonly splits?: readonly { readonly payee: { readonly id: string } }[] | undefined
}

/**
 * What a policy says of a payment: `allow` it without asking, or `ask`.
 *
 * @throws {@link RefusedError} when it forbids the payment.
 */
export function judge(policy: Policy, payment: Spending, ledger: Ledger, now: number): 'allow' | 'ask' {
  const { amount, origin, taker = payment.payee, splits = [] } = payment
  if (policy.assets && !policy.assets.some((asset) => counts(asset, amount)))
    throw new RefusedError('asset_refused', `Payments in ${amount.symbol} are not allowed here.`)
  for (const allowed of payeeLists(policy.payees, payment)) {
    const stranger = [payment, { payee: taker }, ...splits].find(
      ({ payee: { id } }) => !allowed.some((each) => fold(each) === fold(id)),
    )
    if (stranger)
      throw new RefusedError(
        'payee_refused',
        // By its address, which it cannot choose as it can its realm.
        `${new URL(origin).host} asks to pay somebody who is not on the list of its payees.`,
        [`The payee is ${stranger.payee.id}.`],
      )
  }
  for (const limit of policy.limits ?? [])
    if (applies(limit, payment) && isAbove(limit, payment, ledger, now))
      throw new RefusedError(
        'limit_exceeded',
        `This payment is above the limit of ${limit.amount} ${unit(limit)}.`,
        [`It asks for ${describe(amount)}.`],
      )
  const budget = (policy.budget ?? []).filter((limit) => applies(limit, payment))
  return budget[0] && !budget.some((limit) => isAbove(limit, payment, ledger, now)) ? 'allow' : 'ask'
}

/**
 * Refuses an amount above what one call allows.
 *
 * @throws {@link RefusedError} with the code `limit_exceeded`.
 */
export function assertWithin(amount: Money, maxAmount: string): void {
  parseUnits(maxAmount, 18)
  if (exceeds(amount, maxAmount))
    throw new RefusedError(
      'limit_exceeded',
      `This payment is above ${maxAmount}, the most this request may cost.`,
      [`It asks for ${describe(amount)}.`],
    )
}

/** The lists that bind a payment: that of its realm, and those of its host, which no server can choose. */
function* payeeLists(payees: Policy['payees'], { realm, origin }: Spending): Iterable<readonly string[]> {
  if (!payees) return
  if (Array.isArray(payees)) return yield payees
  const { host, hostname } = new URL(origin)
  const names = [realm, host, hostname].map(plain)
  for (const [name, list] of Object.entries(payees as { readonly [name: string]: readonly string[] }))
    if (names.includes(plain(name))) yield list
}

/** A host or realm without what makes no difference: case, and the dot at the end. */
const plain = (name: string) => name.toLowerCase().replace(/\.(?=:|$)/, '')

/** An address in hex is the same in any case; other ids are not. */
const fold = (id: string) => (/^0x/i.test(id) ? id.toLowerCase() : id)

function isAbove(limit: Limit, { amount, origin }: Spending, ledger: Ledger, now: number): boolean {
  return exceeds(amount, limit.amount, spent(limit, ledger, origin, now))
}

function unit({ per, currency }: Limit): string {
  return `${currency.toUpperCase().slice(0, 10)} per ${per === 'all' ? 'period' : per}`
}

function describe({ value, decimals, symbol }: Money): string {
  return decimals === undefined
    ? `${value} base units of ${symbol}`
    : `${formatUnits(value, decimals)} ${symbol}`
}

/** Thrown when the policy forbids a payment. Nobody was asked and nothing was signed. */
export class RefusedError extends BaseError {
  override readonly name = 'Policy.RefusedError'
  constructor(
    code: 'asset_refused' | 'payee_refused' | 'limit_exceeded',
    message: string,
    metaMessages?: string[],
  ) {
    super(code, message, { metaMessages })
  }
}
