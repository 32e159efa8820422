import { encodeFunctionData } from 'viem'
import { Abis } from 'viem/tempo'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Method } from '../Method.js'
import { tempo } from './Charge.js'
import * as Memo from './Memo.js'
import * as Transfer from './Transfer.js'
import { hash, pathUsd, payer, setup, shop } from './testing/fakeClient.js'

const splits = [
  { amount: '4000', recipient: payer },
  { amount: '1', recipient: payer, memo: hash },
]

describe('transfers', () => {
  test("the payee's is bound to the challenge, the splits' are as the server wants them", () => {
    const { request, challenge } = setup({}, {}, { splits })
    const memo = Memo.bind({ realm: 'shop.test', challengeId: challenge.id, clientId: 'app' })
    expect(Transfer.list(request, challenge, 'app')).toEqual([
      { to: shop, amount: 5_999n, memo },
      { to: payer, amount: 4_000n, memo: undefined },
      { to: payer, amount: 1n, memo: hash },
    ])
  })

  test("the server's own memo wins", () => {
    const { request, challenge } = setup({}, {}, { memo: hash })
    expect(Transfer.list(request, challenge, 'app')).toEqual([{ to: shop, amount: 10_000n, memo: hash }])
  })

  test('calls are those of viem', () => {
    const amount = 2n ** 256n - 1n
    const data = (functionName: string, ...args: unknown[]) =>
      encodeFunctionData({ abi: Abis.tip20, functionName, args } as never)
    expect(Transfer.toCall(pathUsd, { to: shop, amount })).toEqual({
      to: pathUsd,
      data: data('transfer', shop, amount),
    })
    expect(Transfer.toCall(pathUsd, { to: shop, amount, memo: hash })).toEqual({
      to: pathUsd,
      data: data('transferWithMemo', shop, amount, hash),
    })
  })
})

test('the method is one that every payer takes', () => {
  expectTypeOf(tempo).returns.toExtend<Method>()
})
