import { type Attempt, BaseError } from '@payerkit/core'
import { attemptOf, createFakeAttempts, type FakeAttempts, payerOf } from '@payerkit/testing/screens'
import type { Exhibit, Scene } from './Exhibit.js'
import { OpenPayments } from './examples/OpenPayments.js'
import code from './examples/OpenPayments.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

type Script = {
  readonly list: readonly Attempt[]
  readonly show?: (photo: Blob) => Promise<void>
  readonly reach?: (hand: Hand, attempts: FakeAttempts) => Promise<void>
}

const isOf = (state: string) => `[data-part="attempt"][data-state="${state}"]`
const more = (state: string) => `[data-part="attempt-more"] button[data-state="${state}"]`
const look = (hand: Hand) => hand.press('[data-part="attempt"] button')
const one = attemptOf()
const paid = attemptOf({ phase: 'paidUndelivered' })

/** Looks again, and comes to know how it ended. */
const ends =
  (attempt: Attempt, outcome: Response | Error) =>
  async (hand: Hand, attempts: FakeAttempts): Promise<void> => {
    await look(hand)
    await hand.see(isOf('looking'))
    attempts.set([attempt])
    attempts.end(outcome)
  }

function scene(
  { id, title, when, shows }: Pick<Scene, 'id' | 'title' | 'when'> & { readonly shows?: string },
  { list, show = async () => {}, reach }: Script,
): Scene {
  return {
    ...{ id, title, when, code, shows: shows ?? isOf(id) },
    play() {
      const attempts = createFakeAttempts(list)
      return {
        body: (
          <Stand payer={payerOf(attempts)}>
            <OpenPayments show={show} />
          </Stand>
        ),
        ...(reach && { reach: (hand) => reach(hand, attempts) }),
      }
    },
  }
}

const still = new BaseError('unknown', 'Still unknown.')
const words = { type: 'about:blank', title: 'Broken', detail: 'The printer is out of paper.' }

export const attemptBanner: Exhibit = {
  id: 'attempt-banner',
  title: 'AttemptBanner',
  sentence:
    'Says of every payment whose outcome is open what is known, and offers the one right thing to do.',
  scenes: [
    scene(
      {
        id: 'unknown',
        title: 'Outcome unknown',
        when: 'The answer was lost, or the page was closed too early.',
      },
      { list: [one] },
    ),
    scene(
      { id: 'looking', title: 'Looking', when: 'The very proof that was sent is presented again.' },
      { list: [one], reach: look },
    ),
    scene(
      { id: 'stillUnknown', title: 'Still unknown', when: 'Nobody could say it.' },
      { list: [one], reach: ends(one, still) },
    ),
    scene(
      {
        id: 'undelivered',
        title: 'Paid, and not here',
        when: 'The seller has the money, and says why it sent nothing.',
      },
      { list: [{ ...paid, problem: words }] },
    ),
    scene(
      { id: 'stillUndelivered', title: 'Still not here', when: 'The seller was asked again.' },
      { list: [paid], reach: ends(paid, still) },
    ),
    scene(
      { id: 'arrived', title: 'Arrived', when: 'The page is taking what was bought.' },
      {
        list: [one],
        show: () => new Promise(() => {}),
        reach: ends({ ...one, phase: 'paid' }, new Response()),
      },
    ),
    scene(
      { id: 'delivered', title: 'Delivered', when: 'The page has it.' },
      { list: [one], reach: ends({ ...one, phase: 'paid' }, new Response()) },
    ),
    scene(
      { id: 'unshown', title: 'Not to be shown', when: 'It is here, and the page failed to show it.' },
      {
        list: [one],
        show: () => Promise.reject(new Error('There is no screen.')),
        reach: ends({ ...one, phase: 'paid' }, new Response()),
      },
    ),
    scene(
      { id: 'declined', title: 'Declined', when: 'Nothing was paid, as it turns out.' },
      { list: [one], reach: ends({ ...one, phase: 'declined' }, still) },
    ),
    scene(
      { id: 'settled', title: 'Settled elsewhere', when: 'Another tab has what came of it.' },
      { list: [one], reach: ends({ ...one, phase: 'paid' }, still) },
    ),
    scene(
      {
        id: 'sure',
        title: 'Give up?',
        when: 'What that means is said before it is done.',
        shows: more('sure'),
      },
      {
        list: [one],
        async reach(hand) {
          await hand.press('summary')
          await hand.press(more('idle'))
        },
      },
    ),
    scene(
      { id: 'gaveUp', title: 'Given up', when: 'Nobody looks for it any more.' },
      {
        list: [one],
        async reach(hand, attempts) {
          await hand.press('summary')
          await hand.press(more('idle'))
          await hand.press(`${more('sure')}:last-child`)
          attempts.end(new Response())
        },
      },
    ),
    scene(
      {
        id: 'two',
        title: 'More than one',
        when: 'The newest first.',
        shows: `${isOf('undelivered')} ~ ${isOf('unknown')}`,
      },
      { list: [{ ...paid, id: 'a2', times: { approving: 1_750_000_030_000 } }, one] },
    ),
  ],
}
