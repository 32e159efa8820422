import { getAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test, vi } from 'vitest'
import type { ChainAccount } from '../../../chain/Client.js'
import { codeOf, hash, localAccount, payer } from '../../../chain/testing/fakeClient.js'
import { RpcError } from '../../../chain/testing/wallets.js'
import { chainId, shop, spender, token } from '../testing/challenges.js'
import { contractWallet, type Setup, setup } from '../testing/charging.js'
import { fakeChain } from '../testing/fakeChain.js'

const partner = getAddress('0x8ba1f109551bd432803012645ac136ddd64dba72')

describe('what is said of a charge', () => {
  test('is in the units of the token, with everybody who is paid, by names of the application alone', async () => {
    const known = [{ address: token, chainId, symbol: 'EURX', decimals: 2, currency: 'eur', network: 'Here' }]
    const { describe, client } = setup({
      types: ['permit2'],
      details: { splits: [{ recipient: partner, amount: '4000' }], decimals: 2 },
      options: {
        tokens: known,
        payees: { [shop]: 'The shop' },
        spenders: [{ chainId, address: spender }],
      },
      numbers: { allowance: 10_000n },
    })
    expect(await describe()).toEqual({
      amount: { value: 10_000n, decimals: 2, symbol: 'EURX', asset: token, currency: 'eur' },
      payee: { id: getAddress(shop), name: 'The shop' },
      splits: [{ payee: { id: partner, name: undefined }, value: 4_000n }],
      network: 'Here',
      fees: 'payee',
      prompt: 'signature',
      payer: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    })
    expect(client.log.filter((method) => /send|sign/i.test(method))).toEqual([])
  })

  test('gives nobody a name where a spender decides who is paid that the application does not know', async () => {
    const options = { payees: { [shop]: 'The shop' } }
    const numbers = { allowance: 10_000n }
    const nameOf = async (more: Setup) => (await setup({ options, numbers, ...more }).describe()).payee.name
    expect(await nameOf({ types: ['permit2', 'hash'] })).toBeUndefined()
    expect(await nameOf({ types: ['hash', 'permit2'] })).toBe('The shop')
    const away = { eth_chainId: '0x1' }
    expect(await nameOf({ types: ['hash', 'permit2'], answers: away })).toBeUndefined()
    expect(await nameOf({ types: ['authorization', 'hash'], answers: away })).toBe('The shop')
  })

  test('names who takes the money of a permit, so that a list of payees binds them too', async () => {
    const numbers = { allowance: 10_000n }
    const takerOf = async (more: Setup) => (await setup({ numbers, ...more }).describe()).taker
    expect(await takerOf({ types: ['permit2', 'hash'] })).toEqual({ id: getAddress(spender) })
    expect(await takerOf({ types: ['hash', 'permit2'] })).toBeUndefined()
    const spenders = [{ chainId, address: spender }]
    expect(await takerOf({ types: ['permit2'], options: { spenders } })).toBeUndefined()
    // Without an account it may come to that.
    const away = { eth_chainId: '0x1' }
    expect(await takerOf({ types: ['hash', 'permit2'], answers: away })).toEqual({ id: getAddress(spender) })
    expect(await takerOf({ types: ['authorization', 'hash'], answers: away })).toBeUndefined()
  })

  test('binds: what was to be paid otherwise is not paid by a permit of another account', async () => {
    for (const isListed of [false, true]) {
      const options = isListed ? { spenders: [{ chainId, address: spender }] } : {}
      const { describe, authorize, client } = setup({
        types: ['authorization', 'permit2', 'hash'],
        options,
        numbers: { allowance: 10_000n },
      })
      expect((await describe()).taker).toBeUndefined()
      // A contract's signature is nothing to an authorization.
      Object.assign(client.answers, contractWallet)
      expect((await authorize()).payload.type).toBe(isListed ? 'permit2' : 'hash')
    }
  })

  test('has decimals from the chain, never from the server', async () => {
    const { describe } = setup({ details: { decimals: 6 } })
    expect((await describe()).amount).toMatchObject({ decimals: 6, symbol: 'TUSD', currency: undefined })
    expect(await codeOf(setup({ details: { decimals: 2 } }).describe())).toBe('request_invalid')
    const silent = setup({ details: { decimals: 6 }, answers: { eth_call: new Error('down') } })
    expect((await silent.describe()).amount).toMatchObject({ decimals: undefined, symbol: 'unknown token' })
  })

  test.each<[string, Setup, string, string]>([
    ['by authorization', {}, 'payee', 'signature'],
    ['by an approved Permit2', { types: ['permit2'], numbers: { allowance: 10_000n } }, 'payee', 'signature'],
    ['by Permit2 without approval', { types: ['permit2'] }, 'payer', 'transaction'],
    ['by hash', { types: ['hash'] }, 'payer', 'transaction'],
    ['by a key in the page', { account: localAccount }, 'payee', 'none'],
    ['by its transaction', { account: localAccount, types: ['transaction'] }, 'payer', 'none'],
    ['by what is likely', { answers: { eth_chainId: '0x1' }, types: ['hash'] }, 'payer', 'transaction'],
  ])('%s', async (_, options, fees, prompt) => {
    expect(await setup(options).describe()).toMatchObject({ fees, prompt })
  })

  test('is refused on a network that the client is not for', () => {
    const { client } = fakeChain()
    const fixed = { ...client, chain: { id: 1 } }
    expect(() => setup({ options: { client: fixed } })).toThrow(/methodDetails.chainId/)
  })
})

