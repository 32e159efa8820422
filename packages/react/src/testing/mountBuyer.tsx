import { origin, type Shop } from '@payerkit/testing/screens'
import { StrictMode } from 'react'
import { vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { type PaidFetch, type PaidFetchOptions, usePaidFetch } from '../hooks/usePaidFetch.js'
import { PayerProvider } from '../provider/PayerProvider.js'

export const photo = `${origin}/photo`

export type Seat = { current: PaidFetch<string>; renders: number }

export function Buyer({ seat, options }: { seat: Seat; options: PaidFetchOptions<string> }) {
  const paid = usePaidFetch<string>(options)
  seat.current = paid
  seat.renders++
  return (
    <button type="button" onClick={() => paid.fetch(photo)} data-phase={paid.phase}>
      {paid.status}
    </button>
  )
}

/** A component that can pay, and its latest result. */
export async function mountBuyer(shop: Shop, options: PaidFetchOptions<string> = {}) {
  const seat = { renders: 0 } as Seat
  const tree = (more: PaidFetchOptions<string> = options) => (
    <StrictMode>
      <PayerProvider payer={shop.payer} ui={false}>
        <Buyer seat={seat} options={more} />
      </PayerProvider>
    </StrictMode>
  )
  const screen = await render(tree())
  return { seat, screen, tree }
}

export const until = (check: () => void) => vi.waitFor(check, { timeout: 2_000, interval: 5 })
export const text = (response: Response) => response.text()
