import { afterEach, describe, expect, test, vi } from 'vitest'
import { tokenEndpoint } from './index.js'
import { failureOf } from './testing/fakes.js'

const wish = {
  paymentMethod: 'pm_1',
  amount: 5000,
  currency: 'usd',
  networkId: 'profile_shop',
  expiresAt: 1_900_000_000,
}

function endpoint(answer: Response | Error, url: string | URL = 'https://app.example/api/spt') {
  const calls: { url: string; init: RequestInit }[] = []
  const source = tokenEndpoint(url, {
    async fetch(input, init) {
      calls.push({ url: input, init })
      if (answer instanceof Error) throw answer
      return answer.clone()
    },
  })
  return { calls, source }
}

const problem = (status: number, value: object) =>
  new Response(JSON.stringify({ type: 'about:blank', status, ...value }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })

afterEach(() => vi.unstubAllGlobals())

describe('requests', () => {
  test('posts what a token needs and nothing else', async () => {
    const { calls, source } = endpoint(Response.json({ spt: 'spt_1', status: 'active' }))
    const token = await source.createToken({ ...wish, metadata: { order: '1' }, challengeId: 'ch_1' }, {})
    expect(token).toEqual({ spt: 'spt_1', status: 'active' })
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatchObject({
      url: 'https://app.example/api/spt',
      init: { method: 'POST', redirect: 'error' },
    })
    expect(JSON.parse(String(calls[0]?.init.body))).toEqual({
      ...wish,
      amount: '5000',
      metadata: { order: '1' },
    })
  })

  test('looks at a token and takes it back by its address', async () => {
    const { calls, source } = endpoint(
      Response.json({ spt: 'spt_1', status: 'requires_action', nextAction: { type: 'x', hashedValue: 'h' } }),
      'https://app.example/api/spt/?tenant=1',
    )
    expect(await source.readToken('spt_1', {})).toEqual({
      spt: 'spt_1',
      status: 'requires_action',
      nextAction: { hashedValue: 'h' },
    })
    await source.revokeToken('spt_a/../b', {})
    expect(calls.map(({ url, init }) => [init.method, url])).toEqual([
      ['GET', 'https://app.example/api/spt/spt_1?tenant=1'],
      ['DELETE', 'https://app.example/api/spt/spt_a%2F..%2Fb?tenant=1'],
    ])
  })

  test('takes an empty answer to a revocation', async () => {
    const { source } = endpoint(new Response(null, { status: 204 }))
    await expect(source.revokeToken('spt_1', {})).resolves.toBeUndefined()
  })

  test('uses the page’s fetch at the time of the call', async () => {
    const source = tokenEndpoint('https://app.example/api/spt')
    vi.stubGlobal('fetch', async () => Response.json({ spt: 'spt_late' }))
    expect((await source.createToken(wish, {})).spt).toBe('spt_late')
  })
})

describe('addresses', () => {
  test.each(['http://app.example/spt', 'ftp://app.example/', 'javascript:alert(1)', '/api/spt', 'http://'])(
    '%s is refused before anything is sent',
    async (url) => {
      const { calls, source } = endpoint(Response.json({ spt: 'spt_1' }), url)
      expect((await failureOf(source.createToken(wish, {}))).error.code).toBe('insecure_endpoint')
      expect(calls).toEqual([])
    },
  )

  test.each([
    'http://localhost:5173/api/spt',
    'http://127.0.0.1/spt',
    'http://[::1]:8080/spt',
    new URL('https://a.example/x'),
  ])('%s is used', async (url) => {
    expect(await endpoint(Response.json({ spt: 'spt_1' }), url).source.createToken(wish, {})).toMatchObject({
      spt: 'spt_1',
    })
  })

  test('a path is one of the page’s own origin, whatever that speaks', async () => {
    vi.stubGlobal('location', { href: 'http://intranet/shop/', origin: 'http://intranet' })
    const { calls, source } = endpoint(Response.json({ spt: 'spt_1' }), '/api/spt')
    await source.createToken(wish, {})
    expect(calls[0]?.url).toBe('http://intranet/api/spt')
    expect(
      (await failureOf(endpoint(Response.json({}), 'http://other/spt').source.createToken(wish, {}))).error
        .code,
    ).toBe('insecure_endpoint')
  })
})

describe('failures', () => {
  test.each([
    [
      422,
      { type: 'urn:shop:problem:card-declined', code: 'card_declined', declineCode: 'insufficient_funds' },
      'insufficient_funds',
      'not enough money',
    ],
    [422, { type: 'urn:shop:problem:card-declined', code: 'expired_card' }, 'expired_card', 'expired'],
    [402, { code: 'card_declined', decline_code: 'stolen_card' }, 'stolen_card', 'declined'],
    [402, { title: 'Declined' }, undefined, 'declined'],
    [400, { code: 'card_declined' }, 'card_declined', 'declined'],
    [422, { code: 'card_declined', declineCode: 'constructor' }, 'constructor', 'declined'],
  ])('a decline with %i %j', async (status, value, declineCode, words) => {
    const { source } = endpoint(problem(status, value))
    const { error } = await failureOf(source.createToken(wish, {}))
    expect(error).toMatchObject({ code: 'declined', declineCode, problem: { status } })
    expect(error.shortMessage).toContain(words)
    expect(error.shortMessage).not.toMatch(/stolen|constructor|undefined/)
  })

  test('another refusal says what the endpoint said, without ids', async () => {
    const { source } = endpoint(
      problem(400, {
        detail: "No such PaymentMethod: 'pm_secret1'",
        field: 'pm_secret1',
        nested: { token: 'spt_secret2' },
      }),
    )
    const { error, text } = await failureOf(source.createToken(wish, {}))
    expect(error).toMatchObject({ code: 'token_refused', details: "No such PaymentMethod: '…'" })
    expect(text).not.toContain('secret')
  })

  test.each([
    ['no answer', new TypeError('Failed to fetch'), 'token_unreachable'],
    ['500', problem(500, {}), 'token_unreachable'],
    ['a proxy’s page', new Response('<html>', { status: 502 }), 'token_unreachable'],
    ['404 without a problem', new Response('not here', { status: 404 }), 'token_refused'],
    ['no JSON', new Response('spt_secret'), 'token_invalid'],
    ['another shape', Response.json([{ spt: 'spt_secret' }]), 'token_invalid'],
    ['deep JSON', new Response('['.repeat(100_000)), 'token_invalid'],
  ])('%s', async (_, answer, code) => {
    const { error, text } = await failureOf(endpoint(answer).source.createToken(wish, {}))
    expect(error.code).toBe(code)
    expect(text).not.toContain('secret')
  })

  test('an answer about another token is refused', async () => {
    const { source } = endpoint(Response.json({ spt: 'spt_other', used: true }))
    expect((await failureOf(source.readToken('spt_1', {}))).error.code).toBe('token_invalid')
  })

  test('a signal ends the wait with its own reason', async () => {
    const source = tokenEndpoint('https://app.example/spt', {
      fetch: (_, { signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    })
    const abort = new AbortController()
    const work = source.createToken(wish, { signal: abort.signal })
    abort.abort('enough')
    await expect(work).rejects.toBe('enough')
  })
})
