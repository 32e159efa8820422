import type { Offer } from '@payerkit/core'
import { formatMoney } from '../format/Money.js'
import { hostOf } from '../format/Text.js'
import { type AttemptNotice, type AttemptNoticeState, isOver } from '../hooks/attemptNotices.js'
import type { AttemptText, AttemptTexts, AttemptWords } from '../locales/attemptTexts.js'
import type { Locale } from '../locales/Locale.js'
import type { Tone } from './messages.js'
import { priceOf } from './offers.js'

/** The tone of a notice; what is open is no failure. */
export function toneOf(state: AttemptNoticeState): Tone {
  if (isOver(state)) return 'ok'
  return state === 'unshown' ? 'bad' : 'unknown'
}

/** How much, to whom, and what for. */
export function attemptWords(offer: Offer, locale: Locale): AttemptWords {
  const { payee, origin, session } = offer
  return {
    amount: formatMoney(priceOf(offer), locale.tag),
    who: payee.name ?? hostOf(origin),
    deposit: session !== undefined,
  }
}

/** When an attempt was made: with its day, unless that is today. */
export function whenText(time: number, now: number, tag: string): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString()
  return new Intl.DateTimeFormat(tag, {
    timeStyle: 'short',
    ...(!isToday && { dateStyle: 'medium' }),
  }).format(time)
}

/** Where a notice stands. */
export function attemptSays(notice: AttemptNotice, texts: AttemptTexts, locale: Locale): AttemptText {
  const { attempt, state, stuck, again = 0 } = notice
  const words = attemptWords(attempt.offer, locale)
  // Never a minute too early.
  const time = whenText(Math.ceil(again / 60_000) * 60_000, again, locale.tag)
  switch (state) {
    case 'unknown':
      return { what: texts.unknown(words), next: stuck ? texts.stays : texts.unknownNext }
    case 'stillUnknown':
      return { what: texts.unknown(words), next: stuck ? texts.stays : texts.stillUnknown(time) }
    case 'undelivered':
      return { what: texts.undelivered(words), next: stuck ? texts.stays : texts.undeliveredNext }
    case 'stillUndelivered':
      return { what: texts.undelivered(words), next: stuck ? texts.stays : texts.stillUndelivered(time) }
    case 'looking':
    case 'arrived':
      return { what: '', next: texts.looking }
    case 'delivered':
      return texts.delivered(words)
    case 'gaveUp':
      return texts.gaveUp(words)
    default:
      return texts[state]
  }
}

/** What the one right action says. */
export function attemptLabel(state: AttemptNoticeState, texts: AttemptTexts, locale: Locale): string {
  if (isOver(state)) return locale.close
  if (state === 'looking' || state === 'arrived') return texts.looking
  if (state === 'unshown') return texts.show
  return state === 'unknown' || state === 'stillUnknown' ? texts.look : texts.get
}
