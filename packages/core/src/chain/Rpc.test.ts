import { createClient, custom, http, UserRejectedRequestError } from 'viem'
import { describe, expect, test } from 'vitest'
import * as Rpc from './Rpc.js'
import { codeOf, fakeClient } from './testing/fakeClient.js'
import { RpcError } from './testing/wallets.js'

describe('prompt', () => {
  const ask = (error: unknown) =>
    codeOf(Rpc.prompt({ request: () => Promise.reject(error) }, 'eth_sendTransaction', {}))

  test.each([
    [4001, 'cancelled'],
    [5750, 'cancelled'],
    [-32601, 'wallet_unsupported'],
    [-32004, 'wallet_unsupported'],
    [4200, 'wallet_unsupported'],
    [5700, 'wallet_unsupported'],
    [5760, 'wallet_unsupported'],
    [-32603, 'wallet_failed'],
    [4900, 'wallet_failed'],
  ])('the code %s: %s', async (code, expected) => {
    expect(await ask(new RpcError(code))).toBe(expected)
  })

  test('what viem makes of a no is a no, at any depth', async () => {
    const rejected = new UserRejectedRequestError(new RpcError(4001))
    expect(await ask(rejected)).toBe('cancelled')
    expect(await ask(new Error('outer', { cause: new Error('middle', { cause: rejected }) }))).toBe(
      'cancelled',
    )
    expect(await ask(new DOMException('The passkey was not used.', 'NotAllowedError'))).toBe('cancelled')
  })

  test.each([undefined, null, 'no', {}, { code: 'ACTION_REJECTED' }])(
    'what is no error at all (%#): failed',
    async (error) => {
      expect(await ask(error)).toBe('wallet_failed')
    },
  )

  test('a ring of causes ends', async () => {
    const error = new Error('ring')
    error.cause = error
    expect(await ask(error)).toBe('wallet_failed')
  })

  test('is never sent twice, whatever the client does otherwise', async () => {
    let times = 0
    const provider = {
      async request() {
        times++
        throw new RpcError(-32603)
      },
    }
    const client = createClient({ transport: custom(provider, { retryCount: 5, retryDelay: 1 }) })
    expect(await codeOf(Rpc.prompt(client, 'eth_sendTransaction', {}))).toBe('wallet_failed')
    expect(times).toBe(1)
  })

  test('quotes neither the request nor the address of the chain', async () => {
    const url = 'http://127.0.0.1:9/secret-key'
    const client = createClient({ transport: http(url, { retryCount: 0 }) })
    const error = await Rpc.prompt(client, 'eth_sendRawTransaction', '0x76c0ffee').catch(
      (reason: unknown) => reason,
    )
    const text = `${(error as Error).message} ${JSON.stringify(error)} ${String((error as Error).cause)}`
    expect(text).not.toContain('c0ffee')
    expect(text).not.toContain('secret-key')
  })
})

describe('head', () => {
  test.each([
    null,
    'x',
    {},
    { number: 1, timestamp: 2 },
    { number: '0x1', timestamp: `0x${'f'.repeat(65)}` },
  ])('a block that cannot be read (%#): unreachable', async (block) => {
    expect(await codeOf(Rpc.head(fakeClient(undefined, { eth_getBlockByNumber: block })))).toBe(
      'network_unreachable',
    )
  })
})
