import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ready, renderCheckout, settled } from './testing/renderCheckout.js'

// Paid, and the page cannot use what came.

describe('what was paid for and could not be used', () => {
  // Whoever watches the page's errors sees those of its handlers.
  const seen: string[] = []
  const see = (event: ErrorEvent) => {
    event.preventDefault()
    seen.push(event.error.message)
  }
  beforeEach(() => {
    seen.length = 0
    window.addEventListener('error', see)
  })
  afterEach(() => window.removeEventListener('error', see))

  const failures = {
    throws: (read: Promise<string>) => {
      read.catch(() => {})
      throw new Error('No canvas.')
    },
    rejects: (read: Promise<string>) => read.then(() => Promise.reject(new Error('No canvas.'))),
  }

  test.each(['throws', 'rejects'] as const)(
    'onSuccess %s: it is handed over again, whole, and charged once',
    async (how) => {
      const bodies: string[] = []
      const onSuccess = vi.fn((response: Response): unknown => {
        const read = response.text()
        if (onSuccess.mock.calls.length === 1) return failures[how](read)
        return read.then((body) => bodies.push(body))
      })
      const card = await ready(await renderCheckout({ props: { onSuccess } }))
      await card.pay().click()
      await expect
        .poll(card.alert)
        .toMatch(/^What you paid for arrived, but could not be read\. It was paid once\./)
      expect(card.state()).toBe('paid')
      card.form()?.requestSubmit()
      const again = card.screen.getByRole('button', { name: /^Try again$/ })
      await again.click()
      await expect.poll(() => bodies).toEqual(['the report'])
      await expect.poll(card.alert).toBe('')
      expect(again.query()).toBeNull()
      expect([card.shop.calls.sends.length, card.shop.calls.tokens.length]).toEqual([1, 1])
      expect(seen).toEqual(['No canvas.'])
      expect(onSuccess.mock.calls.map(([, receipt]: unknown[]) => receipt)).toMatchObject([
        { reference: 'pi_1' },
        { reference: 'pi_1' },
      ])
    },
  )

  test('what broke on the way is taken from where it was kept', async () => {
    const bodies: string[] = []
    const onSuccess = vi.fn(async (response: Response) => {
      const body = await response.text()
      if (body !== 'kept') throw new Error('Broken.')
      bodies.push(body)
    })
    const card = await ready(await renderCheckout({ props: { onSuccess } }))
    const { attempts } = card.shop.payer
    const kept = vi.spyOn(attempts, 'response').mockImplementation(async () => new Response('kept'))
    await card.pay().click()
    await card.screen.getByRole('button', { name: /^Try again$/ }).click()
    await expect.poll(() => bodies).toEqual(['kept'])
    await expect.poll(card.alert).toBe('')
    expect(kept.mock.calls).toEqual([[attempts.list()[0]?.id]])
    expect(card.shop.calls.sends).toHaveLength(1)
  })

  test('a form that is mounted anew offers the same, and never Pay', async () => {
    const onSuccess = vi.fn(async () => Promise.reject(new Error('No canvas.')))
    const card = await ready(await renderCheckout({ props: { onSuccess } }))
    await card.pay().click()
    await expect.poll(card.alert).toMatch(/could not be read/)
    await card.screen.rerender(<p>elsewhere</p>)
    await card.show()
    await expect.poll(card.alert).toMatch(/could not be read/)
    expect(card.screen.getByRole('button', { name: /^Pay/ }).query()).toBeNull()
    await card.screen.getByRole('button', { name: /^Try again$/ }).click()
    await expect.poll(() => onSuccess.mock.calls.length).toBe(2)
    await expect.poll(card.alert).toMatch(/could not be read/)
    expect(card.shop.calls.sends).toHaveLength(1)
  })
})

describe('an open payment that others finish', () => {
  async function unknown() {
    const card = await ready(await renderCheckout())
    card.shop.script.verdicts = [new TypeError('Failed to fetch')]
    await card.pay().click()
    await settled(card, 'unknown')
    const { attempts } = card.shop.payer
    return { card, attempts, id: attempts.list()[0]?.id ?? '' }
  }

  test('paid: it says so, and nothing of it can be pressed', async () => {
    const { card, attempts, id } = await unknown()
    await attempts.resume(id)
    await settled(card, 'paid')
    await expect.element(card.screen.getByText('What you bought is where you looked again.')).toBeVisible()
    expect(card.screen.getByRole('button').query()).toBeNull()
    expect([card.on.onSuccess.mock.calls.length, card.shop.calls.tokens.length]).toEqual([0, 1])
  })

  test('looked for at once by this form too: one gets it', async () => {
    const { card, attempts, id } = await unknown()
    let answered = () => {}
    card.shop.script.answering = new Promise<void>((resolve) => {
      answered = resolve
    })
    const answer = attempts.resume(id)
    await card.screen.getByRole('button', { name: 'Check now' }).click()
    answered()
    await settled(card, 'paid')
    expect(await (await answer).text()).toBe('the report')
    expect([card.on.onSuccess.mock.calls.length, card.shop.calls.sends.length]).toEqual([0, 2])
  })

  test('not paid after all: Pay is lit again', async () => {
    const { card, attempts, id } = await unknown()
    card.shop.script.verdicts = [{}]
    await expect(attempts.resume(id)).rejects.toMatchObject({ code: 'declined' })
    await settled(card, 'declined')
    await expect.element(card.pay()).toBeVisible()
  })

  test('given up: Pay is lit again, for a new offer', async () => {
    const { card, attempts, id } = await unknown()
    await attempts.forget(id)
    await settled(card, 'ready')
    await expect.element(card.pay()).not.toHaveAttribute('aria-disabled')
    await card.pay().click()
    await settled(card, 'paid')
    expect(card.shop.calls).toMatchObject({ quotes: 2, tokens: ['pm_1', 'pm_2'] })
  })

  test('paid and not delivered: it says so, and can still be looked for', async () => {
    const { card, attempts, id } = await unknown()
    card.shop.script.after = { status: 'deactivated', deactivatedReason: 'consumed' }
    card.shop.script.verdicts = ['forbid']
    await expect(attempts.resume(id)).rejects.toMatchObject({ code: 'paid_undelivered' })
    await expect.poll(card.alert).toContain('This was paid, but not delivered.')
    await card.screen.getByRole('button', { name: 'Check now' }).click()
    await settled(card, 'paid')
    expect(card.on.onSuccess).toHaveBeenCalledOnce()
  })
})
