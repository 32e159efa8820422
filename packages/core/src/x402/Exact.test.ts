import {
  authorizationTypes,
  PERMIT2_ADDRESS,
  permit2WitnessTypes,
  x402ExactPermit2ProxyAddress,
} from '@x402/evm'
import { verifyTypedData } from 'viem'
import { describe, expect, test } from 'vitest'
import { codeOf, localAccount } from '../chain/testing/fakeClient.js'
import { createPayer } from '../payer/createPayer.js'
import { x402 } from './index.js'
import { answer, asksV1, asksV2, entry, entryV1, shop, url, usdc } from './testing/asks.js'
import { fakeToken, type Given, permit2, ready } from './testing/fakeToken.js'

describe('what is signed', () => {
  test('is a transfer of the token, as the x402 packages check it', async () => {
    const { method, request, context } = await ready(asksV2(), { account: localAccount })
    const { payload, source, moves } = await method.authorize(request, context)
    if (!('authorization' in payload)) throw new Error('It is no transfer by EIP-3009.')
    const { authorization, signature } = payload
    expect(authorization).toMatchObject({
      from: localAccount.address,
      to: shop,
      value: '10000',
      validAfter: '0',
      validBefore: '1800000060',
    })
    expect([source, moves]).toEqual([`did:pkh:eip155:8453:${localAccount.address}`, 'after'])
    const { from, to, nonce } = authorization
    const isValid = await verifyTypedData({
      address: localAccount.address,
      domain: { name: 'USD Coin', version: '2', chainId: 8453, verifyingContract: usdc },
      types: authorizationTypes,
      primaryType: 'TransferWithAuthorization',
      message: { from, to, value: 10_000n, validAfter: 0n, validBefore: 1_800_000_060n, nonce },
      signature,
    })
    expect(isValid).toBe(true)
  })

  test('is a permit for their contract, as the x402 packages check it', async () => {
    const account = localAccount
    const { method, request, context } = await ready(asksV2([permit2]), { account, allowance: 10_000n })
    const { payload } = await method.authorize(request, context)
    if (!('permit2Authorization' in payload)) throw new Error('It is no transfer through Permit2.')
    const { permit2Authorization, signature } = payload
    expect(permit2Authorization).toMatchObject({
      from: account.address,
      permitted: { token: usdc, amount: '10000' },
      spender: x402ExactPermit2ProxyAddress,
      deadline: '1800000060',
      witness: { to: shop, validAfter: '0' },
    })
    const { nonce, permitted } = permit2Authorization
    const isValid = await verifyTypedData({
      address: account.address,
      domain: { name: 'Permit2', chainId: 8453, verifyingContract: PERMIT2_ADDRESS },
      types: permit2WitnessTypes,
      primaryType: 'PermitWitnessTransferFrom',
      message: {
        permitted: { token: permitted.token, amount: 10_000n },
        spender: x402ExactPermit2ProxyAddress,
        nonce: BigInt(nonce),
        deadline: 1_800_000_060n,
        witness: { to: shop, validAfter: 0n },
      },
      signature,
    })
    expect(isValid).toBe(true)
  })

  test('for one challenge can be used once, and for another once more', async () => {
    const nonces = new Set<string>()
    for (const asked of [asksV2(), asksV2()]) {
      const { method, request, context } = await ready(asked, { account: localAccount })
      for (let times = 0; times < 2; times++) {
        const { payload } = await method.authorize(request, context)
        if ('authorization' in payload) nonces.add(payload.authorization.nonce)
      }
    }
    expect(nonces.size).toBe(2)
  })

  test('lasts no longer than the application lets it', async () => {
    const asked = asksV2([entry({ maxTimeoutSeconds: 86_400 })])
    const { method, request, context } = await ready(asked, { account: localAccount })
    expect((await method.authorize(request, context)).payload).toMatchObject({
      authorization: { validBefore: '1800000600' },
    })
  })
})

