import type { Offer, Recurrence } from '@payerkit/core'
import { formatMoney } from '../format/Money.js'
import type { SubscriptionTexts } from '../locales/subscriptionTexts.js'

type Period = Recurrence['period']

const lengths = { second: 1, day: 86_400, week: 604_800 }

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

/** When a subscription is charged again, when it ends, if it does, and what it can cost in all or in a year. */
export function recursText(
  { amount }: Pick<Offer, 'amount'>,
  { period, endsAt, already }: Recurrence,
  texts: SubscriptionTexts,
  tag: string,
  now: number,
): string {
  const next = after(now, period)
  const text = texts.recurs(
    endsAt === undefined || next < endsAt ? dayText(next, period, tag) : undefined,
    endsAt === undefined ? undefined : dayText(endsAt, period, tag),
    formatMoney(amount, tag),
  )
  return already ? `${text} ${texts.already}` : text
}

/** The end of a period. Of months the last day where there is none like the first (draft-payment-intent-subscription-00). */
function after(time: number, { unit, count }: Period): number {
  if (unit !== 'month') return time + count * lengths[unit] * 1000
  const date = new Date(time)
  const day = date.getUTCDate()
  // The day before the first of the month after is its last.
  const last = date.setUTCMonth(date.getUTCMonth() + count + 1, 0)
  return date.getUTCDate() < day ? last : date.setUTCDate(day)
}
