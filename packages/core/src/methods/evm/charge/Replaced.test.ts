import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { hash, payer, word } from '../../../chain/testing/fakeClient.js'
import { RpcError } from '../../../chain/testing/wallets.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import type { Resolution } from '../../Method.js'
import { chargeChallenge } from '../testing/challenges.js'
import { fakeChain } from '../testing/fakeChain.js'
import { evm } from './Charge.js'

// A transfer that was sent and never mined: open while it can still come, and unpaid once another has its number.

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const toHex = (value: number) => `0x${value.toString(16)}`
const other = `0x${'77'.repeat(32)}` as const
/** What a node knows of a transaction that waits, the fifth of the payer. */
const waiting = { from: payer, nonce: '0x5' }

/** Sends a transfer that does not show up, changes the chain, and asks; with the page's own answer, or without. */
async function ask(
  answers: object,
  { known = waiting, hasPage = true }: { known?: unknown; hasPage?: boolean } = {},
): Promise<Resolution | undefined> {
  const { client } = fakeChain({
    answers: { eth_getTransactionReceipt: null, eth_getTransactionByHash: known },
  })
  const method = evm({ client, credentialTypes: ['hash'] })
  const challenge = chargeChallenge({}, { credentialTypes: ['hash'] }, { id: 'one' })
  const context = { challenge, now: Date.now, store: createMemoryStore(), idempotencyKey: 'key' }
  const request = method.read(challenge)
  const paying = method.authorize(request, context)
  await vi.advanceTimersByTimeAsync(300_000)
  const authorization = await paying
  expect(authorization.payload).toEqual({ type: 'hash', hash })
  Object.assign(client.answers, { eth_getTransactionByHash: null }, answers)
  return method.resolve?.(request, { ...context, authorization: hasPage ? authorization : undefined })
}

/**
 * A chain where the payer's next transaction has this number, so many blocks below its head; nearer to it, a higher one.
 * A block takes so many seconds.
 */
const next = (nonce: number, below = 12, seconds = 12) => ({
  eth_getBlockByNumber: ([at]: unknown[]) => {
    const number = at === 'latest' ? 4096 : Number(at)
    return { number: toHex(number), timestamp: toHex(100_000 + Math.floor(number * seconds)) }
  },
  eth_getTransactionCount: ([, at]: unknown[]) => (at === toHex(4096 - below) ? toHex(nonce) : '0x99'),
})
/** What the log has of one that moved as much. */
const logged = (transactionHash: string) => ({
  eth_getLogs: [{ data: word(10_000n), transactionHash }],
  eth_getTransactionByHash: waiting,
})

describe.each([
  ['in the page that paid', true],
  ['in a later one', false],
])('%s', (_, hasPage) => {
  test('it is open until another transaction has its number for good', async () => {
    expect(await ask(next(5), { hasPage })).toBe('unknown')
    expect(await ask(next(6), { hasPage })).toBe('unpaid')
  })

  test('a chain of fast blocks is looked at as long before, since a node may be behind it', async () => {
    expect(await ask(next(6, 192, 0.25), { hasPage })).toBe('unpaid')
    expect(await ask(next(5, 192, 0.25), { hasPage })).toBe('unknown')
    // All of it is too young.
    expect(await ask(next(6, 12, 0.001), { hasPage })).toBe('unknown')
  })

  test('it is open as long as nobody knows its number', async () => {
    expect(await ask(next(6), { hasPage, known: null })).toBe('unknown')
    expect(await ask(next(6), { hasPage, known: new RpcError(-32601) })).toBe('unknown')
    expect(await ask(next(6), { hasPage, known: { ...waiting, nonce: 'six' } })).toBe('unknown')
    // One that was sent by another account has a number of that account.
    expect(await ask(next(6), { hasPage, known: { ...waiting, from: word(1n) } })).toBe('unknown')
  })

  test('it is paid where the other moved as much to the same payee, as a faster one does', async () => {
    const receipts = {
      eth_getTransactionReceipt: ([of]: unknown[]) => (of === other ? { status: '0x1' } : null),
    }
    expect(await ask({ ...next(6), ...logged(other), ...receipts }, { hasPage })).toBe('paid')
  })

  test('it is what its receipt says, whatever the numbers', async () => {
    const mined = (status: string) => ({ eth_getTransactionReceipt: { status } })
    expect(await ask({ ...next(6), ...mined('0x1') }, { hasPage })).toBe('paid')
    expect(await ask({ ...next(5), ...mined('0x0') }, { hasPage })).toBe('unpaid')
    const forgets = { eth_getTransactionCount: new Error('missing trie node') }
    expect(await ask({ ...forgets, ...mined('0x1') }, { hasPage })).toBe('paid')
  })

  test('it is open where the chain does not show all that came since', async () => {
    const some = ([{ toBlock }]: [{ toBlock: string }]) => {
      if (toBlock === 'latest') throw new RpcError(-32005, 'block range too large')
      return []
    }
    const unseen = { ...logged(other), eth_getTransactionByHash: null }
    expect(await ask({ ...next(6), ...unseen }, { hasPage })).toBe('unknown')
    for (const eth_getLogs of [some, new Error('down'), null])
      expect(await ask({ ...next(6), eth_getLogs }, { hasPage })).toBe('unknown')
    expect(await ask({ eth_getTransactionCount: new Error('missing trie node') }, { hasPage })).toBe(
      'unknown',
    )
    const young = { eth_getBlockByNumber: { number: '0xc', timestamp: '0x1' } }
    expect(await ask({ eth_getTransactionCount: '0x6', ...young }, { hasPage })).toBe('unknown')
  })
})