describe('the way to pay', () => {
  const typeOf = async (options: Setup) => (await setup(options).authorize()).payload.type
  const both = ['permit2', 'authorization', 'transaction', 'hash']

  test.each<[string, Setup, string]>([
    ['is the first that the server lists', { types: ['authorization', 'hash'] }, 'authorization'],
    ['and not another', { types: ['hash', 'authorization'] }, 'hash'],
    ['is Permit2 where it is approved', { types: both, numbers: { allowance: 10_000n } }, 'permit2'],
    ['is a later one where it is not', { types: both, numbers: { allowance: 9_999n } }, 'authorization'],
    ['is one that the token knows', { types: both, numbers: { signs: false } }, 'hash'],
    ['is one of the application', { types: both, options: { credentialTypes: ['hash'] } }, 'hash'],
    [
      'is a transaction of a key in the page',
      { types: both, numbers: { signs: false }, account: localAccount },
      'transaction',
    ],
  ])('%s', async (_, options, type) => {
    const answers = { eth_getTransactionCount: '0x0' }
    expect(await typeOf({ ...options, answers })).toBe(type)
  })

  test('ends with the offer, or as early as the application wants', async () => {
    const expires = new Date(Math.ceil(Date.now() / 1000) * 1000 + 50_000).toISOString()
    const end = Date.parse(expires) / 1000
    const { payload } = await setup({ own: { expires } }).authorize()
    expect(payload).toMatchObject({ validAfter: '0', validBefore: String(end) })
    const permit = { own: { expires }, types: ['permit2'], numbers: { allowance: 10_000n } }
    expect((await setup(permit).authorize()).payload).toMatchObject({ permit: { deadline: String(end) } })
    const at = (seconds: number) => ({ now: () => (end - seconds) * 1000 })
    const short = setup({ own: { expires }, options: { authorizationLifetime: 20 } })
    expect((await short.authorize(at(40))).payload).toMatchObject({ validBefore: String(end - 20) })
    expect((await short.authorize(at(10))).payload).toMatchObject({ validBefore: String(end) })
    const open = setup({ own: { expires: undefined } })
    expect((await open.authorize(at(0))).payload).toMatchObject({ validBefore: String(end + 300) })
  })

  test('is said by who pays, and when money moves', async () => {
    const source = 'did:pkh:eip155:42431:0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
    expect(await setup().authorize()).toMatchObject({ source, moves: 'after' })
    expect(await setup({ types: ['hash'] }).authorize()).toEqual({
      payload: { type: 'hash', hash },
      source,
      moves: 'before',
    })
  })
})

