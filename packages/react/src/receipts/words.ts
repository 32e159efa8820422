import { formatMoney } from '../format/Money.js'
import { plainText, shortId } from '../format/Text.js'
import type { Locale } from '../locales/Locale.js'
import type { ReceiptTexts } from '../locales/receiptTexts.js'
import { timeText } from './days.js'
import { meansOf, type ReceiptEntry } from './ReceiptEntry.js'

/** A receipt in words. */
export type ReceiptWords = {
  /** Who got it: a name that the application vouches for, or the site. */
  readonly who: string
  readonly amount: string
  /** What was bought, what it was paid with, and when on its day. */
  readonly about: string
  /** What has to be said about it: that it was not delivered, that the session is open, what came back. */
  readonly note: string | undefined
  /** The reference as people compare it. */
  readonly reference: string | undefined
}

export function receiptWords(receipt: ReceiptEntry, texts: ReceiptTexts, locale: Locale): ReceiptWords {
  const { time, amount, payee, host, description = '', reference } = receipt
  const { isUndelivered, isOpen, refund } = receipt
  const about = [
    plainText(description),
    payee.name ? host : '',
    meansOf(receipt, locale),
    timeText(time, locale.tag, clock),
  ]
  return {
    who: payee.name ?? host,
    amount: amount.value === 0n ? texts.free : formatMoney(amount, locale.tag),
    about: texts.about(about.filter(Boolean)),
    note: isUndelivered
      ? texts.undelivered
      : isOpen
        ? texts.open
        : refund && refund.value > 0n
          ? texts.cameBack(formatMoney(refund, locale.tag))
          : undefined,
    reference: reference && shortId(reference),
  }
}

/** Everything else there is to know, by name; only what is known. */
export function receiptFacts(
  receipt: ReceiptEntry,
  texts: ReceiptTexts,
  locale: Locale,
): readonly (readonly [name: string, value: string, kind: 'id' | 'text'])[] {
  const { by, payee, payer, splits, realm, host, url, timestamp, settledAt, openedAt, time } = receipt
  const at = (moment: number | undefined) =>
    moment === undefined || Number.isNaN(moment) ? undefined : timeText(moment, locale.tag, full)
  const isSession = by === 'session'
  const seller = plainText(realm)
  const facts: [string, string | undefined, 'id' | 'text'][] = [
    [isSession ? texts.channel : texts.reference, receipt.reference, 'id'],
    [texts.externalId, receipt.externalId, 'id'],
    [texts.paidTo, payee.id, 'id'],
    ...splits.map((split): [string, string, 'id'] => {
      const part = formatMoney({ ...receipt.amount, value: split.value }, locale.tag)
      return [texts.alsoTo, `${part} · ${split.payee.name ?? split.payee.id}`, 'id']
    }),
    [texts.paidFrom, payer, 'id'],
    [texts.seller, seller === host ? undefined : seller, 'text'],
    [texts.address, url, 'id'],
    [texts.opened, at(openedAt), 'text'],
    [isSession ? texts.lastUsed : texts.agreed, at(time), 'text'],
    [texts.paid, at(settledAt), 'text'],
    [texts.timestamp, at(timestamp === undefined ? undefined : Date.parse(timestamp)), 'text'],
  ]
  return facts.flatMap(([name, value, kind]) => (value ? [[name, plainText(value, 500), kind] as const] : []))
}

const clock = { timeStyle: 'short' } as const
const full = { dateStyle: 'medium', timeStyle: 'medium' } as const
