import { Json } from './Json.js'
import { challengesOf, readable } from './PaymentDetails.js'
import type { Payment } from './paymentLog.js'
import type { SessionStory } from './sessionLog.js'
import { moneyOf, sessionStepsOf, wordsOf } from './sessionSteps.js'
import { Timeline } from './Timeline.js'

type SessionDetailsProps = { story: SessionStory; payment: Payment | undefined; open: boolean }

/** One session: a line that says what it came to, and inside how it went. */
export function SessionDetails({ story, payment, open }: SessionDetailsProps) {
  const { words, tone } = wordsOf(story)
  const attempt = payment?.attempt
  return (
    <details className="payment" open={open}>
      <summary>
        <span className="what">
          <b>Pay as you go{story.state && `, ${moneyOf(story, story.state.spent)}`}</b>
          <span className="mono">{new URL(story.url).pathname}</span>
        </span>
        <span className="chip" data-tone={tone}>
          {words}
        </span>
      </summary>
      <Timeline steps={sessionStepsOf(story, payment)} />
      <div className="parts">
        <Json name="Session" value={numbersOf(story)} />
        {payment &&
          challengesOf(payment).map((challenge) => (
            <Json key={challenge.id} name="Challenge" value={readable(challenge)} />
          ))}
        {attempt && <Json name="Credential" value={attempt.credential} />}
        {attempt && <Json name="Receipt" value={attempt.receipt} />}
      </div>
    </details>
  )
}

/** The session's own numbers, in base units. */
function numbersOf({ id, state, accepted }: SessionStory): object {
  if (!state) return { channel: id, accepted }
  const { status, deposit, limit, authorized, spent, settled, refund, price, unit, payee, trouble } = state
  const amounts = { price, deposit, limit, signed: authorized, accepted, spent, settled, refund }
  const texts = Object.entries(amounts).map(([name, value]) => [name, value?.toString()])
  return { channel: id, status, payee: payee.id, unit, ...Object.fromEntries(texts), trouble }
}
