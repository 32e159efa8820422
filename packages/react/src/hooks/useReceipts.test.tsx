import type { Payer } from '@payerkit/core'
import { BaseError } from '@payerkit/core'
import { createIndexedDbStore } from '@payerkit/core/stores'
import {
  attemptOf,
  cardOf,
  channelOf,
  createFakeAttempts,
  createFakeChannels,
  hash,
  openLostShop,
  paidOf,
  payerOf,
} from '@payerkit/testing/screens'
import { describe, expect, test, vi } from 'vitest'
import { frame, mountSession, until } from '../testing/mountSession.js'
import { type UseReceipts, type UseReceiptsOptions, useReceipts } from './useReceipts.js'

const nothing: UseReceipts = {
  receipts: [],
  total: 0,
  status: 'loading',
  error: undefined,
  response: async () => undefined,
}

function Reader({ seat, ...options }: UseReceiptsOptions & { seat: { current: UseReceipts } }) {
  seat.current = useReceipts(options)
  return null
}

async function mountReceipts(payer: Payer, options: UseReceiptsOptions = {}) {
  const seat = { current: nothing }
  const mounted = await mountSession(payer, <Reader seat={seat} {...options} />)
  const ids = () => seat.current.receipts.map(({ id }) => id)
  return { seat, ids, ...mounted }
}

const older = paidOf({ id: 'older', times: { authorizing: 1 } })
const newer = paidOf({ id: 'newer', times: { authorizing: 9 } })

test('what was paid, of earlier pages too, the newest first; it is only read', async () => {
  const attempts = createFakeAttempts([older], [cardOf(), newer, attemptOf()])
  const { seat, ids } = await mountReceipts(payerOf(attempts))
  await until(() => expect(ids()).toEqual(['card', 'newer', 'older']))
  expect(seat.current).toMatchObject({ status: 'ready', error: undefined, total: 3 })
  expect(new Set(attempts.calls)).toEqual(new Set(['ready']))
})

test('says that it still reads, and why it could not', async () => {
  const attempts = createFakeAttempts([older])
  const broken = new BaseError('store_failed', 'No.')
  let fail = (_: Error) => {}
  const ready = () =>
    new Promise<void>((_, reject) => {
      fail = reject
    })
  const { seat, ids } = await mountReceipts(payerOf({ ...attempts, ready }))
  expect([seat.current.status, ids()]).toEqual(['loading', ['older']])
  fail(broken)
  await until(() => expect(seat.current).toMatchObject({ status: 'failed', error: broken }))
  expect(ids()).toEqual(['older'])
})

test('a search leaves out what does not fit, and knows how many there are', async () => {
  const { seat, ids } = await mountReceipts(payerOf(createFakeAttempts([older, cardOf()])), {
    search: 'creme 5.00',
  })
  await until(() => expect(ids()).toEqual(['card']))
  expect(seat.current.total).toBe(2)
})

test('what does not change is the same object, and nothing is committed for what is no receipt', async () => {
  const attempts = createFakeAttempts([older])
  const { seat, seen, ids } = await mountReceipts(payerOf(attempts))
  await until(() => expect(seat.current.status).toBe('ready'))
  const [before] = seat.current.receipts
  const commits = seen.commits
  attempts.set([older, attemptOf({ phase: 'approving' })])
  await frame()
  expect(seen.commits).toBe(commits)
  attempts.set([older, newer])
  await until(() => expect(ids()).toEqual(['newer', 'older']))
  expect(seat.current.receipts[1]).toBe(before)
})

describe('sessions', () => {
  const spent = channelOf({ usedAt: 5 })

  test('are one receipt each, whatever opened them; nothing is asked of a chain', async () => {
    const { challenge } = older.offer
    const session = {
      price: older.offer.amount,
      unit: 'token',
      limit: older.offer.amount,
      headroom: older.offer.amount,
    }
    const opening = paidOf(
      { id: 'opening', receipt: { status: 'success', method: 'points', timestamp: '', reference: spent.id } },
      { session, challenge, description: 'A chat' },
    )
    const channels = createFakeChannels([spent, channelOf({ id: '0x2', spent: 0n })])
    const payer = { ...payerOf(createFakeAttempts([older, opening, newer])), channels }
    const { seat, ids } = await mountReceipts(payer)
    await until(() => expect(ids()).toEqual(['newer', spent.id, 'older']))
    expect(seat.current.receipts[1]).toMatchObject({ description: 'A chat', amount: { value: 34_200n } })
    expect(channels.calls).toEqual([])
  })

  test('go on: what they have spent is shown, once a frame, and the others stay as they are', async () => {
    const channels = createFakeChannels([spent])
    const { seat, seen, ids } = await mountReceipts({ ...payerOf(createFakeAttempts([older])), channels })
    await until(() => expect(ids()).toEqual([spent.id, 'older']))
    await until(() => expect(seat.current.status).toBe('ready'))
    const [first, second] = seat.current.receipts
    channels.set([channelOf({ usedAt: 5, busy: 1, authorized: 50_000n })])
    await frame()
    expect(seat.current.receipts[0]).toBe(first)
    const commits = seen.commits
    for (let at = 1n; at <= 40n; at++) channels.set([channelOf({ usedAt: 5, spent: 34_200n + at })])
    await until(() => expect(seat.current.receipts[0]?.amount.value).toBe(34_240n))
    expect(seen.commits).toBe(commits + 1)
    expect(seat.current.receipts[1]).toBe(second)
  })
})

test('links are what the application says, if they are pages', async () => {
  const link = 'https://shop.example/orders/1'
  const linkOf = vi.fn(({ id }: { id: string }) => (id === 'card' ? link : 'javascript:alert(1)'))
  const { seat } = await mountReceipts(payerOf(createFakeAttempts([older, cardOf()])), { linkOf })
  await until(() => expect(seat.current.receipts.map((each) => each.link)).toEqual([link, undefined]))
  const plain = await mountReceipts(payerOf(createFakeAttempts([older])))
  expect(plain.seat.current.receipts[0]?.link).toContain(hash)
})

test('another page reads what this one paid, and shows again what it kept, without a request', async () => {
  const shop = openLostShop(createIndexedDbStore({ name: `receipts ${crypto.randomUUID()}` }))
  const before = shop.open()
  await (await before.fetch(shop.url, { payment: { keep: true } })).text()
  before.destroy()
  const sent = shop.proofs.length
  const { seat } = await mountReceipts(shop.open())
  await until(() => expect(seat.current.receipts).toMatchObject([{ isKept: true, description: undefined }]))
  const [{ id = '' } = {}] = seat.current.receipts
  expect(await (await seat.current.response(id))?.text()).toBe('paid /photo')
  expect(shop.proofs).toHaveLength(sent)
  expect(shop.signed()).toBe(1)
})

test('whoever goes stops listening', async () => {
  const attempts = createFakeAttempts([older])
  const { screen } = await mountReceipts(payerOf(attempts))
  expect(attempts.listening()).toBe(1)
  await screen.unmount()
  expect(attempts.listening()).toBe(0)
})
