import { expect, test } from 'vitest'
import { wrongsOf } from './books.js'
import type { End } from './Person.js'

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
