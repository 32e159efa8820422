import type { Currency } from '../shop/config.js'
import { formatDollars } from '../shop/dollars.js'

/** What a wallet holds: the cents large, what is finer small. */
export function Balance({
  value,
  currency,
}: {
  value: bigint | undefined
  currency: Pick<Currency, 'symbol' | 'decimals'>
}) {
  const { decimals, symbol } = currency
  const text = value === undefined ? '\u2007' : formatDollars(value, decimals)
  const cents = text.indexOf('.') + 3
  return (
    <p className="balance" role="status" aria-label="Balance">
      <b>{text.slice(0, cents)}</b>
      <span>{text.slice(cents)}</span>
      <small>{symbol}</small>
    </p>
  )
}
