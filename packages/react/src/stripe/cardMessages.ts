import type { Offer } from '@payerkit/core'
import { priceOf } from '../components/offers.js'
import { formatMoney } from '../format/Money.js'
import type { CardTexts } from '../locales/cardTexts.js'
import type { Locale, NoticeText } from '../locales/Locale.js'
import { codeOf } from './cardErrors.js'
import { type CardState, isBusy } from './cardState.js'

/** A message, and whether it is bad news, leaves money in doubt, or all is well. */
export type CardMessage = NoticeText & { readonly tone: 'bad' | 'unknown' | 'ok' }

/** What the form says about a state. */
export type CardWords = {
  /** `$5.00`. */
  readonly amount: string
  /** What the button says. */
  readonly label: string
  /** What the note says; nothing while all goes its way. */
  readonly message: CardMessage | undefined
  /** What the live region says; what the note says is told by the note itself. */
  readonly announcement: string
}

/** Puts a state into words. */
export function wordsOf(
  state: CardState,
  offer: Offer | undefined,
  texts: CardTexts,
  locale: Locale,
): CardWords {
  const costOf = ({ amount }: Offer) => formatMoney(amount, locale.tag)
  const amount = offer ? formatMoney(priceOf(offer), locale.tag) : ''
  const message = messageOf()
  return { amount, message, label: labelOf(), announcement: announcementOf() }

  function messageOf(): CardMessage | undefined {
    const bad = (text: NoticeText): CardMessage => ({ ...text, tone: 'bad' })
    const doubt = (text: NoticeText): CardMessage => ({ ...text, tone: 'unknown' })
    const ok = (what: string): CardMessage => ({ what, money: '', next: '', tone: 'ok' })
    const { notices } = locale
    switch (state.name) {
      case 'loadFailed':
        return bad(texts.blocked)
      case 'ready': {
        const { notice } = state
        if (!notice) return undefined
        if (notice.kind === 'invalid') return bad({ ...texts.invalid, next: notice.message ?? '' })
        // Of what recurs all that it can cost: the price may be the same, and come more often.
        const before = costOf(notice.before)
        const now = costOf(notice.now)
        return doubt(before === now ? texts.otherPayee : texts.changed(before, now))
      }
      case 'declined':
        return bad(
          state.reason === 'authentication_failed' ? notices.authentication : texts.declines[state.reason],
        )
      case 'failed':
        return bad(
          codeOf(state.error) === 'card_not_offered'
            ? texts.noCard
            : // Those speak English.
              ownWords(/^en/.test(locale.tag) && state.error, notices.failed),
        )
      case 'expired':
        return state.error ? bad(texts.noNewOffer) : doubt(texts.ended)
      case 'unknown':
        return doubt(
          state.paid ? notices.undelivered : state.checks > 0 ? texts.stillUnknown : notices.unknown,
        )
      case 'paid':
        if (state.unread) return bad(notices.unread)
        if (state.elsewhere) return { ...notices.elsewhere, tone: 'ok' }
        return ok(state.charged ? texts.paid(amount) : texts.free)
      case 'cancelled':
        return { ...notices.cancelled, tone: 'ok' }
      default:
        return undefined
    }
  }

  function labelOf(): string {
    switch (state.name) {
      case 'validating':
        return texts.validating
      case 'requiresAction':
        return texts.confirm
      case 'authorizing':
      case 'submitting':
        return locale.sending
      case 'declined':
      case 'failed':
        return locale.tryAgain(amount)
      case 'paid':
        return locale.tryAgain(undefined)
      default:
        return locale.pay(amount)
    }
  }

  function announcementOf(): string {
    switch (state.name) {
      case 'loading':
        return texts.loading
      case 'expired':
        return state.renewing ? texts.gettingOffer : ''
      case 'unknown':
        return state.checking ? locale.checking : ''
      case 'paid':
      case 'cancelled':
        return message ? `${message.what} ${message.money}`.trim() : ''
      default:
        return isBusy(state) ? labelOf() : ''
    }
  }
}

/** An error's own sentence where it has one for people; those say that nothing was paid. */
function ownWords(error: Error | false, otherwise: NoticeText): NoticeText {
  const { shortMessage } = error as { shortMessage?: unknown }
  return typeof shortMessage === 'string' ? { what: shortMessage, money: '', next: '' } : otherwise
}
