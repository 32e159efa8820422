import { describe, expect, test } from 'vitest'
import { fakeClient, localAccount, payer, remoteAccount, setup, shop, word } from './testing/fakeClient.js'
import { RpcError } from './testing/wallets.js'

const splits = [{ amount: '4000', recipient: payer }]

describe('capable', () => {
  const check = async (...parameters: Parameters<typeof setup>) => {
    const { method, request, context } = setup(...parameters)
    return method.capable?.(request, context)
  }
  const reason = async (...parameters: Parameters<typeof setup>) => {
    const answer = await check(...parameters)
    return answer && (answer.able ? 'able' : answer.reason)
  }
  const wallet = (status?: string) =>
    fakeClient(remoteAccount, status ? { wallet_getCapabilities: { '0xa5bf': { atomic: { status } } } } : {})

  test('nobody, elsewhere, or nothing that answers', async () => {
    expect(await reason()).toBe('disconnected')
    expect(await reason({ client: fakeClient(undefined) })).toBe('disconnected')
    expect(await check({ client: wallet() }, {}, { chainId: 4217 })).toEqual({
      able: false,
      reason: 'chain',
      message: 'The payment is on the network 4217, and the wallet is on 42431.',
    })
    expect(await reason({ client: fakeClient(remoteAccount, { eth_call: new Error('down') }) })).toBe(
      'disconnected',
    )
    expect(await reason({ client: fakeClient(remoteAccount, { eth_call: new RpcError(3) }) })).toBe(
      'unsupported',
    )
  })

  test('enough, just enough, and too little', async () => {
    const having = (units: bigint, account = remoteAccount) => ({
      client: fakeClient(account, { eth_call: word(units) }),
    })
    expect(await reason(having(10_001n))).toBe('able')
    expect(await reason(having(10_000n))).toBe('able')
    expect(await reason(having(9_999n))).toBe('balance')
    expect(await reason(having(10_001n, localAccount))).toBe('able')
    // The fee is on top of it, unless somebody else pays it or it is paid in another token.
    expect(await reason(having(10_000n, localAccount))).toBe('balance')
    expect(await reason(having(10_000n, localAccount), {}, { feePayer: true })).toBe('able')
    expect(await reason({ ...having(10_000n, localAccount), feeToken: shop })).toBe('able')
    expect(await reason(having(0n), { amount: '0' })).toBe('able')
  })

  test.each([
    [undefined, 'able', 'unsupported', 'unsupported', 'unsupported'],
    ['ready', 'able', 'able', 'unsupported', 'unsupported'],
    ['supported', 'able', 'able', 'able', 'able'],
    ['unsupported', 'able', 'unsupported', 'unsupported', 'unsupported'],
  ])('a wallet whose atomic calls are %s', async (status, plain, split, sponsored, pullOnly) => {
    expect(await reason({ client: wallet(status) })).toBe(plain)
    expect(await reason({ client: wallet(status) }, {}, { splits })).toBe(split)
    expect(await reason({ client: wallet(status) }, {}, { feePayer: true })).toBe(sponsored)
    expect(await reason({ client: wallet(status) }, {}, { supportedModes: ['pull'] })).toBe(pullOnly)
    expect(await reason({ client: wallet(status) }, { amount: '0' }, { feePayer: true })).toBe('able')
  })

  test('accounts that cannot sign', async () => {
    const mute = { address: payer, type: 'local' } as const
    expect(await reason({ client: fakeClient(mute) })).toBe('unsupported')
    expect(await reason({ client: fakeClient(mute) }, { amount: '0' })).toBe('unsupported')
    expect(await reason({ client: fakeClient({ address: payer, type: 'smart' }) })).toBe('unsupported')
    expect(
      await reason({ client: fakeClient(localAccount), mode: 'push' }, {}, { supportedModes: ['pull'] }),
    ).toBe('unsupported')
  })

  test('never prompts', async () => {
    const client = wallet('supported')
    await check({ client }, {}, { splits, supportedModes: ['pull'] })
    expect(new Set(client.log)).toEqual(new Set(['eth_chainId', 'wallet_getCapabilities', 'eth_call']))
  })
})
