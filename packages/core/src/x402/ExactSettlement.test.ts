import { describe, expect, test, vi } from 'vitest'
import { localAccount } from '../chain/testing/fakeClient.js'
import { x402 } from './index.js'
import { asksV2 } from './testing/asks.js'
import { type Facts, fakeToken, type Given, permit2, ready } from './testing/fakeToken.js'

describe('what became of a payment', () => {
  const hours = 3_600
  test.each<[string, Partial<Facts>, Given['answers'], string]>([
    ['used', { used: true }, {}, 'paid'],
    ['used, and over', { used: true, time: 1_800_000_000 + hours }, {}, 'paid'],
    ['unused, and over', { time: 1_800_000_000 + hours }, {}, 'unpaid'],
    ['unused, and not over', {}, {}, 'unknown'],
    ['on a chain that is silent', {}, { eth_call: new Error('timeout') }, 'unknown'],
    ['on another chain', { used: true }, { eth_chainId: '0x1' }, 'unknown'],
    ['on a chain without the contracts', { time: 1_800_000_000 + hours }, { eth_call: '0x' }, 'unknown'],
  ])('that is %s', async (_, facts, answers, found) => {
    for (const asked of [asksV2(), asksV2([permit2])]) {
      const account = localAccount
      const signed = await ready(asked, { account, allowance: 10_000n })
      const authorization = await signed.method.authorize(signed.request, signed.context)
      const later = fakeToken({ ...facts, ...(answers && { answers }) })
      const method = x402({ client: later.client })
      expect(await method.resolve?.(signed.request, { ...signed.context, authorization })).toBe(found)
      expect(later.prompts()).toEqual([])
    }
  })

  test('that ends in a moment is waited for', async () => {
    const account = localAccount
    const { method, request, context, facts } = await ready(asksV2(), { account })
    const authorization = await method.authorize(request, context)
    vi.useFakeTimers()
    try {
      facts.time += 60
      let found: string | undefined
      void method.resolve?.(request, { ...context, authorization }).then((each) => {
        found = each
      })
      await vi.advanceTimersByTimeAsync(5_000)
      expect(found).toBeUndefined()
      facts.time += 20
      await vi.advanceTimersByTimeAsync(1_000)
      expect(found).toBe('unpaid')
    } finally {
      vi.useRealTimers()
    }
  })

  test('is not waited for on a chain that stands still', async () => {
    const account = localAccount
    const { method, request, context, facts } = await ready(asksV2(), { account })
    const authorization = await method.authorize(request, context)
    vi.useFakeTimers()
    try {
      facts.time += 50
      let found: string | undefined
      void method.resolve?.(request, { ...context, authorization }).then((each) => {
        found = each
      })
      await vi.advanceTimersByTimeAsync(60_000)
      expect(found).toBe('unknown')
    } finally {
      vi.useRealTimers()
    }
  })

  test('is not called unpaid by a node that lags behind', async () => {
    for (const asked of [asksV2(), asksV2([permit2])]) {
      const account = localAccount
      const signed = await ready(asked, { account, allowance: 10_000n })
      const authorization = await signed.method.authorize(signed.request, signed.context)
      const eth_call = ([, at]: unknown[]) => `0x${(at === '0x1000' ? 'ff' : '00').repeat(32)}`
      const later = fakeToken({ time: 1_800_000_000 + hours, answers: { eth_call } })
      const method = x402({ client: later.client })
      expect(await method.resolve?.(signed.request, { ...signed.context, authorization })).toBe('paid')
    }
  })

  test('that was never signed, or is given up', async () => {
    const { method, request, context } = await ready(asksV2())
    expect(await method.resolve?.(request, context)).toBe('unpaid')
    const { method: signer, ...signed } = await ready(asksV2(), { account: localAccount })
    const authorization = await signer.authorize(signed.request, signed.context)
    const signal = AbortSignal.abort()
    expect(await method.resolve?.(request, { ...context, authorization, signal })).toBe('unknown')
  })
})
