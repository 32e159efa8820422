import type { ReceiptEntry } from './ReceiptEntry.js'

/** The receipts of one day. */
export type ReceiptDay = {
  /** `2026-01-31`, in the person's time zone. */
  readonly date: string
  /** `Today`, `Yesterday`, `January 31, 2026`. */
  readonly name: string
  readonly receipts: readonly ReceiptEntry[]
}

/** The days of receipts, in the order in which these are. */
export function daysOf(receipts: readonly ReceiptEntry[], now: number, tag: string): readonly ReceiptDay[] {
  const near = nearDays(now, tag)
  const days: { date: string; name: string; receipts: ReceiptEntry[] }[] = []
  for (const receipt of receipts) {
    const date = dateOf(receipt.time)
    const last = days.at(-1)
    if (last?.date === date) last.receipts.push(receipt)
    else {
      const name = near.get(date) ?? timeText(receipt.time, tag, { dateStyle: 'long' })
      days.push({ date, name: capital(name, tag), receipts: [receipt] })
    }
  }
  return days
}

/** The day of a time in the person's time zone: `2026-01-31`. */
export function dateOf(time: number): string {
  const date = new Date(time)
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  return parts.map((part) => String(part).padStart(2, '0')).join('-')
}

/** Today and yesterday by their dates, in the words of a language. */
export function nearDays(now: number, tag: string): ReadonlyMap<string, string> {
  const words = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  const today = new Date(now)
  const dayBack = (days: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() - days)
  return new Map([0, 1].map((days) => [dateOf(dayBack(days).getTime()), words.format(-days, 'day')]))
}

function capital(text: string, tag: string): string {
  const [first = '', ...rest] = text
  return first.toLocaleUpperCase(tag) + rest.join('')
}

// Making one takes longer than using it a hundred times.
const formatters = new Map<string, Intl.DateTimeFormat>()

/** A time in a person's notation. */
export function timeText(
  time: number,
  tag: string,
  options: Pick<Intl.DateTimeFormatOptions, 'dateStyle' | 'timeStyle'>,
): string {
  const name = `${tag} ${options.dateStyle} ${options.timeStyle}`
  const known = formatters.get(name) ?? new Intl.DateTimeFormat(tag, options)
  formatters.set(name, known)
  return known.format(time)
}
