import { getAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import type { ChainAccount } from '../../../chain/Client.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import {
  codeOf,
  fakeClient,
  localAccount,
  pathUsd,
  payer,
  remoteAccount,
  shop,
  word,
} from '../testing/fakeClient.js'
import * as SubscriptionRecord from './SubscriptionRecord.js'
import { type TempoSubscriptionOptions, tempoSubscription } from './TempoSubscription.js'
import { sellerKey, subscriptionChallenge, subscriptionRequest, today } from './testing/challenge.js'

// What mppx 0.11 made of the challenge (with its id of 32 bytes), and ox of the draft's form, for the same account.
const deployed =
  '0xf8d7f89282a5bf019411111111111111111111111111111111111111118470dbd880dedd9420c0000000000000000000000000000000000000830f424083278d00f3f29420c0000000000000000000000000000000000000dcdb8495777d59d594742d35cc6634c0532925a3b844bc9e7595f8fe00a0ababababababababababababababababababababababababababababababababb841d3ba2b3dab0f4da38c09ba604609fd0f920477bd7c97a1acc04c6b7a87a05ec40a86269329e51bf8c95fb93216597567f9d4a5a010fcec961863e6f4df62afea1c'
const draft =
  '0xf8d5f89082a5bf809411111111111111111111111111111111111111118470dbd880dedd9420c0000000000000000000000000000000000000830f424083278d00f851f84f9420c0000000000000000000000000000000000000f838db84a9059cbbd594742d35cc6634c0532925a3b844bc9e7595f8fe00db8495777d59d594742d35cc6634c0532925a3b844bc9e7595f8fe00b8418513193b712014632656821ea117cb722bd3d7d1ca280c543bea603a9733ef83403bbbaa553246d0efa6cd889c7f31cce29b0562ba03ce9b05f807388fd406c31b'
/** The draft's form as a wallet answers, as ox writes it. */
const rpc = {
  chainId: '0xa5bf',
  expiry: '0x70dbd880',
  keyId: sellerKey,
  keyType: 'secp256k1',
  limits: [{ token: pathUsd, limit: '0xf4240', period: '0x278d00' }],
  signature: {
    r: '0x8513193b712014632656821ea117cb722bd3d7d1ca280c543bea603a9733ef83',
    s: '0x403bbbaa553246d0efa6cd889c7f31cce29b0562ba03ce9b05f807388fd406c3',
    yParity: '0x0',
    type: 'secp256k1',
  },
  allowedCalls: [
    {
      target: pathUsd,
      selectorRules: [
        { selector: '0xa9059cbb', recipients: [shop] },
        { selector: '0x95777d59', recipients: [shop] },
      ],
    },
  ],
}

const words = (...values: (bigint | number)[]) => `0x${values.map((value) => word(value).slice(2)).join('')}`
const keys = {
  absent: [0, 0, 0, 0, 0],
  valid: [1, BigInt(sellerKey), 1_893_456_000, 1, 0],
  revoked: [1, BigInt(sellerKey), 1_893_456_000, 1, 1],
} as const

/** A client on a chain that knows the seller's key as it is told. */
function setup({
  account = localAccount,
  key = 'absent',
  at = today,
  challenge = {},
  request = {},
  keyType = 'secp256k1',
  remaining = 0,
  answers = {},
  options = {},
}: {
  account?: ChainAccount | undefined
  key?: keyof typeof keys
  at?: number
  challenge?: object
  request?: object
  keyType?: string
  remaining?: number
  answers?: object
  options?: Partial<TempoSubscriptionOptions>
} = {}) {
  const client = fakeClient(account, {
    eth_getBlockByNumber: { number: '0x1', timestamp: `0x${Math.floor(at / 1000).toString(16)}` },
    eth_call: ([{ data }]: [{ data: string }]) => {
      if (data.startsWith('0xbc298553')) return words(...keys[key])
      return data.startsWith('0xa7f72cab') ? words(remaining, today / 1000 + 2_592_000) : word(1_000_000)
    },
    ...answers,
  })
  const method = tempoSubscription({ client, ...options })
  const asked = subscriptionChallenge(subscriptionRequest(request, { keyType }), challenge)
  const context = { challenge: asked, now: () => at, store: createMemoryStore(), idempotencyKey: 'one' }
  return { client, method, request: method.read(asked), context }
}

