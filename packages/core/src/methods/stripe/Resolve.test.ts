import { expect, test } from 'vitest'
import { Credential } from '../../protocol/index.js'
import { stripe } from './index.js'
import { challengeOf, contextOf, failureOf, fakeTokens, resolveContextOf } from './testing/fakes.js'

const read = stripe(fakeTokens().source).read(challengeOf())
const spt = 'spt_test1secret'

async function paid() {
  const fake = fakeTokens()
  const method = stripe(fake.source)
  const { store } = contextOf()
  await method.authorize(read, contextOf({ store }))
  const resolve = (authorization = resolveContextOf(spt).authorization, payer = method) =>
    payer.resolve?.(read, resolveContextOf(spt, { store, authorization }))
  return { fake, method, store, resolve }
}

test.each([
  [{ used: true }],
  [{ status: 'deactivated', deactivatedReason: 'consumed' } as const],
  [{ status: 'deactivated', used: true } as const],
])('money was taken: %j', async (news) => {
  const { fake, resolve } = await paid()
  fake.change(spt, news)
  expect(await resolve()).toBe('paid')
  expect(await resolve()).toBe('paid')
  expect(fake.revokes()).toBe(0)
})

test('a token that can still be used is taken back first', async () => {
  const { fake, resolve } = await paid()
  expect(await resolve()).toBe('unpaid')
  expect(await resolve()).toBe('unpaid')
  expect(fake.log).toEqual(['mint', 'read', 'revoke', 'read'])
})

test.each([
  [{ status: 'deactivated', deactivatedReason: 'expired' } as const, 'unpaid'],
  [{ status: 'deactivated', used: false } as const, 'unpaid'],
  [{ status: 'deactivated' } as const, 'unknown'],
  [{ status: 'deactivated', deactivatedReason: 'resolved' } as const, 'unknown'],
])('a token that ended: %j', async (news, expected) => {
  const { fake, resolve } = await paid()
  fake.change(spt, news)
  expect(await resolve()).toBe(expected)
})

test('money that is taken in the last moment counts', async () => {
  const { fake, resolve } = await paid()
  const racing = stripe({
    ...fake.source,
    revokeToken: async (id) => fake.change(id, { status: 'deactivated', deactivatedReason: 'consumed' }),
  })
  expect(await resolve(undefined, racing)).toBe('paid')
})

test.each([
  ['nobody can take it back', { revokeToken: undefined }],
  ['taking it back fails', { revokeToken: () => Promise.reject(new Error('down')) }],
  ['taking it back does nothing', { revokeToken: () => Promise.resolve() }],
  ['nobody answers', { readToken: () => Promise.reject(new Error('down')) }],
  ['the answer is about another token', { readToken: async () => ({ spt: 'spt_other', used: true }) }],
])('is unknown when %s', async (_, rest) => {
  const { fake, resolve } = await paid()
  expect(await resolve(undefined, stripe({ ...fake.source, ...rest }))).toBe('unknown')
})

test('is left to the payer where tokens cannot be looked at, but for what was never sent', async () => {
  const { createToken } = fakeTokens().source
  const method = stripe({ createToken })
  const { authorization, ...unsent } = resolveContextOf(spt)
  expect(await method.resolve?.(read, { ...unsent, authorization })).toBeUndefined()
  expect(await method.resolve?.(read, unsent)).toBe('unpaid')
})

test('finds the token again after a reload, when the journal has it masked', async () => {
  const { fake, resolve } = await paid()
  fake.change(spt, { used: true })
  const { payload } = Credential.mask({ challenge: challengeOf(), payload: { spt: spt } })
  expect(payload).not.toEqual({ spt })
  expect(await resolve({ payload, moves: 'after' }, stripe(fake.source))).toBe('paid')
})

test('a page that closed before a token came sent none', async () => {
  const fake = fakeTokens()
  const { store, challenge, now } = contextOf()
  const minting = new Promise<void>((begun) => {
    const createToken = () => {
      begun()
      return new Promise<never>(() => {})
    }
    void stripe({ ...fake.source, createToken }).authorize(read, contextOf({ store }))
  })
  await minting
  expect(await store.get('stripe/token/ch_1')).toMatchObject({ state: 'minting' })
  expect(await stripe(fake.source).resolve?.(read, { challenge, now, store })).toBe('unpaid')
})

test('knows nothing of a payload without a token', async () => {
  const fake = fakeTokens()
  expect(await stripe(fake.source).resolve?.(read, resolveContextOf('nonsense'))).toBe('unknown')
  expect(fake.log).toEqual([])
})

test('never mints, and what it found out holds for the next payment', async () => {
  const { fake, method, store, resolve } = await paid()
  fake.change(spt, { used: true })
  await resolve()
  expect((await failureOf(method.authorize(read, contextOf({ store })))).error.code).toBe('token_used')
  expect(fake.mints()).toBe(1)
})
