import { formatDollars } from '../shop/dollars.js'
import { useServices } from '../shop/ServicesContext.js'

/** What a wallet holds: the cents large, what is finer small. */
export function Balance({ value }: { value: bigint | undefined }) {
  const { decimals, symbol } = useServices().config.currency
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