describe('nothing is signed', () => {
  test.each<[string, Given, Response, string]>([
    ['for a token under another name', { name: 'USDC' }, asksV2(), 'x402_domain_mismatch'],
    ['for a token of another version', {}, asksV2([entry({}, { version: '1' })]), 'x402_domain_mismatch'],
    ['for a token without EIP-3009', { signs: false }, asksV1(), 'wallet_unsupported'],
    ['through a Permit2 that is not there', { permit2: false }, asksV2([permit2]), 'wallet_unsupported'],
    ['without the money', { balance: 9_999n }, asksV2(), 'network_would_fail'],
    ['on another network', { answers: { eth_chainId: '0x1' } }, asksV2(), 'chain_mismatch'],
    ['without a wallet', { options: { client: () => undefined } }, asksV2(), 'disconnected'],
    [
      'by an account that cannot',
      { account: { address: localAccount.address, type: 'local' } },
      asksV2(),
      'wallet_unsupported',
    ],
  ])('%s', async (_, given, asked, code) => {
    const { method, request, context, prompts } = await ready(asked, given)
    expect(await codeOf(method.authorize(request, context))).toBe(code)
    expect(await method.capable?.(request, context)).toMatchObject({ able: false })
    expect(prompts()).toEqual([])
  })

  test.each([
    ['a network that is none', entry({ network: 'solana:1' }), 'network'],
    ['a name of version 1 in version 2', entry({ network: 'base' }), 'network'],
    ['a fraction', entry({ amount: '0.5' }), 'amount'],
    ['a number', entry({ amount: 10_000 }), 'amount'],
    ['more than a uint256', entry({ amount: String(2n ** 256n) }), 'amount'],
    ['nothing', entry({ amount: '0' }), 'amount'],
    ['a token that is none', entry({ asset: 'USDC' }), 'asset'],
    ['a payee that is none', entry({ payTo: `${shop}00` }), 'payTo'],
    ['the zero address', entry({ payTo: `0x${'0'.repeat(40)}` }), 'payTo'],
    ['no time', entry({ maxTimeoutSeconds: 0 }), 'maxTimeoutSeconds'],
    ['all time', entry({ maxTimeoutSeconds: 1e9 }), 'maxTimeoutSeconds'],
    ['half a second', entry({ maxTimeoutSeconds: 60.5 }), 'maxTimeoutSeconds'],
    [
      'a way to transfer that is not known',
      entry({}, { assetTransferMethod: 'erc7710' }),
      'extra.assetTransferMethod',
    ],
    ['a name that is no text', entry({}, { name: 7 }), 'extra.name'],
    ['an extra that is no object', entry({ extra: 'USDC' }), 'extra'],
  ])('for %s', async (_, each, field) => {
    await expect(ready(asksV2([each]))).rejects.toMatchObject({ code: 'request_invalid', field })
  })

  test('for what came in another field than the page guards, or as another scheme', async () => {
    const { method, challenge } = await ready(asksV1())
    for (const change of [{ header: 'Authorization' }, { intent: 'card' }])
      expect(() => method.read({ ...challenge, ...change })).toThrow(
        expect.objectContaining({ code: 'request_invalid' }),
      )
    const { header: _, ...rest } = challenge
    expect(() => method.read(rest)).toThrow(expect.objectContaining({ field: 'header' }))
    await expect(
      ready(asksV1([entryV1({ extra: { assetTransferMethod: 'permit2' } })])),
    ).rejects.toMatchObject({ field: 'extra.assetTransferMethod' })
  })
})

