import { createPayer } from '@payerkit/core'
import { Base64Url, Challenge, Credential } from '@payerkit/core/protocol'
import { type SetupRequest, stripeSubscription } from '@payerkit/core/stripe'
import { address, createFakeStripe } from '@payerkit/testing/screens'
import { type ReactNode, StrictMode } from 'react'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Checkout } from '../components/Checkout.js'
import { subscriptionAmounts } from '../components/SubscriptionAmount.js'
import { PayerProvider } from '../provider/PayerProvider.js'
import { cardOffers } from './CardOffer.js'

const now = Date.parse('2026-01-31T12:00:00Z')

/** A newspaper that takes cards, whose bank wants to know each of them, and a page that can pay it. */
async function open(children: ReactNode = <p>the page</p>) {
  const sent: object[] = []
  const setups: SetupRequest[] = []
  const fake = createFakeStripe()
  const request = {
    ...{ amount: '500', currency: 'usd', periodUnit: 'month', periodCount: '1' },
    methodDetails: { networkId: 'profile_news', paymentMethodTypes: ['card'] },
  }
  async function fetch(_: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const proof = new Headers(init?.headers).get('Authorization')
    if (proof) {
      sent.push(Credential.parse(proof).payload)
      return new Response('the news')
    }
    const challenge = Challenge.serialize({
      ...{ id: `challenge-${sent.length}`, realm: 'news.example', method: 'stripe', intent: 'subscription' },
      request: Base64Url.fromText(JSON.stringify(request)),
      expires: '2026-01-31T12:05:00Z',
    })
    return new Response(null, { status: 402, headers: { 'WWW-Authenticate': challenge } })
  }
  const payer = createPayer({
    ...{ retries: 0, fetch, now: () => now },
    methods: [
      stripeSubscription({
        async authorizeOffSession(wish) {
          setups.push(wish)
          return { id: 'seti_1', status: 'requires_action', clientSecret: 'secret' }
        },
        readOffSession: async () => ({ id: 'seti_1', status: 'succeeded', customer: 'cus_1' }),
        names: { profile_news: 'The Daily News' },
      }),
    ],
  })
  const renderOffer = cardOffers({ stripe: Promise.resolve(fake.stripe) })
  await render(
    <StrictMode>
      <PayerProvider payer={payer} renderOffer={renderOffer} renderAmount={subscriptionAmounts}>
        {children}
      </PayerProvider>
    </StrictMode>,
  )
  return { ...fake, payer, sent, setups }
}

const part = (name: string) => document.querySelector(`[data-part=${name}]`)?.textContent
const pay = page.getByRole('button', { name: /^(Pay|Start)/ })

test('the dialog says how it recurs, takes the card, and has the bank ask before it is sent', async () => {
  const { payer, calls, sent, setups } = await open()
  const response = payer.fetch(address)
  await expect.element(pay).not.toHaveAttribute('aria-disabled')
  expect([part('figure'), part('unit'), part('deposit')]).toEqual([
    ...['$5.00', 'a month'],
    'Next charge on Feb 28, 2026. Goes on until you cancel it with the seller. At most $60.00 in the first year.',
  ])
  // Stripe's fields are told what is charged now, and that it is not the last time.
  expect(calls.elements).toMatchObject([{ mode: 'subscription', amount: 500, currency: 'usd' }])
  await expect.element(pay).toHaveTextContent('$5.00')
  await pay.click()
  expect(await (await response).text()).toBe('the news')
  expect(setups).toMatchObject([{ paymentMethod: 'pm_1', amount: 500, period: { unit: 'month', count: 1 } }])
  expect(calls.actions).toEqual(['secret'])
  expect(sent).toEqual([{ paymentMethod: 'pm_1', customer: 'cus_1' }])
  await expect.poll(() => document.querySelector('dialog')).toBeNull()
})

test('a bank that does not confirm it leaves nothing sent, and the form', async () => {
  const { payer, script, sent } = await open()
  script.action = async () => ({ error: { code: 'setup_intent_authentication_failure', message: 'no' } })
  const response = payer.fetch(address).catch((error: { code?: string }) => error.code)
  await expect.element(pay).not.toHaveAttribute('aria-disabled')
  await pay.click()
  expect(await response).toBe('authentication_failed')
  expect(sent).toEqual([])
})

test('a checkout in the page takes it by the same form', async () => {
  const { sent } = await open(
    <Checkout input={address} read={(response) => response.text()}>
      {({ data }) => <output>{data}</output>}
    </Checkout>,
  )
  await expect.element(pay).not.toHaveAttribute('aria-disabled')
  expect(part('deposit')).toContain('Goes on until you cancel it')
  await pay.click()
  await expect.element(page.getByText('the news')).toBeVisible()
  expect(sent).toEqual([{ paymentMethod: 'pm_1', customer: 'cus_1' }])
})
