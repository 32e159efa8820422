import { formatMoney, Notice, type OfferSlotProps } from '@payerkit/react'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useServices } from '../shop/ServicesContext.js'

const networks: { [network: string]: string } = { visa: 'Visa', mastercard: 'Mastercard' }

/** Which card on file pays. None is chosen at first, so that a second click on Pay does not pay. */
export function CardsOnFile({ offer, state, expired, error, approve }: OfferSlotProps) {
  const { cardsOnFile } = useServices()
  const name = useId()
  const [chosen, setChosen] = useState<string>()
  const { data: cards, isError } = useQuery({
    queryKey: ['cards-on-file'],
    queryFn: ({ signal }) => cardsOnFile.cards?.({ signal }) ?? [],
  })
  const isAsking = state === 'asking'
  const price = formatMoney(offer.amount, 'en')
  return (
    <form
      className="on-file"
      onSubmit={(event) => {
        event.preventDefault()
        if (isAsking && chosen !== undefined) approve({ cardId: chosen })
      }}
    >
      <fieldset>
        <legend>Your cards on file</legend>
        {cards?.map(({ id, network, panLastFour }) => (
          <label key={id}>
            <input
              type="radio"
              name={name}
              checked={id === chosen}
              disabled={!isAsking}
              onChange={() => setChosen(id)}
            />
            <span>{networks[network] ?? network}</span>
            <span className="mono" role="img" aria-label={`ends with ${panLastFour}`}>
              •••• {panLastFour}
            </span>
          </label>
        ))}
      </fieldset>
      {isError && <p role="alert">Your cards could not be had. Close this and try again.</p>}
      {isAsking && error && <Notice error={error} />}
      <p className="hint">To {offer.payee.name ?? offer.payee.id}</p>
      {!expired && (
        <button
          type="submit"
          data-part="button"
          data-state={isAsking ? 'asking' : 'working'}
          disabled={isAsking && chosen === undefined}
          aria-disabled={!isAsking || undefined}
          aria-busy={state === 'working' || undefined}
        >
          {error ? `Try again · ${price}` : `Pay ${price}`}
        </button>
      )}
    </form>
  )
}