describe('an offer', () => {
  test('says what is paid, to whom, and that the server sends it', async () => {
    const { method, request, context } = await ready(asksV1(), { options: { payees: { [shop]: 'A shop' } } })
    expect(await method.describe(request, context)).toMatchObject({
      amount: { value: 10_000n, decimals: 6, symbol: 'USDC', currency: 'usd' },
      payee: { id: shop, name: 'A shop' },
      fees: 'payee',
      prompt: 'signature',
    })
    expect(await method.capable?.(request, context)).toEqual({ able: true })
  })

  test("of more than a dollar needs a word of the application; other tokens are the person's to judge", async () => {
    const dear = entry({ amount: '1000001' })
    const { method, request, context } = await ready(asksV2([dear]))
    expect(await codeOf(Promise.resolve(method.describe(request, context)))).toBe('limit_exceeded')
    const rich = await ready(asksV2([dear]), { options: { maxAmount: '1.000001' } })
    expect(await rich.method.describe(rich.request, rich.context)).toMatchObject({
      amount: { value: 1_000_001n },
    })
    const other = await ready(asksV2([entry({ amount: '1000001', asset: shop })]))
    expect(await other.method.describe(other.request, other.context)).toMatchObject({
      amount: { symbol: 'EURX', decimals: 6, currency: undefined },
    })
    expect(() => x402({ client: other.client, maxAmount: '1,5' })).toThrow(
      expect.objectContaining({ code: 'amount_invalid' }),
    )
  })

  test('in a token that nobody knows is none', async () => {
    const asked = () => asksV2([entry({ asset: shop })])
    for (const given of [{ decimals: 255n }, { options: { client: () => undefined } }]) {
      const { method, request, context } = await ready(asked(), given)
      expect(await codeOf(Promise.resolve(method.describe(request, context)))).toBe('x402_token_unknown')
    }
  })

  test.each([
    [0n, { fees: 'payer', prompt: 'transaction' }],
    [10_000n, { fees: 'payee', prompt: 'signature' }],
  ] as const)('through Permit2 that may take %s', async (allowance, terms) => {
    const { method, request, context } = await ready(asksV2([permit2]), { allowance })
    expect(await method.describe(request, context)).toMatchObject(terms)
  })
})

test("what pays never follows a redirect, and the page's own Authorization stays", async () => {
  const { client } = fakeToken({ account: localAccount })
  const sent: [url: string, redirect: string | undefined, pays: boolean, authorization: string | null][] = []
  const payer = createPayer({
    methods: [x402({ client })],
    approve: async ({ offers: [offer] }) => offer && { offer },
    async fetch(input, init) {
      const headers = new Headers(init?.headers)
      const pays = headers.has('PAYMENT-SIGNATURE')
      sent.push([String(input), init?.redirect, pays, headers.get('Authorization')])
      if (pays) return answer('', { status: 302, headers: { Location: 'https://other.test/photo' } })
      return sent.length === 1 ? asksV2() : new Response('a photo')
    },
  })
  const response = await payer.fetch(url, { headers: { Authorization: 'Bearer page' } })
  expect(await response.text()).toBe('a photo')
  expect(sent).toEqual([
    [url, undefined, false, 'Bearer page'],
    [url, 'manual', true, 'Bearer page'],
    ['https://other.test/photo', 'manual', false, null],
  ])
})

describe('a page of another origin', () => {
  const { client } = fakeToken({ account: localAccount })
  const payerOf = (asked: Response) =>
    createPayer({
      methods: [x402({ client })],
      retries: 0,
      approve: async ({ offers: [offer] }) => offer && { offer },
      fetch: async (_, init) =>
        new Headers(init?.headers).has('X-PAYMENT') ? answer('a photo', { status: 200 }) : asked,
    })

  test('pays what it may read in the body, and is told where it may read nothing', async () => {
    const open = new Response(asksV1().body, { status: 402, headers: { 'Content-Type': 'application/json' } })
    Object.defineProperties(open, { url: { value: url }, type: { value: 'cors' } })
    expect(await (await payerOf(open).fetch(url)).text()).toBe('a photo')
    const hidden = answer('{}', { type: 'cors', headers: { 'Content-Type': 'application/json' } })
    await expect(payerOf(hidden).fetch(url)).rejects.toMatchObject({
      code: 'headers_unreadable',
      message: expect.stringContaining('PAYMENT-REQUIRED'),
    })
  })
})
