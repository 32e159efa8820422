import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TempoOptions } from './Charge.js'
import { tempo } from './Charge.js'
import {
  chargeChallenge,
  contextOf,
  type FakeClient,
  fakeClient,
  hash,
  pathUsd,
  payer,
  remoteAccount,
} from './testing/fakeClient.js'
import { RpcError } from './testing/wallets.js'

// What a wallet and a chain can do wrong after they were asked to send: never may a doubt pass for "nothing spent".

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const key = privateKeyToAccount(`0x${'42'.repeat(32)}`)
const splits = [{ amount: '1', recipient: payer }]

async function run(
  client: FakeClient,
  details: object = {},
  options: Partial<TempoOptions> = {},
  signal?: AbortSignal,
) {
  const method = tempo({ client, ...options })
  const challenge = chargeChallenge({}, details)
  const outcome = method.authorize(method.read(challenge), contextOf(challenge, signal)).then(
    (authorization) => ({ authorization, code: undefined, message: '', log: client.log }),
    (error: Error & { code: string }) => ({
      authorization: undefined,
      code: error.code,
      message: error.message,
      log: client.log,
    }),
  )
  await vi.advanceTimersByTimeAsync(300_000)
  return outcome
}

describe('one transaction by a wallet', () => {
  const wallet = (answers: object = {}) =>
    fakeClient(remoteAccount, {
      eth_sendTransaction: hash,
      eth_getTransactionReceipt: { status: '0x1' },
      ...answers,
    })

  test('is sent once, names the chain, and waits for the chain', async () => {
    const receipts = [null, new Error('busy'), { status: '0x1' }]
    const client = wallet({
      eth_getTransactionReceipt: (_: unknown, times: number) => {
        const receipt = receipts[times]
        if (receipt instanceof Error) throw receipt
        return receipt
      },
    })
    const { authorization } = await run(client)
    expect(authorization).toEqual({
      payload: { type: 'hash', hash },
      moves: 'before',
      source: 'did:pkh:eip155:42431:0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    })
    const sent = client.calls.filter(({ method }) => method === 'eth_sendTransaction')
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ retryCount: 0, params: [{ from: payer, chainId: '0xa5bf' }] })
  })

  test.each([
    [4001, 'cancelled'],
    [4100, 'wallet_failed'],
    [-32602, 'wallet_failed'],
    [-32003, 'wallet_failed'],
    [-32603, 'unknown'],
    [-32000, 'unknown'],
  ])('that the wallet answers with %s is %s', async (code, expected) => {
    expect(await run(wallet({ eth_sendTransaction: new RpcError(code) }))).toMatchObject({ code: expected })
  })

  test.each([new Error('The port was closed.'), null, '0x12', { hash }])(
    'that the wallet answers with %s is unknown',
    async (answer) => {
      expect((await run(wallet({ eth_sendTransaction: answer }))).code).toBe('unknown')
    },
  )

  test('that a node refused in words is certain', async () => {
    const error = new RpcError(-32603, 'insufficient funds for gas * price + value')
    expect((await run(wallet({ eth_sendTransaction: error }))).code).toBe('wallet_failed')
  })

  test('that failed on the chain cost at most the fee', async () => {
    const { code, message } = await run(wallet({ eth_getTransactionReceipt: { status: '0x0' } }))
    expect(code).toBe('tempo_failed')
    expect(message).toContain('may have taken its fee')
    expect(message).toContain(hash)
  })

  test('that never shows up, or on a chain that went away, is presented with its hash', async () => {
    for (const answer of [null, new Error('down'), { status: 'odd' }]) {
      const { authorization } = await run(wallet({ eth_getTransactionReceipt: answer }))
      expect(authorization).toMatchObject({ payload: { type: 'hash', hash }, moves: 'before' })
    }
  })

  test('that nobody waits for any more is presented too', async () => {
    const controller = new AbortController()
    const client = wallet({
      eth_getTransactionReceipt: () => {
        controller.abort()
        return null
      },
    })
    const { authorization, log } = await run(client, {}, {}, controller.signal)
    expect(authorization).toMatchObject({ payload: { type: 'hash', hash }, moves: 'before' })
    expect(log.filter((method) => method === 'eth_getTransactionReceipt')).toHaveLength(1)
  })

  test('that would fail is never shown to the wallet', async () => {
    const client = wallet({ eth_call: new RpcError(3, 'execution reverted') })
    expect(await run(client)).toMatchObject({ code: 'network_would_fail' })
    expect(client.log).not.toContain('eth_sendTransaction')
  })

  test('is not started when the caller has given up', async () => {
    const client = wallet()
    expect((await run(client, {}, {}, AbortSignal.abort())).code).toBe('cancelled')
    expect(client.log).toEqual(['eth_chainId'])
  })

  test('is not started on another chain', async () => {
    const client = wallet()
    expect((await run(client, { chainId: 4217 })).code).toBe('chain_mismatch')
    expect(client.log).toEqual(['eth_chainId'])
  })
})

