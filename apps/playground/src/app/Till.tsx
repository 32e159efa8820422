import { useQuery } from '@tanstack/react-query'
import { till } from '../shop/till.js'

/** The other side of the counter. */
export function Till() {
  const { data } = useQuery(till)
  return (
    <p className="till">
      {data ? (
        <>
          The seller has taken <b>{data.taken}</b>
          {data.points > 0n && (
            <>
              {' '}
              and <b>{String(data.points)} points</b>
            </>
          )}{' '}
          in {data.sales} {data.sales === 1 ? 'sale' : 'sales'} since it opened.
        </>
      ) : (
        '\u00a0'
      )}
    </p>
  )
}
