import { expect, test } from 'vitest'
import { Challenge } from '../../protocol/index.js'
import { type CardInput, stripe } from './index.js'
import { challengeOf, contextOf, failureOf, fakeTokens, start } from './testing/fakes.js'

const read = stripe(fakeTokens().source).read(challengeOf())
const asking = { status: 'requires_action', nextAction: { hashedValue: 'hash_1' } } as const
const spt = 'spt_test1secret'

function withCard(
  handleNextAction: CardInput['handleNextAction'],
  rest: Parameters<typeof contextOf>[0] = {},
) {
  return contextOf({ input: { paymentMethod: 'pm_1', handleNextAction }, ...rest })
}

test('lets the bank ask, looks again, and pays', async () => {
  const fake = fakeTokens(asking)
  const asked: string[] = []
  const context = withCard(async (hashedValue) => {
    asked.push(hashedValue)
    fake.change(spt, { status: 'active' })
    return {}
  })
  expect((await stripe(fake.source).authorize(read, context)).payload).toEqual({ spt })
  expect(asked).toEqual(['hash_1'])
  expect(fake.log).toEqual(['mint', 'read'])
})

test.each<[string, CardInput['handleNextAction']]>([
  [
    'the person fails',
    async () => ({ error: { message: 'We could not authenticate pm_secret1.', code: 'x' } }),
  ],
  ['Stripe.js says no reason', async () => ({ error: {} })],
  ['Stripe.js throws', () => Promise.reject(new Error('spt_secret2'))],
  ['the page says yes and the bank no', async () => ({})],
  ['the screen cannot ask', undefined],
])('nothing is paid when %s', async (_, handle) => {
  const fake = fakeTokens(asking)
  const { error, text } = await failureOf(stripe(fake.source).authorize(read, withCard(handle)))
  expect(error.code).toBe('authentication_failed')
  expect(error.shortMessage).toContain('Nothing was paid')
  expect(fake.revokes()).toBe(1)
  expect(fake.tokens.get(spt)?.status).toBe('deactivated')
  expect(text).not.toContain('secret')
})

test.each([
  ['no next action', { status: 'requires_action' } as const, {}],
  ['no way to look again', asking, { readToken: undefined }],
])('nothing is paid with %s', async (_, first, rest) => {
  const fake = fakeTokens(first)
  const method = stripe({ ...fake.source, ...rest })
  const { error } = await failureOf(
    method.authorize(
      read,
      withCard(async () => ({})),
    ),
  )
  expect(error.code).toBe('authentication_failed')
  expect(fake.log).toEqual(['mint', 'revoke'])
})

test('says so when the token was deactivated meanwhile', async () => {
  const fake = fakeTokens(asking)
  const context = withCard(async () => {
    fake.change(spt, { status: 'deactivated' })
    return {}
  })
  expect((await failureOf(stripe(fake.source).authorize(read, context))).error.code).toBe('token_deactivated')
})

test('takes the token back when it cannot look again', async () => {
  const fake = fakeTokens(asking)
  const method = stripe({ ...fake.source, readToken: () => Promise.reject(new Error(`no ${spt}`)) })
  const { error, text } = await failureOf(
    method.authorize(
      read,
      withCard(async () => ({})),
    ),
  )
  expect(error.code).toBe('token_failed')
  expect(fake.log).toEqual(['mint', 'revoke'])
  expect(text).not.toContain(spt)
})

test('takes the token back when the challenge ended while the bank asked', async () => {
  const fake = fakeTokens(asking)
  let now = start
  const context = withCard(
    async () => {
      fake.change(spt, { status: 'active' })
      now += 301_000
      return {}
    },
    { now: () => now },
  )
  const { error } = await failureOf(stripe(fake.source).authorize(read, context))
  expect(error).toBeInstanceOf(Challenge.ExpiredError)
  expect(fake.log).toEqual(['mint', 'revoke'])
})

test('takes the token back when the person gives up while the bank asks', async () => {
  const fake = fakeTokens(asking)
  const abort = new AbortController()
  const context = withCard(
    () => {
      queueMicrotask(() => abort.abort())
      return new Promise(() => {})
    },
    { signal: abort.signal },
  )
  expect((await failureOf(stripe(fake.source).authorize(read, context))).error.code).toBe('cancelled')
  expect(fake.log).toEqual(['mint', 'revoke'])
})

test('a token that cannot be taken back is not paid with, and blocks its challenge', async () => {
  const fake = fakeTokens(asking)
  const { revokeToken: _, ...source } = fake.source
  const method = stripe(source)
  const context = withCard(async () => ({ error: { code: 'failed' } }))
  expect((await failureOf(method.authorize(read, context))).error.code).toBe('authentication_failed')
  expect((await failureOf(method.authorize(read, context))).error.code).toBe('token_live')
  expect(fake.mints()).toBe(1)
})

test('another try after a failed one has a new token', async () => {
  const fake = fakeTokens(asking)
  const method = stripe(fake.source)
  const context = withCard(async () => ({ error: { code: 'failed' } }))
  await failureOf(method.authorize(read, context))
  await failureOf(method.authorize(read, context))
  expect(fake.log).toEqual(['mint', 'revoke', 'mint', 'revoke'])
})
