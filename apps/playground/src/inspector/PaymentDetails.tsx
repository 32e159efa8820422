import type { Challenge as ChallengeType } from '@payerkit/core'
import { Challenge } from '@payerkit/core/protocol'
import { Json } from './Json.js'
import type { Payment } from './paymentLog.js'
import { amountOf, stepsOf, type Tone } from './steps.js'
import { Timeline } from './Timeline.js'

const dayText = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** One payment: a line that says how it went, and inside everything that went over the wire. */
export function PaymentDetails({ payment, open }: { payment: Payment; open: boolean }) {
  const { quote, url, at, attempt } = payment
  const challenges = attempt
    ? [
        attempt.offer.challenge,
        ...challengesOf(payment).filter(({ id }) => id !== attempt.offer.challenge.id),
      ]
    : challengesOf(payment)
  const offer = attempt?.offer ?? quote?.offers[0]
  const { words, tone } = stateOf(payment)

  return (
    <details className="payment" open={open}>
      <summary>
        <span className="what">
          <b>{offer ? amountOf(offer) : 'No offer'}</b>
          <span className="mono">{new URL(url).pathname}</span>
          {!quote && <span className="when">{dayText.format(at)}</span>}
        </span>
        <span className="chip" data-tone={tone}>
          {words}
        </span>
      </summary>
      <Timeline steps={stepsOf(payment)} />
      <div className="parts">
        {challenges.map((challenge, index) => (
          <Json
            key={challenge.id}
            name={
              challenges.length === 1
                ? 'Challenge'
                : `Challenge ${index + 1}: ${challenge.method} ${challenge.intent}`
            }
            value={readable(challenge)}
          />
        ))}
        <Json name="Credential" value={attempt?.credential} />
        <Json name="Receipt" value={attempt?.receipt} />
        {attempt?.problem && <Json name="Problem" value={attempt.problem} />}
      </div>
    </details>
  )
}

/** Every challenge that came with a price. */
export function challengesOf({ quote }: Payment): ChallengeType[] {
  return [...(quote?.offers ?? []), ...(quote?.refused ?? [])].flatMap(({ challenge }) => challenge ?? [])
}

/** The challenge with its request decoded beside the text that came. */
export function readable(challenge: ChallengeType): object {
  return { ...challenge, 'request, decoded': Challenge.decodeRequest(challenge) }
}

function stateOf({ attempt, quote }: Payment): { words: string; tone: Tone | 'none' } {
  if (attempt?.forgotten) return { words: 'Given up', tone: 'none' }
  switch (attempt?.phase) {
    case undefined:
      return { words: 'Price asked', tone: 'none' }
    case 'paid':
      return { words: 'Paid', tone: 'ok' }
    case 'declined':
      return { words: 'Declined', tone: 'bad' }
    case 'failed':
      return { words: 'Failed', tone: 'bad' }
    case 'cancelled':
      return { words: 'Cancelled', tone: 'none' }
    case 'unknown':
      return { words: 'Not known yet', tone: 'unknown' }
    case 'paidUndelivered':
      return { words: 'Not delivered', tone: 'bad' }
    default:
      // A page that is gone, or another tab that is at work: only they know.
      return { words: quote ? 'Under way' : 'Not ended here', tone: 'none' }
  }
}
