import type { Offer } from '@payerkit/core'
import { formatMoney, shortId } from '@payerkit/react'

/** Who gets which part of the price. */
export function Shares({ offer }: { offer: Offer | undefined }) {
  const shares = offer ? sharesOf(offer) : []
  return (
    <div className="shares">
      <div className="bar" aria-hidden="true">
        {shares.map(({ key, weight }) => (
          <span key={key} style={{ flexGrow: weight }} />
        ))}
      </div>
      <ul aria-label="Who gets what">
        {shares.map(({ key, name, id, amount }) => (
          <li key={key}>
            <b>{amount}</b>
            <span>{name}</span>
            <span className="mono" title={id}>
              {shortId(id)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function sharesOf({ amount, payee, splits = [] }: Offer) {
  const rest = splits.reduce((left, { value }) => left - value, amount.value)
  return [{ payee, value: rest }, ...splits].map(({ payee: { id, name }, value }, index) => ({
    key: index,
    id,
    name: name ?? `Photographer ${index}`,
    amount: formatMoney({ ...amount, value }, 'en'),
    weight: Number((value * 1_000n) / amount.value),
  }))
}
