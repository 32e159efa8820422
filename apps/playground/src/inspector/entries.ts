import type { Payment } from './paymentLog.js'
import type { SessionStory } from './sessionLog.js'

/** One thing that happened: a payment, or a session with the payment that opened it. */
export type Entry = {
  readonly id: string
  readonly payment?: Payment | undefined
  readonly story?: SessionStory | undefined
}

/** Payments and sessions as one list, the newest first. */
export function entriesOf(payments: readonly Payment[], stories: readonly SessionStory[]): readonly Entry[] {
  const opened = new Map(stories.flatMap((story) => (story.opener ? [[story.opener, story] as const] : [])))
  const paid = payments.map((payment) => {
    const story = opened.get(payment.attempt?.offer.challenge.id ?? '')
    return { id: payment.id, payment, story, at: payment.at }
  })
  const shown = new Set(paid.map(({ story }) => story))
  const alone = stories
    .filter((story) => !shown.has(story))
    .map((story) => ({ id: story.id, story, at: story.at }))
  return [...paid, ...alone].sort((one, other) => other.at - one.at)
}
