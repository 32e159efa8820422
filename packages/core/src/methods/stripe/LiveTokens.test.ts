import { expect, test } from 'vitest'
import { createMemoryStore } from '../../stores/MemoryStore.js'
import { stripe } from './index.js'
import { challengeOf, contextOf, failureOf, fakeTokens, request, start } from './testing/fakes.js'

const read = stripe(fakeTokens().source).read(challengeOf())

test('a second payment of the same challenge takes the first token back before it mints', async () => {
  const fake = fakeTokens()
  const method = stripe(fake.source)
  const context = contextOf()
  await method.authorize(read, context)
  const second = await method.authorize(read, context)
  expect(second.payload.spt).toBe('spt_test2secret')
  expect(fake.log).toEqual(['mint', 'read', 'revoke', 'read', 'mint'])
  expect(fake.tokens.get('spt_test1secret')?.status).toBe('deactivated')
})

test('without a look at tokens it still takes the first one back', async () => {
  const fake = fakeTokens()
  const { readToken: _, ...source } = fake.source
  const method = stripe(source)
  const context = contextOf()
  await method.authorize(read, context)
  await method.authorize(read, context)
  expect(fake.log).toEqual(['mint', 'revoke', 'mint'])
})

test('another page over the same store does the same', async () => {
  const fake = fakeTokens()
  const context = contextOf()
  await stripe(fake.source).authorize(read, context)
  await stripe(fake.source).authorize(read, context)
  expect(fake.log).toEqual(['mint', 'read', 'revoke', 'read', 'mint'])
})

test('the method itself remembers when the store forgot', async () => {
  const fake = fakeTokens()
  const method = stripe(fake.source)
  await method.authorize(read, contextOf())
  await method.authorize(read, contextOf())
  expect(fake.revokes()).toBe(1)
})

test('refuses a second token where the first cannot be taken back', async () => {
  const fake = fakeTokens()
  const method = stripe({ createToken: fake.source.createToken })
  const context = contextOf()
  await method.authorize(read, context)
  const { error, text } = await failureOf(method.authorize(read, context))
  expect(error.code).toBe('token_live')
  expect(text).not.toContain('spt_')
  expect(fake.mints()).toBe(1)
})

test.each([
  ['revoking fails', { revokeToken: () => Promise.reject(new Error('down')) }],
  ['looking fails', { readToken: () => Promise.reject(new Error('down')) }],
])('refuses a second token when %s', async (_, broken) => {
  const fake = fakeTokens()
  const context = contextOf()
  await stripe(fake.source).authorize(read, context)
  const { error } = await failureOf(stripe({ ...fake.source, ...broken }).authorize(read, context))
  expect(error.code).toBe('token_live')
  expect(fake.mints()).toBe(1)
})

test.each([[{ used: true }], [{ status: 'deactivated', deactivatedReason: 'consumed' } as const]])(
  'refuses a second token when the first is spent: %j',
  async (news) => {
    const fake = fakeTokens()
    const context = contextOf()
    const method = stripe(fake.source)
    await method.authorize(read, context)
    fake.change('spt_test1secret', news)
    for (const payer of [method, stripe(fake.source)])
      expect((await failureOf(payer.authorize(read, context))).error.code).toBe('token_used')
    expect(fake.mints()).toBe(1)
    expect(fake.revokes()).toBe(0)
  },
)

test('refuses a second token when money was taken while the first was taken back', async () => {
  const fake = fakeTokens()
  const context = contextOf()
  await stripe(fake.source).authorize(read, context)
  const racing = stripe({
    ...fake.source,
    async revokeToken(spt) {
      fake.change(spt, { status: 'deactivated', deactivatedReason: 'consumed' })
    },
  })
  expect((await failureOf(racing.authorize(read, context))).error.code).toBe('token_used')
  expect(fake.mints()).toBe(1)
})

test('refuses when it does not know whether the first was made', async () => {
  const fake = fakeTokens()
  const context = contextOf()
  const lost = stripe({ ...fake.source, createToken: () => Promise.reject(new Error('connection lost')) })
  expect((await failureOf(lost.authorize(read, context))).error.code).toBe('token_failed')
  for (const method of [lost, stripe(fake.source)])
    expect((await failureOf(method.authorize(read, context))).error.code).toBe('token_live')
  expect(fake.mints()).toBe(0)
})

test('two clicks at once mint once', async () => {
  const fake = fakeTokens()
  const method = stripe(fake.source)
  const context = contextOf()
  const [first, second] = await Promise.allSettled([
    method.authorize(read, context),
    method.authorize(read, context),
  ])
  expect(first.status).toBe('fulfilled')
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'token_live' } })
  expect(fake.log).toEqual(['mint'])
})

test('other challenges have tokens of their own', async () => {
  const fake = fakeTokens()
  const method = stripe(fake.source)
  const context = contextOf()
  await method.authorize(read, context)
  await method.authorize(read, { ...context, challenge: challengeOf(request, { id: 'ch_2' }) })
  expect(fake.log).toEqual(['mint', 'mint'])
})

test('forgets tokens a day after they ended, and keeps to its own keys', async () => {
  const fake = fakeTokens()
  const store = createMemoryStore()
  await store.set('stripe/token/old', { state: 'live', spt: 'spt_old', expiresAt: start / 1000 - 86_401 })
  await store.set('stripe/token/odd', 'odd')
  await store.set('stripe/token/recent', {
    state: 'live',
    spt: 'spt_recent',
    expiresAt: start / 1000 - 86_000,
  })
  await store.set('stripe/other', 1)
  await stripe(fake.source).authorize(read, contextOf({ store }))
  expect((await store.list('')).map(([key]) => key)).toEqual([
    'stripe/other',
    'stripe/token/ch_1',
    'stripe/token/recent',
  ])
})
