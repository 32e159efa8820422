import { BaseError, parseUnits } from '@payerkit/core'
import type { Limit, LimitName, Usage } from '@payerkit/core/budget'
import { formatMoney } from '../format/Money.js'
import { hostOf, shortId } from '../format/Text.js'
import type { BudgetErrorId, BudgetTexts, LimitWords } from '../locales/budgetTexts.js'
import { whenText } from './attempts.js'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** The limits that can be added where the page names none. */
export const everyday: readonly LimitName[] = [
  { currency: 'usd', per: 'all', period: day },
  { currency: 'usd', per: 'origin', period: day },
  { currency: 'usd', per: 'payment' },
]

/** A name for a limit that two of them share only if they are the same but for the amount. */
export function keyOf({ currency, per, period, origin }: LimitName): string {
  return [currency, per, period, origin].join(' ')
}

/** Which of two amounts is more, as decimal texts. */
export function isMore(amount: string, than: string): boolean {
  return parseUnits(amount, 18) > parseUnits(than, 18)
}

/** The larger of two amounts. */
export const most = (a: string, b: string): string => (isMore(a, b) ? a : b)

/** What an amount of a limit is called: `USD`, `0x20c0…0000`. */
export function unitOf({ currency }: LimitName): string {
  return isCode(currency) ? currency.toUpperCase() : shortId(currency)
}

/** Writes an amount of a limit: `$1.00`. */
function writeAmount(name: LimitName, amount: string, tag: string): string {
  const currency = isCode(name.currency) ? name.currency : undefined
  return formatMoney({ value: parseUnits(amount, 18), decimals: 18, symbol: unitOf(name), currency }, tag)
}

export function limitWords(limit: LimitName & { readonly amount?: string }, tag: string): LimitWords {
  const { amount = '0', per, period, origin } = limit
  return {
    amount: writeAmount(limit, amount, tag),
    per,
    span: period === undefined ? undefined : spanText(period, tag),
    host: origin === undefined ? undefined : hostOf(origin),
  }
}

/** What a limit has been used for at one site, or at all, and when more comes free. */
export function usageSays(
  { limit, origin, spent, left, frees }: Usage,
  texts: BudgetTexts,
  tag: string,
  now: number,
): string {
  const { amount, span } = limitWords(limit, tag)
  if (limit.per === 'payment') return texts.upTo(amount)
  const write = (text: string) => writeAmount(limit, text, tag)
  const used = texts.used({ spent: write(spent), amount, left: write(left), span })
  // Never a minute too early.
  const at = frees && Math.ceil(frees.at / minute) * minute
  const more = at ? ` ${texts.comesFree(write(frees.amount), whenText(at, now, tag))}` : ''
  const whole = `${used}${more}`
  return origin !== undefined && limit.origin === undefined ? texts.usedAt(hostOf(origin), whole) : whole
}

/** How much of a limit is used, from 0 to 1. */
export function shareOf({ limit, spent }: Usage): number {
  const [part, whole] = [parseUnits(spent, 18), parseUnits(limit.amount, 18)]
  return part >= whole ? 1 : Number((part * 1_000n) / whole) / 1_000
}

/** Where a limit stands: nothing of it used, some, or all. */
export function stateOf(usage: Usage): 'unused' | 'used' | 'full' {
  if (usage.limit.per !== 'payment' && !isMore(usage.left, '0')) return 'full'
  return isMore(usage.spent, '0') ? 'used' : 'unused'
}

const errors: { readonly [code: string]: BudgetErrorId } = {
  amount_invalid: 'amount',
  limit_invalid: 'limit',
  budget_changed: 'changed',
  budget_limit_missing: 'gone',
  budget_not_lower: 'changed',
  budget_not_kept: 'notKept',
}

/** What to say of a change that did not work. */
export function errorText(error: unknown, texts: BudgetTexts): string {
  const code = error instanceof BaseError && Object.hasOwn(errors, error.code) ? error.code : ''
  return texts.errors[errors[code] ?? 'failed']
}

/** What somebody typed, as an amount. @throws AmountError when it is none. */
export function readAmount(text: string, name: LimitName): Limit {
  const amount = text.trim()
  parseUnits(amount, 18)
  return { ...name, amount }
}

const isCode = (currency: string) => /^[a-z]{3}$/.test(currency)

/** A time as people count it: `24 hours`, `7 days`. */
function spanText(period: number, tag: string): string {
  const [unit, length] = (
    [
      ['day', day],
      ['hour', hour],
      ['minute', minute],
      ['second', second],
    ] as const
  ).find(([, length]) => period % length === 0 && period > length) ?? ['second', second]
  const count = Math.round((period * 1_000) / length) / 1_000
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
