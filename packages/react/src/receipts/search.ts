import { formatUnits } from '@payerkit/core'
import { formatMoney } from '../format/Money.js'
import type { Locale } from '../locales/Locale.js'
import { dateOf, nearDays, timeText } from './days.js'
import { meansOf, type ReceiptEntry } from './ReceiptEntry.js'

/** What a search needs to know of the person. */
export type SearchContext = {
  readonly locale: Pick<Locale, 'tag' | 'wallet' | 'card' | 'session'>
  readonly now: number
}

/**
 * The receipts that all words of a search fit, wherever they are in it: who got it, where, what it was, the reference,
 * the amount, the day. Accents and case do not matter.
 */
export function search(
  receipts: readonly ReceiptEntry[],
  wanted: string,
  { locale, now }: SearchContext,
): readonly ReceiptEntry[] {
  const words = fold(wanted).split(/\s+/).filter(Boolean)
  if (words.length === 0) return receipts
  const near = nearDays(now, locale.tag)
  const days = new Map([...near].map(([date, name]) => [date, fold(name)]))
  return receipts.filter((receipt) => {
    const { text, date } = textOf(receipt, locale)
    const day = days.get(date) ?? ''
    return words.every((word) => text.includes(word) || day.includes(word))
  })
}

/** A text without what does not matter in a search. */
export function fold(text: string): string {
  // Upper case first: ß, and i without a dot, are the same as what they become.
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().toLowerCase()
}

type Text = { readonly locale: SearchContext['locale']; readonly text: string; readonly date: string }

const texts = new WeakMap<ReceiptEntry, Text>()

/** Everything that can be found of a receipt. */
function textOf(receipt: ReceiptEntry, locale: SearchContext['locale']): Text {
  const known = texts.get(receipt)
  if (known?.locale === locale) return known
  const { tag } = locale
  const { amount, payee, time } = receipt
  const date = dateOf(time)
  const words = [
    payee.name,
    payee.id,
    receipt.host,
    receipt.realm,
    receipt.description,
    receipt.reference,
    receipt.externalId,
    receipt.method,
    meansOf(receipt, locale),
    formatMoney(amount, tag),
    amount.decimals === undefined ? '' : formatUnits(amount.value, amount.decimals),
    amount.symbol,
    date,
    timeText(time, tag, { dateStyle: 'full' }),
    timeText(time, tag, { dateStyle: 'short' }),
  ]
  const made = { locale, text: fold(words.filter(Boolean).join('\n')), date }
  texts.set(receipt, made)
  return made
}
