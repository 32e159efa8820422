import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  apply,
  BoundsError,
  type Channel,
  type Event,
  idle,
  type Status,
  TransitionError,
} from './Channel.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 3_000)

// Small numbers, so that they often are just at a bound; some of them mean nothing at all.
const amount = fc.bigInt({ min: -1n, max: 24n })
const time = fc.integer({ min: 0, max: 3 })
const event: fc.Arbitrary<Event> = fc.oneof(
  ...(
    [
      'challenge',
      'opened',
      'openFailed',
      'needVoucher',
      'topUpFailed',
      'close',
      'closeFailed',
      'lost',
      'gone',
    ] as const
  ).map((type) => fc.constant({ type })),
  fc.record({
    type: fc.constant('open' as const),
    deposit: amount,
    limit: amount,
    headroom: amount,
    signed: amount,
  }),
  { arbitrary: fc.record({ type: fc.constant('sign' as const), cumulative: amount }), weight: 3 },
  {
    arbitrary: fc.record({ type: fc.constant('receipt' as const), accepted: amount, spent: amount }),
    weight: 3,
  },
  fc.record({ type: fc.constant('approve' as const), limit: amount, headroom: amount }),
  fc.record({ type: fc.constant('topUp' as const), amount }),
  fc.record({ type: fc.constant('closed' as const), captured: amount }),
  {
    arbitrary: fc.record({
      type: fc.constant('chain' as const),
      deposit: amount,
      settled: amount,
      withdrawableAt: fc.option(time, { nil: undefined }),
      time,
    }),
    weight: 2,
  },
)

/** Most histories begin as they should, or they would end before anything could happen. */
const opening: fc.Arbitrary<Event[]> = fc
  .record({ deposit: amount, headroom: amount, signed: amount, room: amount })
  .map(({ deposit, headroom, signed, room }) => [
    { type: 'challenge' },
    { type: 'open', deposit, limit: deposit + room, headroom, signed },
    { type: 'opened' },
  ])
const history = fc
  .tuple(fc.oneof({ arbitrary: opening, weight: 9 }, fc.constant([])), fc.array(event, { maxLength: 60 }))
  .map((parts) => parts.flat())

/** What one event made of a channel, or the error. */
type Step = { before: Channel; event: Event; after?: Channel; error?: unknown }

function run(events: readonly Event[]): Step[] {
  let channel: Channel = Object.freeze(idle)
  return events.map((event) => {
    const before = channel
    try {
      channel = Object.freeze(apply(before, event))
      return { before, event, after: channel }
    } catch (error) {
      return { before, event, error }
    }
  })
}

const always = (check: (step: Step) => void) =>
  fc.assert(
    fc.property(history, (events) => run(events).forEach(check)),
    { numRuns },
  )

test('what always holds of the amounts holds after every event', () => {
  always(({ after }) => {
    if (!after || after.status === 'idle' || after.status === 'challenged') return
    const { status, deposit, pending, settled, accepted, spent, signed, headroom } = after
    expect(spent).toBeLessThanOrEqual(accepted)
    expect(settled).toBeLessThanOrEqual(accepted)
    expect(accepted).toBeLessThanOrEqual(signed)
    for (const value of [deposit, pending, settled]) expect(value).toBeGreaterThanOrEqual(0n)
    if (status === 'closed') return
    expect(signed).toBeLessThanOrEqual(status === 'opening' ? deposit + pending : deposit)
    expect(signed - spent).toBeLessThanOrEqual(headroom)
  })
})

test('what is signed and what is spent never go down, but for another channel', () => {
  always(({ before, event, after }) => {
    if (!after || event.type === 'challenge') return
    for (const amount of ['signed', 'accepted', 'spent'] as const)
      expect(after[amount]).toBeGreaterThanOrEqual(before[amount])
  })
})

test('what is signed grows by signing, by opening, and by what the chain took', () => {
  always(({ before, event, after }) => {
    if (!after || after.signed === before.signed) return
    expect(['challenge', 'open', 'sign', 'chain', 'closed', 'gone']).toContain(event.type)
    if (event.type === 'chain') expect(after.signed).toBe(event.settled)
  })
})

test('no deposit of ours is above what was approved', () => {
  always(({ event, after }) => {
    if (!after || (event.type !== 'open' && event.type !== 'topUp')) return
    expect(after.deposit + after.pending).toBeLessThanOrEqual(after.limit)
    expect(after.pending).toBeGreaterThan(0n)
  })
})

test('what cannot happen is a typed error', () => {
  always(({ error }) => {
    if (error !== undefined) expect([TransitionError, BoundsError]).toContain(Object(error).constructor)
  })
})

test('the end is the end: only a new challenge leads out of it', () => {
  always(({ before, event, after }) => {
    if (before.status !== 'closed') return
    expect(after?.status).toBe(event.type === 'challenge' ? 'challenged' : undefined)
  })
})

test('vouchers are signed only where the channel pays', () => {
  always(({ before, event, after }) => {
    if (event.type === 'sign' && after)
      expect(['active', 'voucherNeeded', 'toppingUp']).toContain(before.status)
  })
})

test('every status can be reached', () => {
  const reached = new Set<Status>(['idle'])
  fc.assert(
    fc.property(history, (events) => {
      for (const { after } of run(events)) if (after) reached.add(after.status)
    }),
    { numRuns: 3_000, seed: 402 },
  )
  expect([...reached].sort()).toEqual([
    'active',
    'challenged',
    'closeRequested',
    'closed',
    'closing',
    'idle',
    'opening',
    'stale',
    'toppingUp',
    'voucherNeeded',
    'withdrawable',
  ])
})
