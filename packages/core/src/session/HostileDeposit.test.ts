import { describe, expect, test, vi } from 'vitest'
import { createPayer } from '../payer/createPayer.js'
import type { Policy } from '../policy/Policy.js'
import { codeOf, codesOf, yes } from '../testing/harness.js'
import { useFoe } from './testing/foe.js'

// A server that asks for far more than it delivers: before it has a deposit, and of the deposit. One unit costs 1,000.

const foe = useFoe()

/** A payer of its own, with what it was asked for. */
function payerOf(policy: Policy, approve = vi.fn(yes)) {
  const payer = createPayer({ methods: [foe.rail], now: () => foe.bank.time, policy, approve })
  return { payer, approve }
}

describe('a suggested deposit that is far too large', () => {
  const absurd = 900_000_000n

  test('is refused by a limit before anybody is asked', async () => {
    foe.meter.suggestedDeposit = absurd
    const limits = [{ currency: 'usd', amount: '1', per: 'payment' as const }]
    const { payer, approve } = payerOf({ limits })
    expect(await codesOf(payer.fetch(`${foe.meter.url}/a`))).toContain('limit_exceeded')
    expect([approve.mock.calls.length, foe.rail.opened, foe.bank.channels.size]).toEqual([0, 0, 0])
    payer.destroy()
  })

  test('is not made from a budget: the whole deposit counts, and not one unit', async () => {
    foe.meter.suggestedDeposit = absurd
    const budget = [{ currency: 'usd', amount: '1', per: 'payment' as const }]
    const { payer, approve } = payerOf(
      { budget },
      vi.fn(async () => undefined),
    )
    expect(await codeOf(payer.fetch(`${foe.meter.url}/a`))).toBe('cancelled')
    expect([approve.mock.calls.length, foe.rail.opened]).toEqual([1, 0])
    payer.destroy()
  })

  test('is cut to what the page allows', async () => {
    foe.meter.suggestedDeposit = absurd
    const payment = { maxDeposit: '0.02' }
    expect((await foe.payer.fetch(`${foe.meter.url}/a`, { payment })).status).toBe(200)
    expect(foe.channel()).toMatchObject({ deposit: 20_000n, limit: 20_000n })
  })

  test('is what the person is asked for, with all that may ever be deposited', async () => {
    foe.meter.suggestedDeposit = absurd
    const { payer, approve } = payerOf(
      {},
      vi.fn(async () => undefined),
    )
    expect(await codeOf(payer.fetch(`${foe.meter.url}/a`))).toBe('cancelled')
    expect(approve.mock.calls[0]?.[0].offers[0]).toMatchObject({
      amount: { value: absurd },
      session: { limit: { value: absurd }, price: { value: 1_000n } },
    })
    payer.destroy()
  })
})

describe('a server that takes what was signed and delivers nothing more', () => {
  test('gets the headroom at most, and the rest comes back', async () => {
    const id = await foe.begin()
    const { authorized, deposit } = foe.channel()
    expect(authorized).toBeLessThanOrEqual(1_000n + 32_000n)
    foe.bank.close(id, authorized)
    await foe.payer.channels?.refresh()
    expect(foe.bank.payee).toBe(authorized)
    expect(foe.bank.payer).toBe(1_000_000_000n - authorized)
    expect(deposit - authorized).toBeGreaterThanOrEqual(67_000n)
  })
})