describe('several transfers by a wallet', () => {
  const wallet = (answers: object = {}) =>
    fakeClient(remoteAccount, {
      wallet_sendCalls: { id: 'bundle' },
      wallet_getCallsStatus: { status: 200, receipts: [{ transactionHash: hash }] },
      eth_getTransactionReceipt: { status: '0x1' },
      ...answers,
    })

  test('succeed or fail together', async () => {
    const client = wallet()
    expect((await run(client, { splits })).authorization?.payload).toEqual({ type: 'hash', hash })
    const [sent] = client.calls.filter(({ method }) => method === 'wallet_sendCalls')
    expect(sent).toMatchObject({
      retryCount: 0,
      params: [
        {
          version: '2.0.0',
          atomicRequired: true,
          chainId: '0xa5bf',
          from: payer,
          calls: [{ to: pathUsd }, { to: pathUsd }],
        },
      ],
    })
  })

  test.each([
    [400, 'tempo_failed'],
    [500, 'tempo_failed'],
    [600, 'unknown'],
    [100, 'unknown'],
    ['CONFIRMED', 'unknown'],
  ])('of the status %s: %s', async (status, code) => {
    expect((await run(wallet({ wallet_getCallsStatus: { status } }), { splits })).code).toBe(code)
  })

  test('whose wallet forgets to answer are unknown', async () => {
    for (const answer of [null, new Error('gone'), { status: 200 }, { status: 200, receipts: [{}] }])
      expect((await run(wallet({ wallet_getCallsStatus: answer }), { splits })).code).toBe('unknown')
  })

  test('that the person does not want are cancelled, and nothing else is tried', async () => {
    const client = wallet({ wallet_sendCalls: new RpcError(4001) })
    expect((await run(client, { splits })).code).toBe('cancelled')
    expect(client.log).not.toContain('eth_signTransaction')
  })

  test('are signed for the server where the wallet cannot send them', async () => {
    const client = wallet({ wallet_sendCalls: new RpcError(5760), eth_signTransaction: '0x76c0' })
    expect((await run(client, { splits })).authorization).toMatchObject({
      payload: { type: 'transaction', signature: '0x76c0' },
      moves: 'after',
    })
  })

  test('are not signed for a server that takes no signature', async () => {
    const client = wallet({ wallet_sendCalls: new RpcError(5760), eth_signTransaction: '0x76c0' })
    expect((await run(client, { splits, supportedModes: ['push'] })).code).toBe('wallet_unsupported')
    expect(client.log).not.toContain('eth_signTransaction')
  })
})

describe('a signed transaction by a key in the page', () => {
  const page = (answers: object = {}) =>
    fakeClient(key as never, { eth_getTransactionReceipt: { status: '0x1' }, ...answers })
  const push = { mode: 'push' } as const

  test('whose answer was lost is looked for, and found', async () => {
    const { authorization } = await run(page({ eth_sendRawTransaction: new Error('lost') }), {}, push)
    expect(authorization).toMatchObject({ moves: 'before', payload: { type: 'hash' } })
  })

  test('whose answer was lost and that was not mined in its time is certain', async () => {
    const client = page({ eth_sendRawTransaction: new Error('lost'), eth_getTransactionReceipt: null })
    expect((await run(client, {}, push)).code).toBe('network_would_fail')
  })

  test('whose answer was lost on a chain that is gone is unknown', async () => {
    const client = page({
      eth_sendRawTransaction: new Error('lost'),
      eth_getTransactionReceipt: new Error('down'),
    })
    expect((await run(client, {}, push)).code).toBe('unknown')
  })

  test('that the node refuses is certain at once', async () => {
    const client = page({ eth_sendRawTransaction: new RpcError(-32003), eth_getTransactionReceipt: null })
    expect((await run(client, {}, push)).code).toBe('network_would_fail')
    expect(client.log).not.toContain('eth_getTransactionReceipt')
  })

  test('is never sent by the payer when the server sponsors it', async () => {
    const client = page()
    expect((await run(client, { feePayer: true }, push)).code).toBe('wallet_unsupported')
    expect(client.log).toEqual(['eth_chainId'])
  })
})