test('is described with all that it can cost, and how it is charged', async () => {
  const { method, request, context } = setup({ options: { payees: { [shop]: 'The shop' } } })
  const price = { value: 1_000_000n, decimals: 6, symbol: 'pathUSD', asset: pathUsd, currency: 'usd' }
  // 1,280 days until 2030, each 30 days one charge, the last one begun.
  expect(await method.describe(request, context)).toEqual({
    amount: { ...price, value: 43_000_000n },
    payee: { id: getAddress(shop), name: 'The shop' },
    fees: 'payee',
    prompt: 'none',
    payer: localAccount.address,
    recurrence: { price, period: { unit: 'day', count: 30 }, endsAt: 1_893_456_000_000 },
  })
  const over = setup({ at: 1_893_456_000_000 })
  expect(await codeOf(Promise.resolve(over.method.describe(over.request, over.context)))).toBe(
    'subscription_ended',
  )
})

describe('an account in the page', () => {
  test('signs what servers take today, and keeps what it agreed to before that leaves', async () => {
    const { method, request, context } = setup({ keyType: 'p256' })
    const { payload, source, moves } = await method.authorize(request, context)
    expect([payload, moves]).toEqual([{ type: 'keyAuthorization', signature: deployed }, 'after'])
    expect(source).toBe(`did:pkh:eip155:42431:${localAccount.address}`)
    const [[, kept] = []] = await context.store.list('tempo/subscription/')
    expect(SubscriptionRecord.read(kept)).toMatchObject({
      status: 'unknown',
      key: sellerKey,
      price: { value: 1_000_000n },
      endsAt: 1_893_456_000_000,
    })
    // Nothing of it lets anybody collect.
    expect(JSON.stringify(kept, (_, value) => String(value))).not.toContain(deployed.slice(-40))
  })

  test('signs what the draft says where the id is none of mppx, or it is told to', async () => {
    for (const { challenge, options } of [
      { challenge: { id: 'kM9xPqWvT2nJrHsY4aDfEb' }, options: {} },
      { challenge: {}, options: { authorization: 'draft' as const } },
    ]) {
      const { method, request, context } = setup({ challenge, options })
      expect((await method.authorize(request, context)).payload.signature).toBe(draft)
    }
    const forced = setup({ challenge: { id: 'short' }, options: { authorization: 'deployed' } })
    expect(await codeOf(forced.method.authorize(forced.request, forced.context))).toBe('request_invalid')
  })

  test('a key of another account lets no further keys in', async () => {
    const account = { ...localAccount, accessKeyAddress: sellerKey } as ChainAccount
    const { method, request, context } = setup({ account })
    expect(await method.capable?.(request, context)).toMatchObject({ able: false, reason: 'unsupported' })
    expect(await codeOf(method.authorize(request, context))).toBe('wallet_unsupported')
  })
})

