import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { localAccount } from '../../../chain/testing/fakeClient.js'
import type { Resolution } from '../../Method.js'
import { type Setup, setup } from '../testing/charging.js'

// What is said of the money when the server's answer is lost: "unpaid" only where the chain has proven it.

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }))
afterEach(() => void vi.useRealTimers())

const seconds = (from: number) => Math.floor(Date.now() / 1000) + from
/** A chain whose clock is so many seconds ahead of ours. */
const block = (ahead: number) => () => ({
  number: '0x1000',
  timestamp: `0x${seconds(ahead).toString(16)}`,
})

/** Pays, changes the chain, and asks; with the seconds that it took to answer. */
async function ask(
  options: Setup,
  {
    answers = {},
    used = false,
    permit2 = true,
  }: { answers?: object; used?: boolean; permit2?: boolean } = {},
): Promise<[Resolution | undefined, number]> {
  const { authorize, client, numbers, resolve } = setup({
    ...options,
    answers: { eth_getTransactionCount: '0x5', ...options.answers },
  })
  const authorization = await authorize()
  Object.assign(numbers, { used, permit2 })
  Object.assign(client.answers, answers)
  const start = Date.now()
  let took = 0
  const asked = Promise.resolve(resolve(authorization)).finally(() => {
    took = (Date.now() - start) / 1000
  })
  await vi.advanceTimersByTimeAsync(300_000)
  return [await asked, Math.round(took)]
}

describe.each(['authorization', 'permit2'])('what was signed by %s', (type) => {
  const options: Setup = { types: [type], numbers: { allowance: 10_000n } }
  // An authorization ends at its last second, a permit after it.
  const end = type === 'permit2' ? 61 : 60

  test('is paid once its nonce is used, whatever the time', async () => {
    expect(await ask(options, { used: true })).toEqual(['paid', 0])
    expect(await ask(options, { used: true, answers: { eth_getBlockByNumber: block(9_999) } })).toEqual([
      'paid',
      0,
    ])
  })

  test('is unpaid once the chain is past its end, and not before', async () => {
    const at = async (ahead: number) => {
      const stands = block(ahead)()
      return (await ask(options, { answers: { eth_getBlockByNumber: stands } }))[0]
    }
    expect(await at(end + 2)).toBe('unpaid')
    expect(await at(end + 1)).toBe('unknown')
    expect(await at(0)).toBe('unknown')
  })

  test('is waited for where it ends soon', async () => {
    const soon = { ...options, options: { authorizationLifetime: 20 } }
    expect(await ask(soon)).toEqual(['unpaid', end - 60 + 22])
    expect(await ask(options)).toEqual(['unknown', 0])
  })

  test('is not called unpaid by a node that lags behind', async () => {
    const eth_call = ([, at]: unknown[]) => `0x${(at === '0x1000' ? 'ff' : '00').repeat(32)}`
    const answers = { eth_getBlockByNumber: block(9_999), eth_call }
    expect(await ask(options, { answers })).toEqual(['paid', 0])
  })

  test('is unknown where the chain says nothing, or is another', async () => {
    expect(await ask(options, { answers: { eth_call: new Error('down') } })).toEqual(['unknown', 0])
    expect(await ask(options, { answers: { eth_getBlockByNumber: null } })).toEqual(['unknown', 0])
    expect(await ask(options, { answers: { eth_chainId: '0x1' } })).toEqual(['unknown', 0])
    expect(await ask(options, { permit2: false, answers: { eth_getBlockByNumber: block(9_999) } })).toEqual([
      type === 'permit2' ? 'unknown' : 'unpaid',
      0,
    ])
  })
})

describe('a signed transaction', () => {
  const options: Setup = {
    types: ['transaction'],
    account: localAccount,
    answers: { eth_getTransactionReceipt: null },
  }
  const count = (eth_getTransactionCount: string) => ({ eth_getTransactionCount })

  test('is what the chain made of it', async () => {
    const receipt = (status: string) => ({ eth_getTransactionReceipt: { status } })
    expect(await ask(options, { answers: receipt('0x1') })).toEqual(['paid', 0])
    expect(await ask(options, { answers: receipt('0x0') })).toEqual(['unpaid', 0])
  })

  test('is open until another has its number', async () => {
    expect(await ask(options, { answers: count('0x5') })).toEqual(['unknown', 0])
    expect(await ask(options, { answers: count('0x6') })).toEqual(['unpaid', 2])
  })

  test('is not called unpaid by a node that lags behind', async () => {
    const late = (_: unknown, times: number) => (times === 0 ? null : { status: '0x1' })
    const answers = { ...count('0x6'), eth_getTransactionReceipt: late }
    expect(await ask(options, { answers })).toEqual(['paid', 2])
  })
})
