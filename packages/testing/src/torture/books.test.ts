import { expect, test } from 'vitest'
import type { Passage } from '../faults/createFaultProxy.js'
import { endsOf, wrongsOf } from './books.js'
import type { End } from './Person.js'
import { endOfSession, type SessionBooks, wrongsOfSession } from './sessionBooks.js'

// The judge has to see what is wrong; otherwise nothing ever is.

const kind = { books: 'chain', price: 10n } as const
const judge = (phases: readonly string[], payments: readonly bigint[], end: End = 'had', asked = 1) =>
  wrongsOf(
    kind,
    [{ end, asked }],
    phases.map((phase) => ({ phase })),
    payments,
  )

test.each<[string, readonly string[], readonly bigint[], End]>([
  ['paid and had', ['paid'], [10n], 'had'],
  ['refused, then paid', ['declined', 'paid'], [10n], 'had'],
  ['paid and not delivered', ['paidUndelivered'], [10n], 'undelivered'],
  ['not known, and paid', ['unknown'], [10n], 'open'],
  ['not known, and not paid', ['unknown'], [], 'open'],
  ['nothing', ['failed'], [], 'nothing'],
])('%s is right', (_, phases, payments, end) => {
  expect(judge(phases, payments, end)).toEqual([])
})

test.each<[string, readonly string[], readonly bigint[], End]>([
  ['said to be paid, and was not', ['paidUndelivered'], [], 'undelivered'],
  ['said to be declined, and was paid', ['declined'], [10n], 'nothing'],
  ['said to have failed beside one that is paid', ['failed', 'paid'], [10n, 10n], 'had'],
  ['another amount', ['paid'], [11n], 'had'],
  ['had for nothing', ['unknown'], [], 'had'],
])('%s is wrong', (_, phases, payments, end) => {
  expect(judge(phases, payments, end, 2)).not.toEqual([])
})

test('paying more often than was asked is wrong', () => {
  expect(judge(['paid', 'paid'], [10n, 10n], 'had', 1)).toEqual(['paid 2 times, and asked 1 times'])
})

const kept = { ...kind, keep: true }
const bought = [{ phase: 'paid' }]

test('what one tab bought and kept, the other has too', () => {
  const both = [
    { end: 'had', asked: 1, again: true },
    { end: 'had', asked: 0, again: true },
  ] as const
  expect(wrongsOf(kept, both, bought, [10n])).toEqual([])
  expect(wrongsOf(kind, both, bought, [10n])).not.toEqual([])
  expect(wrongsOf(kept, both, [{ phase: 'unknown' }], [])).not.toEqual([])
})

test.each([
  { end: 'had', asked: 1, again: false },
  { end: 'lost', asked: 1 },
] as const)('what was kept and is not there is wrong: $end', (wanted) => {
  expect(wrongsOf(kept, [wanted], bought, [10n])).toHaveLength(1)
})

test('a receipt without the thing is lost, unless the tab beside has it', () => {
  const tabs = [{ end: 'lost' }, { end: 'had' }] as const
  expect(endsOf(tabs, bought)).toEqual(['beside', 'had'])
  expect(endsOf(tabs, [...bought, ...bought])).toEqual(['lost', 'had'])
  expect(endsOf([{ end: 'lost' }], bought)).toEqual(['lost'])
})

const metered = { units: 1, path: '/metered' }
const request: Passage = { lane: 'paid', method: 'GET', path: '/metered' }
const sound: SessionBooks = {
  log: [request, request],
  channels: [{ deposit: '20000', spent: '2000' }],
  ...{ gone: 2_000n, settled: 2_000n, agreed: 20_000n },
  ...{ had: 2, left: [] },
}

test('a session that is closed with what was used is right', () => {
  expect(wrongsOfSession(metered, sound)).toEqual([])
  expect(wrongsOfSession(metered, { ...sound, had: 1 })).toEqual([])
  const twice: Passage = { ...request, fault: { at: 'request', what: 'duplicate', answer: 'first' } }
  expect(wrongsOfSession(metered, { ...sound, log: [twice] })).toEqual([])
})

test.each<[string, Partial<SessionBooks>]>([
  ['a channel that is still open', { left: ['open'] }],
  ['more counted than was asked for', { log: [request] }],
  ['more gone than was used', { gone: 3_000n, settled: 3_000n }],
  ['gone, and not with the seller', { settled: 1_000n }],
  ['more gone than was agreed to', { agreed: 1_000n, channels: [{ deposit: '1000', spent: '2000' }] }],
  ['more deposited than was agreed to', { agreed: 19_999n }],
  ['had without being counted', { had: 3 }],
])('%s is wrong', (_, books) => {
  expect(wrongsOfSession(metered, { ...sound, ...books })).toHaveLength(1)
})

test('a session that brought nothing and cost something has lost its answers', () => {
  expect(endOfSession(sound, false)).toBe('had')
  expect(endOfSession(sound, true)).toBe('forced')
  expect(endOfSession({ ...sound, had: 0 }, false)).toBe('lost')
  expect(endOfSession({ had: 0, channels: [{ deposit: '20000', spent: '0' }] }, false)).toBe('nothing')
})