describe('a wallet', () => {
  const wallet = (answer: unknown, more = {}) =>
    setup({
      account: remoteAccount,
      options: { authorization: 'draft' },
      answers: { wallet_authorizeAccessKey: answer, ...more },
    })

  test('is asked for exactly that, once', async () => {
    const { method, request, context, client } = wallet({ keyAuthorization: rpc, rootAddress: payer })
    expect((await method.authorize(request, context)).payload.signature).toBe(draft)
    const asked = client.calls.filter((call) => call.method === 'wallet_authorizeAccessKey')
    expect(asked).toMatchObject([{ retryCount: 0 }])
    expect(asked[0]?.params).toEqual([
      {
        address: sellerKey,
        chainId: '0xa5bf',
        expiry: 1_893_456_000,
        keyType: 'secp256k1',
        limits: [{ token: pathUsd, limit: '0xf4240', period: 2_592_000 }],
        scopes: ['0xa9059cbb', '0x95777d59'].map((selector) => ({
          ...{ address: pathUsd, selector, recipients: [shop] },
        })),
      },
    ])
  })

  const [limit] = rpc.limits
  test.each([
    ['more', { limits: [{ ...limit, limit: '0xf4241' }] }],
    ['a shorter period', { limits: [{ ...limit, period: '0x1' }] }],
    ['no period', { limits: [{ ...limit, period: undefined }] }],
    ['a second token', { limits: [limit, { ...limit, token: shop }] }],
    ['no limit', { limits: undefined }],
    ['a later end', { expiry: '0x70dbd881' }],
    ['no end', { expiry: null }],
    ['everybody', { allowedCalls: undefined }],
    ['any function', { allowedCalls: [{ target: pathUsd }] }],
    ['another key', { keyId: payer }],
    ['another chain', { chainId: '0x1' }],
    ['the rights of an owner', { isAdmin: true }],
    ['another challenge', { witness: `0x${'cd'.repeat(32)}` }],
    ['nothing', { signature: { type: 'keychain' } }],
  ])('that signs for %s is found out, and nothing is sent or kept', async (_, change) => {
    const { method, request, context } = wallet({ keyAuthorization: { ...rpc, ...change } })
    expect(await codeOf(method.authorize(request, context))).toBe('wallet_failed')
    expect(await context.store.list('')).toEqual([])
  })

  test('says beforehand whether it can', async () => {
    const able = wallet({}, { wallet_getCapabilities: { '0xa5bf': { accessKeys: { status: 'supported' } } } })
    expect(await able.method.capable?.(able.request, able.context)).toEqual({ able: true })
    for (const more of [{}, { wallet_getCapabilities: { '0xa5bf': { atomic: { status: 'supported' } } } }]) {
      const { method, request, context, client } = wallet({}, more)
      expect(await method.capable?.(request, context)).toMatchObject({ able: false, reason: 'unsupported' })
      expect(client.log).not.toContain('wallet_authorizeAccessKey')
    }
  })

  test('that says no has agreed to nothing', async () => {
    const no = Object.assign(new Error('no'), { code: 4001 })
    const { method, request, context } = wallet(no)
    expect(await codeOf(method.authorize(request, context))).toBe('cancelled')
    expect(await context.store.list('')).toEqual([])
  })
})

describe('a key of the seller', () => {
  test('that was cancelled is refused before anything is signed', async () => {
    const { method, request, context, client } = setup({ key: 'revoked', account: remoteAccount })
    expect(await codeOf(method.authorize(request, context))).toBe('subscription_key_used')
    expect(client.log).not.toContain('wallet_authorizeAccessKey')
    const page = setup({ key: 'revoked' })
    expect(await page.method.capable?.(page.request, page.context)).toMatchObject({ able: false })
  })

  test('that is set up already is signed for without moving anything, and said to be there', async () => {
    const { method, request, context } = setup({ key: 'valid' })
    expect((await method.authorize(request, context)).moves).toBe('never')
    expect((await method.describe(request, context)).recurrence).toMatchObject({ already: true })
  })
})

describe('a payment whose answer was lost', () => {
  const expires = '2026-07-01T00:05:00Z'
  const late = Date.parse(expires)
  test.each([
    ['is paid once the key is set up', 'valid', today, 'paid'],
    ['is paid although it was cancelled since', 'revoked', today, 'paid'],
    ['is open while the server may still be at work', 'absent', late + 59_000, 'unknown'],
    ['was not paid when that is over', 'absent', late + 62_000, 'unpaid'],
  ] as const)('%s', async (_, key, at, resolution) => {
    const { method, request, context } = setup({ key, at, challenge: { expires } })
    const source = `did:pkh:eip155:42431:${payer}`
    const authorization = {
      payload: { type: 'keyAuthorization', signature: '0x' },
      source,
      moves: 'after',
    } as const
    expect(await method.resolve?.(request, { ...context, authorization })).toBe(resolution)
  })

  test('is open while nothing is collected, the chain is silent or the offer names no end; unpaid if never signed', async () => {
    const idle = setup({ key: 'valid', remaining: 1_000_000 })
    const silent = setup({ answers: { eth_call: new Error('down') } })
    const endless = setup({ at: today + 86_400_000 })
    const authorization = { payload: {}, source: `did:pkh:eip155:42431:${payer}`, moves: 'after' } as const
    for (const { method, request, context } of [idle, silent, endless]) {
      expect(await method.resolve?.(request, { ...context, authorization })).toBe('unknown')
      expect(await method.resolve?.(request, context)).toBe('unpaid')
    }
  })
})