describe('nothing is signed', () => {
  test.each<[string, Setup, string]>([
    [
      'for an offer that has ended',
      { own: { expires: new Date(Date.now() - 1).toISOString() } },
      'challenge_expired',
    ],
    ['on another network', { answers: { eth_chainId: '0x1' } }, 'chain_mismatch'],
    ['that would fail', { numbers: { balance: 9_999n } }, 'network_would_fail'],
    ['for what was paid before', { numbers: { used: true } }, 'network_would_fail'],
    [
      'for what was paid before by Permit2',
      { types: ['permit2', 'hash'], numbers: { used: true, allowance: 10_000n } },
      'network_would_fail',
    ],
    ['in a way that is not listed', { types: ['transaction'] }, 'wallet_unsupported'],
    [
      'without an answer of the chain',
      { answers: { eth_getCode: new Error('down') } },
      'network_unreachable',
    ],
  ])('%s', async (_, options, code) => {
    const { authorize, sent } = setup(options)
    expect(await codeOf(authorize())).toBe(code)
    expect(sent()).toEqual([])
  })

  test('for somebody who has given up', async () => {
    const { authorize, sent } = setup()
    expect(await codeOf(authorize({ signal: AbortSignal.abort() }))).toBe('cancelled')
    expect(sent()).toEqual([])
  })

  test('after a no, in whatever way', async () => {
    const no = { eth_signTypedData_v4: new RpcError(4001), eth_sendTransaction: new RpcError(4001) }
    const signing = setup({ types: ['authorization', 'permit2', 'hash'], answers: no })
    expect(await codeOf(signing.authorize())).toBe('cancelled')
    expect(signing.sent()).toEqual(['eth_signTypedData_v4'])
    const approving = setup({ types: ['permit2'], answers: no })
    expect(await codeOf(approving.authorize())).toBe('cancelled')
    expect(approving.sent()).toEqual(['eth_sendTransaction'])
  })

  test('where the approval of Permit2 failed, or took longer than the offer', async () => {
    const failing = setup({ types: ['permit2'], answers: { eth_getTransactionReceipt: { status: '0x0' } } })
    expect(await codeOf(failing.authorize())).toBe('evm_unapproved')
    let time = Date.now()
    const slow = setup({
      types: ['permit2'],
      answers: {
        eth_getTransactionReceipt() {
          time += 120_000
          return { status: '0x1' }
        },
      },
    })
    expect(await codeOf(slow.authorize({ now: () => time }))).toBe('challenge_expired')
    for (const { sent } of [failing, slow]) expect(sent()).toEqual(['eth_sendTransaction'])
  })

  test('where the wallet approved less than was asked for', async () => {
    vi.useFakeTimers()
    try {
      const { authorize, numbers, sent } = setup({
        types: ['permit2'],
        answers: {
          eth_sendTransaction() {
            numbers.allowance = 9_999n
            return hash
          },
        },
      })
      const code = codeOf(authorize())
      await vi.advanceTimersByTimeAsync(3_000)
      expect([await code, sent()]).toEqual(['evm_unapproved', ['eth_sendTransaction']])
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('Permit2', () => {
  test('may take what is paid and no more, before it is signed for', async () => {
    const { authorize, client, sent } = setup({ types: ['permit2'] })
    await authorize()
    expect(sent()).toEqual(['eth_sendTransaction', 'eth_signTypedData_v4'])
    const [approval] = client.calls.filter(({ method }) => method === 'eth_sendTransaction')
    const words = `${'000000000022d473030f116ddee9f6b43ac78ba3'.padStart(64, '0')}${(10_000).toString(16).padStart(64, '0')}`
    expect(approval?.params).toEqual([
      { from: payer, to: token, data: `0x095ea7b3${words}`, chainId: '0xa5bf' },
    ])
  })

  test('takes a signature of a contract as long as it is, and of a key in 65 bytes', async () => {
    const long = `0x${'22'.repeat(200)}`
    const answers = { eth_signTypedData_v4: long }
    const approved = { types: ['permit2'], numbers: { allowance: 10_000n } }
    const wallet = setup({ ...approved, answers: { ...answers, ...contractWallet } })
    expect((await wallet.authorize()).payload).toMatchObject({ signature: long })
    expect(await codeOf(setup({ ...approved, answers }).authorize())).toBe('wallet_unsupported')
    expect(await codeOf(setup({ answers }).authorize())).toBe('wallet_unsupported')
  })

  test('is signed by a key in the page as by a wallet', async () => {
    const account = privateKeyToAccount(`0x${'42'.repeat(32)}`)
    const { authorize } = setup({
      types: ['permit2'],
      account: account as ChainAccount,
      numbers: { allowance: 10_000n },
    })
    const { payload } = await authorize()
    expect(payload).toMatchObject({
      type: 'permit2',
      signature: expect.stringMatching(/^0x[0-9a-f]{128}1[bc]$/),
    })
  })
})
