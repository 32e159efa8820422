import { formatMoney } from '@payerkit/react'
import type { Payment } from './paymentLog.js'
import type { SessionStory } from './sessionLog.js'
import { type Step, stepsOf, type Tone } from './steps.js'

/** What happened in a session: its many requests as one line, what moved money as a line each. */
export function sessionStepsOf(story: SessionStory, payment: Payment | undefined): readonly Step[] {
  const { at: start = story.at } = payment ?? {}
  const before = payment ? stepsOf(payment).filter(({ id }) => id !== 'paid' && id !== 'answer') : []
  const milestones = story.milestones.map(({ what, at, amount }, index) => ({
    id: `${what} ${index}`,
    name: `${what === 'opened' ? 'Session opened' : 'Topped up'}`,
    detail: `${moneyOf(story, amount)} ${what === 'opened' ? 'deposited' : 'more'}`,
    tone: 'ok' as const,
    after: Math.max(0, at - start),
  }))
  return [...before, ...milestones, ...requestsOf(story), ...endOf(story, start)]
}

/** However many, they are one line, and have no one time. */
function requestsOf({ sent, answered, refused, vouchers }: SessionStory): Step[] {
  if (sent + vouchers === 0) return []
  const counts = [
    `${sent} sent, ${answered} answered`,
    ...(refused > 0 ? [`${refused} corrected`] : []),
    ...(vouchers > 0 ? [`${vouchers} ${vouchers === 1 ? 'voucher' : 'vouchers'} on the way`] : []),
  ]
  const name = `${answered} ${answered === 1 ? 'request' : 'requests'} paid from it`
  return [{ id: 'requests', name, detail: counts.join(', '), tone: 'ok' }]
}

function endOf(story: SessionStory, start: number): Step[] {
  const { state, closedAt } = story
  const words = wordsOf(story)
  if (!state || words.tone === 'none' || state.status === 'active') return []
  const detail =
    state.status === 'closed'
      ? `${moneyOf(story, state.settled)} to the seller, ${moneyOf(story, state.refund)} back to you`
      : `at least ${moneyOf(story, state.refund)} comes back to you`
  const tone = words.tone
  return [
    {
      id: 'end',
      name: words.words,
      detail,
      tone,
      ...(closedAt !== undefined && { after: closedAt - start }),
    },
  ]
}

/** How a session stands, in a word or two. */
export function wordsOf({ state }: SessionStory): { words: string; tone: Tone | 'none' } {
  switch (state?.status) {
    case 'active':
    case 'voucherNeeded':
    case 'toppingUp':
      return { words: 'Open', tone: 'ok' }
    case 'closing':
      return { words: 'Closing', tone: 'unknown' }
    case 'closed':
      return { words: 'Closed', tone: 'ok' }
    case 'closeRequested':
    case 'withdrawable':
      return { words: 'Being taken back', tone: 'unknown' }
    case 'stale':
      return { words: 'Lost by the seller', tone: 'bad' }
    default:
      return { words: 'Under way', tone: 'none' }
  }
}

/** An amount of a session's currency. */
export function moneyOf({ state }: SessionStory, value: bigint): string {
  return state ? formatMoney({ ...state.asset, value }, 'en') : String(value)
}
