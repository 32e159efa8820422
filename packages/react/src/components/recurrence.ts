import type { Offer, Recurrence } from '@payerkit/core'
import { formatMoney } from '../format/Money.js'
import type { SubscriptionTexts } from '../locales/subscriptionTexts.js'

type Period = Recurrence['period']

const lengths: { readonly [unit in Period['unit']]: number } = { second: 1, day: 86_400, week: 604_800 }

/** How often something is charged: `every 30 days`. */
export function eachText({ unit, count }: Period, texts: SubscriptionTexts, tag: string): string {
  return texts.each(
    new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
    unit,
    count,
  )
}

/** The day of a charge, with the time where there is more than one a day. */
export function dayText(time: number, { unit }: Period, tag: string): string {
  const timeStyle = unit === 'second' ? 'medium' : undefined
  return new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle }).format(time)
}

/** When a subscription is charged again, when it ends, and what it can cost in all. */
export function recursText(
  { amount }: Pick<Offer, 'amount'>,
  { period, endsAt, already }: Recurrence,
  texts: SubscriptionTexts,
  tag: string,
  now: number,
): string {
  const next = now + period.count * lengths[period.unit] * 1000
  const text = texts.recurs(
    next < endsAt ? dayText(next, period, tag) : undefined,
    dayText(endsAt, period, tag),
    formatMoney(amount, tag),
  )
  return already ? `${text} ${texts.already}` : text
}
