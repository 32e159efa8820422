import { origin, type Shop } from '@payerkit/testing/screens'
import '../styles/styles.css'
import { type ReactNode, StrictMode } from 'react'
import { vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { PayerProvider, type PayerProviderProps } from '../provider/PayerProvider.js'

export const photo = `${origin}/photo`
export const dialog = () => document.querySelector('dialog')
export const pay = page.getByRole('button', { name: /^Pay/ })
export const until = (check: () => void) => vi.waitFor(check, { timeout: 3_000, interval: 5 })

/** A page with a button, inside a provider that asks. */
export function mountDialog(shop: Shop, props: Partial<PayerProviderProps> = {}, children?: ReactNode) {
  return render(
    <StrictMode>
      <PayerProvider payer={shop.payer} {...props}>
        {children ?? <button type="button">before</button>}
      </PayerProvider>
    </StrictMode>,
  )
}

/** Asks, and has a rejection seen whenever it comes. */
export function ask(shop: Shop, url = photo, signal?: AbortSignal) {
  const promise = shop.payer.fetch(url, { payment: { signal } })
  promise.catch(() => {})
  return promise
}
