import type { Subscription } from '@payerkit/core/tempo'
import { hostOf, plainText, shortId } from '../format/Text.js'
import { codeOf } from '../hooks/request.js'
import type { SubscriptionErrorId, SubscriptionTexts } from '../locales/subscriptionTexts.js'
import { dayText } from './recurrence.js'

/** What to say when cancelling went wrong, by the error's code. */
const codes: { readonly [code: string]: SubscriptionErrorId } = {
  cancelled: 'no',
  subscription_cancelling_unconfirmed: 'unconfirmed',
  subscription_payer_mismatch: 'account',
  subscription_not_set_up: 'absent',
  chain_mismatch: 'chain',
  disconnected: 'chain',
  network_unreachable: 'chain',
}

/** What went wrong, in a sentence. */
export function errorText(error: Error, { errors }: SubscriptionTexts): string {
  const code = codeOf(error) ?? ''
  return errors[Object.hasOwn(codes, code) ? (codes[code] ?? 'failed') : 'failed']
}

/** Whose it is: a name that the application vouches for, the site, or the payee's address. */
export function sellerOf({ payee, origin }: Subscription): string {
  return payee.name ?? (origin ? hostOf(origin) : shortId(payee.id))
}

/** What it is for, in the server's words, where that is known. */
export function aboutOf({ description }: Subscription): string | undefined {
  return description && plainText(description)
}

/** Where a subscription stands, in a sentence or two. */
export function saysOf(
  subscription: Subscription,
  texts: SubscriptionTexts,
  tag: string,
  now: number,
): string {
  const { status, nextAt, endsAt, period } = subscription
  const day = (time: number) => dayText(time, period, tag)
  if (status === 'cancelled') return texts.cancelled
  if (status === 'expired') return texts.endedOn(day(endsAt))
  if (status === 'unknown') return texts.unknown
  const next = nextAt === undefined ? texts.noNext : nextAt > now ? texts.nextOn(day(nextAt)) : texts.nextNow
  return `${next} ${texts.endsOn(day(endsAt))}`
}
