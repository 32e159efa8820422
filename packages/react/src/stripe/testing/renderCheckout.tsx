import type { Receipt } from '@payerkit/core'
import { createFakeShop, createFakeStripe, type FakeShop, type FakeStripe } from '@payerkit/testing/screens'
import { StrictMode } from 'react'
import { expect, type Mock, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import type { Locale } from '../../locales/Locale.js'
import { PayerProvider } from '../../provider/PayerProvider.js'
import { CardCheckout, type CardCheckoutProps } from '../CardCheckout.js'

type Told = {
  onSuccess: Mock<(response: Response, receipt?: Receipt) => void>
  onError: Mock<(error: Error & { code?: string }) => void>
  onCancel: Mock<() => void>
  onRequiresAction: Mock<() => void>
}

/** A card form under StrictMode with a seller and a Stripe.js that do as they are told. */
export async function renderCheckout(
  options: {
    shop?: FakeShop
    stripe?: FakeStripe
    props?: Partial<CardCheckoutProps>
    locale?: Locale
    setUp?(shop: FakeShop, stripe: FakeStripe): void
  } = {},
) {
  const { shop = createFakeShop(), stripe = createFakeStripe(), props } = options
  options.setUp?.(shop, stripe)
  const quote = await shop.quote()
  const on: Told = { onSuccess: vi.fn(), onError: vi.fn(), onCancel: vi.fn(), onRequiresAction: vi.fn() }
  const promise = Promise.resolve(stripe.stripe)
  const tree = (more: Partial<CardCheckoutProps> = {}) => (
    <StrictMode>
      <PayerProvider payer={shop.payer} ui={false} locale={options.locale}>
        <CardCheckout stripe={promise} quote={quote} requote={shop.quote} {...on} {...props} {...more} />
      </PayerProvider>
    </StrictMode>
  )
  const screen = await render(tree())
  const form = () => document.querySelector<HTMLFormElement>('[data-part=card]')
  return {
    shop,
    stripe,
    quote,
    on,
    screen,
    tree,
    form,
    state: () => form()?.dataset.state,
    pay: () => screen.getByRole('button', { name: /^(Pay|Try again)|bezahlen$|^Noch einmal/ }),
    live: () => document.querySelector('[role=status]')?.textContent,
    alert: () => document.querySelector('[role=alert]')?.textContent.trim(),
    show: (more?: Partial<CardCheckoutProps>) => screen.rerender(tree(more)),
  }
}

export type Rendered = Awaited<ReturnType<typeof renderCheckout>>

export const settled = (card: Rendered, state: string) => expect.poll(card.state).toBe(state)

/** A click by somebody who has seen what the button says. */
export async function payAgain(card: Rendered) {
  await new Promise((resolve) => setTimeout(resolve, 450))
  await card.pay().click()
}

export async function ready(card: Rendered) {
  await settled(card, 'ready')
  return card
}
