import { brokenAnswer, openShop, origin, paidAnswer, type Shop, sayYes } from '@payerkit/testing/screens'
import '../styles/styles.css'
import { Component, type ReactNode, StrictMode, useState } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { PayerProvider } from '../provider/PayerProvider.js'
import { PayButton, type PayButtonProps } from './PayButton.js'

// Paid, and then something breaks on the way to the person: that is never paid a second time.

const photo = `${origin}/photo`
const button = page.getByRole('button').first()
const state = () => document.querySelector<HTMLElement>('[data-part=pay]')?.dataset.state

function mount(shop: Shop, props: Partial<PayButtonProps<unknown>> = {}) {
  return render(
    <StrictMode>
      <PayerProvider payer={shop.payer} ui={false}>
        <PayButton input={photo} {...props} />
      </PayerProvider>
    </StrictMode>,
  )
}

async function expectUnread(shop: Shop) {
  await expect.element(page.getByRole('alert')).toHaveTextContent(/could not be read\. It was paid once\./)
  await expect.element(button).toHaveTextContent(/^Try again$/)
  expect([state(), shop.signed(), shop.sent()]).toEqual(['unread', 1, 1])
}

describe('a body that breaks', () => {
  test('in the middle: it stays paid, however often it is read again', async () => {
    const shop = openShop({ approve: sayYes })
    shop.answer = brokenAnswer
    const read = vi.fn((response: Response) => response.text())
    await mount(shop, { read })
    await button.click()
    await expectUnread(shop)
    for (const reads of [2, 3]) {
      await button.click()
      await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(reads))
      await expectUnread(shop)
    }
  })

  test('and was kept whole: that is read instead', async () => {
    const shop = openShop({ approve: sayYes })
    shop.answer = brokenAnswer
    const kept = vi.spyOn(shop.payer.attempts, 'response').mockImplementation(async () => paidAnswer(photo))
    const onSuccess = vi.fn()
    await mount(shop, { read: (response) => response.text(), onSuccess })
    await button.click()
    await expectUnread(shop)
    expect(kept).not.toHaveBeenCalled()
    await button.click()
    await expect.element(button).toHaveTextContent('Paid')
    expect(kept.mock.calls).toEqual([[shop.attempts()[0]?.id]])
    expect(onSuccess).toHaveBeenCalledOnce()
    expect(onSuccess.mock.calls[0]?.[0]).toMatchObject({ data: 'paid /photo', phase: 'paid' })
    expect(shop.sent()).toBe(1)
  })

  test('of something free: it is no payment that was declined', async () => {
    const shop = openShop({ free: ['/photo'] })
    await mount(shop, { read: (response) => response.json() })
    await button.click()
    await expect.element(button).toHaveTextContent(/^Try again$/)
    expect([state(), shop.attempts()]).toEqual(['unread', []])
  })
})

describe('a page that cannot use what came', () => {
  test('JSON that is none', async () => {
    const shop = openShop({ approve: sayYes })
    await mount(shop, { read: (response) => response.json() })
    await button.click()
    await expectUnread(shop)
    await button.click()
    await expectUnread(shop)
  })

  test.each([
    [
      'throws',
      (text: Promise<string>) => {
        void text
        throw new Error('No canvas.')
      },
    ],
    ['rejects', (text: Promise<string>) => text.then(() => Promise.reject(new Error('No canvas.')))],
  ])(
    'onSuccess %s: it is called again with the whole answer, and nothing is paid for that',
    async (_, fail) => {
      const shop = openShop({ approve: sayYes })
      const bodies: string[] = []
      const onSuccess = vi.fn(({ response }: { response: Response | undefined }): unknown => {
        const text = response?.text() ?? Promise.resolve('')
        if (onSuccess.mock.calls.length === 1) return fail(text)
        return text.then((body) => bodies.push(body))
      })
      await mount(shop, { onSuccess })
      await button.click()
      await expectUnread(shop)
      await button.click()
      await expect.element(button).toHaveTextContent('Paid')
      expect([bodies, shop.sent()]).toEqual([['paid /photo'], 1])
    },
  )

  test('gone from the screen meanwhile: what was paid for is handed over all the same', async () => {
    const shop = openShop({ approve: sayYes })
    let answer = () => {}
    shop.answer = (url) =>
      new Promise((resolve) => {
        answer = () => resolve(paidAnswer(url))
      })
    const onSuccess = vi.fn()
    const screen = await mount(shop, { onSuccess })
    await button.click()
    await vi.waitFor(() => expect(shop.sent()).toBe(1))
    await screen.unmount()
    answer()
    await vi.waitFor(() => expect(onSuccess).toHaveBeenCalledOnce())
  })
})

/** Shows that something could not be drawn, and draws it anew. */
class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <button type="button" onClick={() => this.setState({ failed: false })}>
        draw again
      </button>
    )
  }
}

function Bought({ text, broken }: { text: string; broken: { now: boolean } }) {
  if (broken.now) throw new Error('No canvas.')
  return <p>{text}</p>
}

/** A page with a boundary around the thing alone, or around all of it. */
function Page({ shop, broken, around }: { shop: Shop; broken: { now: boolean }; around: 'thing' | 'all' }) {
  const [text, setText] = useState<string>()
  const thing = text !== undefined && <Bought text={text} broken={broken} />
  const pay = (
    <PayButton<string>
      input={photo}
      read={(response) => response.text()}
      onSuccess={({ data }) => setText(data)}
    />
  )
  return (
    <PayerProvider payer={shop.payer} ui={false}>
      {around === 'thing' ? (
        <>
          {pay}
          <Boundary>{thing}</Boundary>
        </>
      ) : (
        <Boundary>
          {pay}
          {thing}
        </Boundary>
      )}
    </PayerProvider>
  )
}

describe('what was bought cannot be drawn', () => {
  test.each(['thing', 'all'] as const)(
    'a boundary around %s draws it anew, and nothing is paid by that',
    async (around) => {
      const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
      const shop = openShop({ approve: sayYes })
      const broken = { now: true }
      await render(<Page shop={shop} broken={broken} around={around} />)
      await button.click()
      const again = page.getByRole('button', { name: 'draw again' })
      await expect.element(again).toBeVisible()
      const asked = shop.seen.length
      await again.click()
      await expect.element(again).toBeVisible()
      if (around === 'thing') expect(state()).toBe('paid')
      broken.now = false
      await again.click()
      await expect.element(page.getByText('paid /photo')).toBeVisible()
      expect([shop.seen.length, shop.signed(), shop.sent()]).toEqual([asked, 1, 1])
      complaints.mockRestore()
    },
  )
})
