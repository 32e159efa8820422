import type { Attempt } from '@payerkit/core'
import { cardOf, createFakeAttempts, type FakeAttempts, paidOf, payerOf } from '@payerkit/testing/screens'
import type { Exhibit, Play, Scene } from './Exhibit.js'
import { Receipts } from './examples/Receipts.js'
import code from './examples/Receipts.tsx?raw'
import { Stand } from './Stand.js'

const now = 1_750_000_000_000
const hour = 3_600_000
const before = (hours: number) => ({ times: { authorizing: now - hours * hour } })

const some: readonly Attempt[] = [
  paidOf({ id: 'photo', kept: true, ...before(1) }),
  cardOf({ id: 'premium', ...before(30) }),
  paidOf({ id: 'lost', phase: 'paidUndelivered', receipt: undefined, ...before(50) }),
]

const scene = (
  scene: Omit<Scene, 'code' | 'play'>,
  list: readonly Attempt[],
  { reach, ...means }: Partial<FakeAttempts> & Pick<Play, 'reach'> = {},
): Scene => ({
  ...scene,
  code,
  play: () => ({
    body: (
      <Stand payer={payerOf({ ...createFakeAttempts(list), ...means }, () => now)}>
        <Receipts show={() => {}} />
      </Stand>
    ),
    ...(reach && { reach }),
  }),
})

const isOf = (state: string) => `[data-part="receipts"][data-state="${state}"]`

export const receiptList: Exhibit = {
  id: 'receipt-list',
  title: 'ReceiptList',
  sentence: 'Everything that was paid, by the day: found by a word, looked up at its chain, saved as a file.',
  scenes: [
    scene(
      {
        id: 'filled',
        title: 'Some receipts',
        when: 'By wallet, by card, and one whose outcome is open.',
        shows: isOf('filled'),
      },
      some,
    ),
    scene(
      { id: 'details', title: 'Opened', when: 'All that is known of one.', shows: 'details[open]' },
      some.slice(0, 1),
      { reach: (hand) => hand.press('summary') },
    ),
    scene(
      {
        id: 'loading',
        title: 'Being read',
        when: 'The store is asked what was paid.',
        shows: '[data-part="receipts"]',
      },
      [],
      { ready: () => new Promise(() => {}) },
    ),
    scene({ id: 'empty', title: 'Empty', when: 'Nothing was paid yet.', shows: isOf('empty') }, []),
    scene(
      {
        id: 'nothing',
        title: 'Nothing fits',
        when: 'No receipt has what is searched for.',
        shows: isOf('nothing'),
      },
      some,
      { reach: (hand) => hand.type('[type="search"]', 'zebra') },
    ),
    scene(
      {
        id: 'unread',
        title: 'Not to be read',
        when: 'The browser does not give out what it keeps.',
        shows: '[data-part="receipts-failed"]',
      },
      [],
      { ready: () => Promise.reject(new Error('There is no store.')) },
    ),
    scene(
      {
        id: 'pages',
        title: 'Very many',
        when: 'Fifty at a time.',
        shows: '[data-part="receipts"] > button',
        passing: true,
      },
      Array.from({ length: 60 }, (_, at) => paidOf({ id: `photo ${at}`, ...before(at) })),
    ),
  ],
}
