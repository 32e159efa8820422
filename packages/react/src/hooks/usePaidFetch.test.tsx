import { gate, openShop, sayYes } from '@payerkit/testing/screens'
import { StrictMode, useEffect } from 'react'
import { describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { PayerProvider } from '../provider/PayerProvider.js'
import { mountBuyer, photo, text, until } from '../testing/mountBuyer.js'
import { usePaidFetch } from './usePaidFetch.js'

function Eager() {
  const { fetch, phase } = usePaidFetch()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as somebody would write it.
  useEffect(() => {
    fetch(photo)
  }, [])
  return <p>{phase}</p>
}

describe('exactly once', () => {
  test('nothing happens until it is called, StrictMode or not', async () => {
    const shop = openShop({ approve: sayYes })
    const { seat, screen, tree } = await mountBuyer(shop)
    await screen.rerender(tree())
    expect(shop.seen).toEqual([])
    expect(seat.current).toMatchObject({ status: 'idle', phase: 'idle' })
  })

  test('one fetch asks, signs and sends once, and tells the phases in order', async () => {
    const shop = openShop({ approve: sayYes })
    const { seat } = await mountBuyer(shop, { read: text })
    const phases: string[] = []
    shop.payer.on('attempt', ({ phase }) => phases.push(phase))
    const response = await seat.current.fetch(photo)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('paid /photo')
    await until(() =>
      expect(seat.current).toMatchObject({ status: 'success', phase: 'paid', data: 'paid /photo' }),
    )
    expect(seat.current.receipt?.reference).toBe('ref-1')
    expect(phases).toEqual(['approving', 'authorizing', 'submitting', 'paid'])
    expect([shop.seen.length, shop.signed(), shop.sent()]).toEqual([2, 1, 1])
  })

  test('a double click is one payment', async () => {
    const shop = openShop({ approve: sayYes })
    const { seat } = await mountBuyer(shop)
    const wallet = gate()
    shop.prompt = () => wallet.promise
    await page.getByRole('button').dblClick()
    await until(() => expect(seat.current.phase).toBe('authorizing'))
    wallet.open()
    await until(() => expect(seat.current.phase).toBe('paid'))
    const [one, two] = [seat.current.pay(), seat.current.pay()]
    expect(await one).toBe(await two)
    expect([shop.signed(), shop.sent()]).toEqual([1, 1])
  })

  test('the same wish while it is under way is the same promise', async () => {
    const shop = openShop({ approve: sayYes })
    const { seat } = await mountBuyer(shop)
    const [one, two] = await Promise.all([seat.current.fetch(photo), seat.current.fetch(new URL(photo))])
    expect(one).toBe(two)
    expect(shop.sent()).toBe(1)
  })

  test('a storm of renders changes nothing', async () => {
    const shop = openShop({ approve: sayYes })
    const wallet = gate()
    shop.prompt = () => wallet.promise
    const { seat, screen, tree } = await mountBuyer(shop)
    seat.current.fetch(photo)
    await until(() => expect(seat.current.phase).toBe('authorizing'))
    for (let i = 0; i < 30; i++) await screen.rerender(tree({ read: async (response) => response.text() }))
    wallet.open()
    await until(() => expect(seat.current).toMatchObject({ phase: 'paid', data: 'paid /photo' }))
    expect([shop.signed(), shop.sent()]).toEqual([1, 1])
  })

  test('called in an effect under StrictMode it still pays once', async () => {
    const shop = openShop({ approve: sayYes })
    await render(
      <StrictMode>
        <PayerProvider payer={shop.payer} ui={false}>
          <Eager />
        </PayerProvider>
      </StrictMode>,
    )
    await expect.element(page.getByText('paid')).toBeVisible()
    expect([shop.signed(), shop.sent()]).toEqual([1, 1])
  })
})

describe('manual', () => {
  test('stops at the price; pay() pays that quote', async () => {
    const shop = openShop({ approve: sayYes })
    const { seat } = await mountBuyer(shop, { manual: true })
    const unpaid = await seat.current.fetch(photo)
    expect(unpaid.status).toBe(402)
    await until(() => expect(seat.current).toMatchObject({ status: 'idle', phase: 'quoted' }))
    expect(seat.current.quote?.offers[0]?.amount.value).toBe(10_000n)
    expect(shop.signed()).toBe(0)
    const [one, two] = await Promise.all([seat.current.pay(), seat.current.pay()])
    expect(one).toBe(two)
    expect([shop.seen.length, shop.sent()]).toEqual([2, 1])
  })

  test('a quote that has ended is asked for anew', async () => {
    const shop = openShop({ approve: sayYes, lasts: 60_000 })
    const { seat } = await mountBuyer(shop, { manual: true })
    await seat.current.fetch(photo)
    shop.clock.now += 120_000
    const [one, two] = await Promise.all([seat.current.pay(), seat.current.pay()])
    expect([one.status, two]).toEqual([200, one])
    expect(shop.seen.map(({ paid }) => paid)).toEqual([false, false, true])
  })

  test('pay() without anything to pay says so, and an event is no quote', async () => {
    const shop = openShop({ approve: sayYes })
    const { seat } = await mountBuyer(shop)
    await expect(seat.current.pay()).rejects.toMatchObject({ code: 'nothing_to_pay' })
    await expect(seat.current.pay(new Event('click') as never)).rejects.toMatchObject({
      code: 'nothing_to_pay',
    })
  })

  test('pays a quote that somebody else got', async () => {
    const shop = openShop({ approve: sayYes })
    const { seat } = await mountBuyer(shop, { read: text })
    const quote = await shop.payer.quote(photo)
    await Promise.all([seat.current.pay(quote), seat.current.pay(quote)])
    await until(() => expect(seat.current).toMatchObject({ phase: 'paid', data: 'paid /photo' }))
    expect([shop.seen.length, shop.sent()]).toEqual([2, 1])
  })
})
