import {
  declinedAnswer,
  gate,
  openShop,
  origin,
  paidAnswer,
  type Shop,
  sayYes,
} from '@payerkit/testing/screens'
import { useState } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { PayerProvider } from '../provider/PayerProvider.js'
import { Buyer, mountBuyer, photo, type Seat, text, until } from '../testing/mountBuyer.js'

function Switch({ shops, seat }: { shops: readonly [Shop, Shop]; seat: Seat }) {
  const [index, set] = useState<0 | 1>(0)
  return (
    <PayerProvider payer={shops[index].payer} ui={false}>
      <Buyer seat={seat} options={{}} />
      <button type="button" onClick={() => set(1)}>
        switch
      </button>
    </PayerProvider>
  )
}

afterEach(() => vi.restoreAllMocks())

describe('what goes wrong', () => {
  test('a no is no failure of money, and it can be paid after all', async () => {
    let answer = false
    const shop = openShop({ approve: async (ask) => (answer ? sayYes(ask) : undefined) })
    const { seat } = await mountBuyer(shop)
    await expect(seat.current.fetch(photo)).rejects.toMatchObject({ code: 'cancelled' })
    await until(() => expect(seat.current).toMatchObject({ status: 'error', phase: 'cancelled' }))
    expect(shop.signed()).toBe(0)
    answer = true
    expect((await seat.current.pay()).status).toBe(200)
    expect([shop.signed(), shop.sent()]).toEqual([1, 1])
  })

  test('declined can be tried again', async () => {
    const shop = openShop({ approve: sayYes })
    shop.answer = declinedAnswer
    const { seat } = await mountBuyer(shop)
    await expect(seat.current.fetch(photo)).rejects.toMatchObject({ code: 'declined' })
    await until(() => expect(seat.current).toMatchObject({ status: 'error', phase: 'declined' }))
    shop.answer = paidAnswer
    expect((await seat.current.pay()).status).toBe(200)
    await until(() => expect(seat.current.phase).toBe('paid'))
    expect([shop.signed(), shop.sent()]).toEqual([2, 2])
  })

  test('unknown never pays anew: pay() does nothing, fetch() and check() present the same proof', async () => {
    const shop = openShop({ approve: sayYes })
    shop.answer = () => Promise.reject(new TypeError('Failed to fetch'))
    const { seat } = await mountBuyer(shop, { read: text })
    await expect(seat.current.fetch(photo)).rejects.toMatchObject({ code: 'unknown' })
    await until(() => expect(seat.current).toMatchObject({ status: 'error', phase: 'unknown' }))
    await expect(seat.current.pay()).rejects.toMatchObject({ code: 'unknown' })
    expect([shop.signed(), shop.sent()]).toEqual([1, 1])
    await expect(seat.current.fetch(photo)).rejects.toMatchObject({ code: 'unknown' })
    await until(() => expect(seat.current).toMatchObject({ status: 'error', phase: 'unknown' }))
    shop.answer = paidAnswer
    const [one, two] = await Promise.all([seat.current.check(), seat.current.check()])
    expect(one).toBe(two)
    await until(() => expect(seat.current).toMatchObject({ phase: 'paid', data: 'paid /photo' }))
    expect(shop.signed()).toBe(1)
    expect(new Set(shop.seen.filter(({ paid }) => paid).map(({ credential }) => credential)).size).toBe(1)
  })

  test('a failure to read what was paid for stays paid, and pay() reads again', async () => {
    const shop = openShop({ approve: sayYes })
    let reads = 0
    const read = async (response: Response) => {
      if (++reads === 1) throw new Error('No JSON.')
      return response.text()
    }
    const { seat } = await mountBuyer(shop, { read })
    const response = await seat.current.fetch(photo)
    await until(() => expect(seat.current).toMatchObject({ status: 'error', phase: 'paid' }))
    expect(seat.current.error).toMatchObject({ code: 'read_failed' })
    expect(await seat.current.pay()).toBe(response)
    await until(() =>
      expect(seat.current).toMatchObject({ status: 'success', phase: 'paid', data: 'paid /photo' }),
    )
    expect([reads, shop.signed(), shop.sent()]).toEqual([2, 1, 1])
  })

  test('a server that cannot be reached cost nothing', async () => {
    const shop = openShop()
    const { seat } = await mountBuyer(shop)
    vi.spyOn(shop.payer, 'quote').mockRejectedValue(new TypeError('Failed to fetch'))
    await expect(seat.current.fetch(photo)).rejects.toThrow(TypeError)
    await until(() => expect(seat.current).toMatchObject({ status: 'error', phase: 'failed' }))
  })

  test('what is free is no payment', async () => {
    const shop = openShop({ free: ['/photo'] })
    const { seat } = await mountBuyer(shop, { read: text })
    await seat.current.fetch(photo)
    await until(() => expect(seat.current).toMatchObject({ status: 'success', phase: 'idle', data: 'free' }))
    expect(shop.attempts()).toEqual([])
  })
})

