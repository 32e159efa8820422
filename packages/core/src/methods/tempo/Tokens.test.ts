import { describe, expect, test } from 'vitest'
import type * as Hex from '../../chain/Hex.js'
import type { TempoOptions } from './Charge.js'
import { fakeClient, remoteAccount, setup, word } from './testing/fakeClient.js'
import { RpcError } from './testing/wallets.js'

const text = (value: string) =>
  `0x${'20'.padStart(64, '0')}${value.length.toString(16).padStart(64, '0')}${Buffer.from(value).toString('hex').padEnd(64, '0')}`

describe('tokens', () => {
  const currency = `0x20c0${'12'.repeat(18)}`
  const answer = (symbol: unknown, decimals: unknown) => (parameters: readonly unknown[]) =>
    (parameters[0] as { data: string }).data === '0x95d89b41' ? symbol : decimals

  async function amountOf(eth_call: unknown, more: Partial<TempoOptions> = {}, chain = {}) {
    const client = fakeClient(remoteAccount, { eth_call, ...chain })
    const { method, request, context } = setup({ client, ...more }, { currency })
    const [{ amount }, again] = [
      await method.describe(request, context),
      await method.describe(request, context),
    ]
    expect(again.amount).toEqual(amount)
    return { ...amount, asked: client.calls.filter(({ method }) => method === 'eth_call').length }
  }

  test('of no list are asked for on the chain, once, and have no known worth', async () => {
    expect(await amountOf(answer(text('CAFE'), word(18)))).toMatchObject({
      symbol: 'CAFE',
      decimals: 18,
      asset: currency,
      asked: 2,
    })
    expect((await amountOf(answer(text('CAFE'), word(18)))).currency).toBeUndefined()
  })

  test('of the application are what it says, on their chain only', async () => {
    const token = {
      address: currency.toUpperCase().replace('0X', '0x') as Hex.Hex,
      chainId: 42431,
      symbol: 'CAFE',
      decimals: 2,
      currency: 'usd',
    }
    const ours = await amountOf(answer(text('OTHER'), word(18)), { tokens: [token] })
    expect(ours).toMatchObject({ symbol: 'CAFE', decimals: 2, currency: 'usd', asked: 0 })
    const elsewhere = await amountOf(answer(text('OTHER'), word(18)), {
      tokens: [{ ...token, chainId: 4217 }],
    })
    expect(elsewhere).toMatchObject({ symbol: 'OTHER', decimals: 18 })
  })

  test.each(['pathUSD', 'PATHusd', 'path-USD', 'USDC.e', 'USDC\u200b.e', 'ＵＳＤＣ.e', '', '...', '\u202e'])(
    'that call themselves %j are unknown',
    async (symbol) => {
      const encoded = Buffer.from(symbol).toString('latin1')
      const bytes =
        text('x'.repeat(encoded.length)).replace(/(78)*0*$/, '') +
        Buffer.from(symbol).toString('hex').padEnd(64, '0')
      expect(await amountOf(answer(bytes, word(6)))).toMatchObject({ symbol: 'unknown token', decimals: 6 })
    },
  )

  test.each([
    ['no text', answer('0x', word(6)), 6],
    ['an endless text', answer(`0x${'f'.repeat(300)}`, word(6)), 6],
    ['too many decimals', answer(text('CAFE'), word(2n ** 256n - 1n)), undefined],
    ['no decimals', answer(text('CAFE'), '0x'), undefined],
    ['an error', new RpcError(3), undefined],
    ['no hex', () => 7, undefined],
  ])('that answer with %s do not break a screen', async (_, call, decimals) => {
    expect((await amountOf(call)).decimals).toBe(decimals)
  })

  test('are not asked for on another chain', async () => {
    const amount = await amountOf(answer(text('CAFE'), word(18)), {}, { eth_chainId: '0x1' })
    expect(amount).toMatchObject({ symbol: 'unknown token', decimals: undefined, asked: 0 })
  })
})
