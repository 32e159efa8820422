import { openRail } from '@payerkit/testing/screens'
import { StrictMode } from 'react'
import { describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { PayButton } from '../components/PayButton.js'
import { PayerProvider } from '../provider/PayerProvider.js'
import { Buyer, photo, type Seat, until } from '../testing/mountBuyer.js'

async function mountBuyer() {
  const { payer, sent } = openRail()
  const seat = { renders: 0 } as Seat
  await render(
    <StrictMode>
      <PayerProvider payer={payer} ui={false}>
        <Buyer seat={seat} options={{ read: (response) => response.text() }} />
      </PayerProvider>
    </StrictMode>,
  )
  const phases: string[] = []
  payer.on('attempt', ({ phase }) => phases.push(phase))
  return { payer, sent, seat, phases }
}

describe('paid from a session', () => {
  test('the first request opens it, in the phases of any payment', async () => {
    const { sent, seat, phases } = await mountBuyer()
    await seat.current.fetch(photo)
    await until(() => expect(seat.current).toMatchObject({ status: 'success', phase: 'paid', data: 'paid' }))
    expect(phases).toEqual(['approving', 'authorizing', 'submitting', 'paid'])
    expect(sent).toEqual(['unpaid', 'Payment open'])
  })

  test('the next is one round trip without a question, and paid', async () => {
    const { payer, sent, seat, phases } = await mountBuyer()
    await payer.fetch(photo)
    sent.length = 0
    phases.length = 0
    await seat.current.fetch(photo)
    await until(() => expect(seat.current).toMatchObject({ status: 'success', phase: 'paid', data: 'paid' }))
    expect(sent).toEqual(['Payment voucher'])
    expect(phases).toEqual([])
  })

  test('a price that was looked at before is paid from it too', async () => {
    const { payer, sent, seat } = await mountBuyer()
    const quote = await payer.quote(photo)
    await payer.fetch(photo)
    await seat.current.pay(quote)
    await until(() => expect(seat.current).toMatchObject({ status: 'success', phase: 'paid' }))
    expect(sent.at(-1)).toBe('Payment voucher')
  })

  test('a button that was paid for says so, and names the deposit before', async () => {
    const { payer } = openRail()
    const quote = await payer.quote(photo)
    await render(
      <PayerProvider payer={payer} ui={false}>
        <PayButton input={photo} quote={quote} />
      </PayerProvider>,
    )
    await page.getByRole('button', { name: 'Start with $0.10' }).click()
    await expect.element(page.getByRole('button', { name: 'Paid' })).toBeVisible()
  })
})