describe('coming and going', () => {
  test('unmounted before the yes, the question is taken back', async () => {
    const aborted = vi.fn()
    const shop = openShop({
      approve: ({ signal }) =>
        new Promise((resolve) =>
          signal?.addEventListener('abort', () => {
            aborted()
            resolve(undefined)
          }),
        ),
    })
    const { seat, screen } = await mountBuyer(shop)
    const promise = seat.current.fetch(photo)
    await until(() => expect(seat.current.phase).toBe('approving'))
    await screen.unmount()
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' })
    expect(aborted).toHaveBeenCalledOnce()
    expect([shop.signed(), shop.attempts()[0]?.phase]).toEqual([0, 'cancelled'])
  })

  test('unmounted after the yes, the payment goes on and nothing renders', async () => {
    const shop = openShop({ approve: sayYes })
    const wallet = gate()
    shop.prompt = () => wallet.promise
    const { seat, screen } = await mountBuyer(shop)
    const promise = seat.current.fetch(photo)
    await until(() => expect(seat.current.phase).toBe('authorizing'))
    await screen.unmount()
    const { renders } = seat
    wallet.open()
    expect((await promise).status).toBe(200)
    expect([shop.signed(), shop.sent(), shop.attempts()[0]?.phase, seat.renders]).toEqual([
      1,
      1,
      'paid',
      renders,
    ])
  })

  test('another wish takes the screen, and what was agreed to goes on', async () => {
    const shop = openShop({ approve: sayYes })
    const wallet = gate()
    shop.prompt = () => wallet.promise
    const { seat } = await mountBuyer(shop, { read: text })
    const first = seat.current.fetch(photo)
    await until(() => expect(seat.current.phase).toBe('authorizing'))
    const second = seat.current.fetch(`${origin}/other`)
    wallet.open()
    expect(await (await first).text()).toBe('paid /photo')
    await second
    await until(() => expect(seat.current).toMatchObject({ status: 'success', data: 'paid /other' }))
    expect(shop.sent()).toBe(2)
  })

  test('reset() forgets what is shown', async () => {
    const shop = openShop({ approve: sayYes })
    const { seat } = await mountBuyer(shop)
    await seat.current.fetch(photo)
    await until(() => expect(seat.current.status).toBe('success'))
    seat.current.reset()
    await until(() =>
      expect(seat.current).toMatchObject({ status: 'idle', phase: 'idle', response: undefined }),
    )
  })

  test('unmounted in the same moment, it is never asked', async () => {
    const approve = vi.fn(sayYes)
    const shop = openShop({ approve })
    const { seat, screen } = await mountBuyer(shop)
    const promise = seat.current.fetch(photo)
    await screen.unmount()
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' })
    expect([approve.mock.calls.length, shop.signed()]).toEqual([0, 0])
  })

  test('two components follow only their own payments', async () => {
    const never = new Promise<undefined>(() => {})
    const shop = openShop({ approve: (ask) => (ask.url === photo ? sayYes(ask) : never) })
    const seats = [{ renders: 0 } as Seat, { renders: 0 } as Seat] as const
    await render(
      <PayerProvider payer={shop.payer} ui={false}>
        <Buyer seat={seats[0]} options={{}} />
        <Buyer seat={seats[1]} options={{}} />
      </PayerProvider>,
    )
    seats[1].current.fetch(`${origin}/other`)
    await until(() => expect(seats[1].current.phase).toBe('approving'))
    await seats[0].current.fetch(photo)
    await until(() => expect(seats[0].current.phase).toBe('paid'))
    expect(seats[1].current.phase).toBe('approving')
  })
})

test('a signal of the caller calls it off', async () => {
  const shop = openShop({
    approve: ({ signal }) =>
      new Promise((resolve) => signal?.addEventListener('abort', () => resolve(undefined))),
  })
  const { seat } = await mountBuyer(shop)
  const control = new AbortController()
  const promise = seat.current.fetch(photo, { signal: control.signal })
  await until(() => expect(seat.current.phase).toBe('approving'))
  control.abort()
  await expect(promise).rejects.toMatchObject({ name: 'AbortError' })
  await until(() => expect(seat.current).toMatchObject({ status: 'error', phase: 'cancelled' }))
})

test('another payer is another request', async () => {
  const shops = [openShop({ approve: sayYes }), openShop({ approve: sayYes })] as const
  const seat = { renders: 0 } as Seat
  await render(<Switch shops={shops} seat={seat} />)
  await seat.current.fetch(photo)
  await page.getByText('switch').click()
  await until(() => expect(seat.current.phase).toBe('idle'))
  await seat.current.fetch(photo)
  expect(shops.map((shop) => shop.sent())).toEqual([1, 1])
})
