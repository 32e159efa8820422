import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPayer } from '../payer/createPayer.js'
import type { Payer } from '../payer/Payer.js'
import { codeOf } from '../testing/harness.js'
import type { Session } from './Session.js'
import { type Meter, openMeter } from './testing/meter.js'
import { type Bank, createBank, createRail, type TestRail } from './testing/rail.js'

// A session that is short of money, and a person who presses "Add" in the same moment.

let bank: Bank
let meter: Meter
let rail: TestRail
let asked: string[]

beforeEach(async () => {
  bank = createBank()
  meter = await openMeter(bank)
  rail = createRail(bank)
  asked = []
})
afterEach(() => meter.stop())

/** A session whose deposit of three requests is used up. */
async function usedUp(maxDeposit: string): Promise<{ payer: Payer; session: Session }> {
  const payer = createPayer({
    methods: [rail],
    now: () => bank.time,
    approve: async ({ offers: [offer] }) => {
      asked.push(`${offer?.session?.adds ? 'add' : 'open'} ${offer?.amount.value}`)
      return offer && { offer }
    },
  })
  const session = payer.session(meter.url, { deposit: '0.003', maxDeposit })
  for (let n = 0; n < 3; n++) await session.fetch()
  return { payer, session }
}

const orders = ['the session first', 'the person first', 'the terms have to be asked for anew'] as const

for (const order of orders)
  test(`for one need one is added: ${order}`, async () => {
    const { session } = await usedUp('0.02')
    // Then there is a wait between deciding to add and adding.
    if (order === orders[2]) bank.time += meter.lasts + 1
    const acts = [() => session.fetch(), () => session.topUp('0.003')]
    if (order === orders[1]) acts.reverse()
    await Promise.all(acts.map((act) => act()))
    expect([rail.toppedUp, session.getState().channel?.deposit]).toEqual([1, 6_000n])
    expect(asked).toEqual(['open 3000'])
    await session.topUp('0.003')
    expect([rail.toppedUp, session.getState().channel?.deposit]).toEqual([2, 9_000n])
  })

test('of more than one the rest is added, and never more than was agreed to', async () => {
  const { session } = await usedUp('0.008')
  await Promise.all([session.fetch(), session.topUp('0.005'), session.topUp('0.004')])
  expect(session.getState().channel).toMatchObject({ deposit: 8_000n, limit: 8_000n })
  expect(bank.payer).toBe(1_000_000_000n - 8_000n)
  expect(asked).toEqual(['open 3000'])
})

test('above the limit the person is asked once for one need', async () => {
  const { session } = await usedUp('0.003')
  await Promise.all([session.fetch(), session.topUp('0.003')])
  expect(asked).toEqual(['open 3000', 'add 3000'])
  expect(session.getState().channel).toMatchObject({ deposit: 6_000n, limit: 6_000n, spent: 4_000n })
})

test('a no to one keeps nobody from the next', async () => {
  const { payer, session } = await usedUp('0.003')
  const answers = [false, true]
  payer.setApprove(async ({ offers: [offer] }) => (answers.shift() && offer ? { offer } : undefined))
  const outcomes = await Promise.all(
    ['0.001', '0.002'].map((amount) =>
      session.topUp(amount).then(
        () => 'added',
        ({ code }) => code,
      ),
    ),
  )
  expect(outcomes).toEqual(['cancelled', 'added'])
  expect(session.getState().channel?.deposit).toBe(5_000n)
})

test('a question that nobody answers holds up nothing that was agreed to', async () => {
  const { payer, session } = await usedUp('0.006')
  payer.setApprove(() => new Promise(() => {}))
  void session.topUp('0.01').catch(() => {})
  expect((await session.fetch()).status).toBe(200)
  expect(session.getState().channel).toMatchObject({ deposit: 6_000n, limit: 6_000n })
})

test('a wallet that never answers holds up the next addition for a while, and not for ever', async () => {
  const { session } = await usedUp('0.02')
  const { topUp } = rail.scheme
  Object.assign(rail.scheme, { topUp: () => new Promise(() => {}) })
  void session.topUp('0.003').catch(() => {})
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
  try {
    const next = codeOf(session.topUp('0.003'))
    await vi.advanceTimersByTimeAsync(31_000)
    expect(await next).toBe('session_deposit_pending')
    // What the first one may have signed has ended by then.
    bank.time += 120_000
    Object.assign(rail.scheme, { topUp })
    const later = session.topUp('0.003')
    await vi.advanceTimersByTimeAsync(31_000)
    await later
  } finally {
    vi.useRealTimers()
  }
  expect([rail.toppedUp, session.getState().channel?.deposit]).toEqual([1, 6_000n])
})
