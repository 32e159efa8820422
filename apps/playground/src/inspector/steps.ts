import type { Attempt, Offer, Quote } from '@payerkit/core'
import { formatMoney } from '@payerkit/react'
import type { Payment } from './paymentLog.js'

export type Tone = 'ok' | 'bad' | 'unknown'

/** One line of the timeline. */
export type Step = {
  readonly id: string
  readonly name: string
  readonly detail: string | undefined
  /** Whether the detail is code. */
  readonly code?: boolean
  /** Absent for what is still to come. */
  readonly tone?: Tone
  /** Milliseconds since the price came. */
  readonly after?: number
}

/** What happened, in the protocol's own words, and what is still to come. */
export function stepsOf(payment: Payment): readonly Step[] {
  const { attempt, at, quote } = payment
  const phases = (Object.keys(attempt?.times ?? {}) as Attempt['phase'][])
    // The question is told together with its answer.
    .filter((phase) => phase !== 'approving' || attempt?.phase === 'approving')
  const steps = phases.map((phase) => ({
    id: phase,
    ...stepOf(phase, attempt as Attempt),
    after: Math.max(0, (attempt?.times[phase] ?? at) - at),
  }))
  const past = steps.sort((one, other) => one.after - other.after)
  return quote ? [priceOf(quote), ...past, ...comingOf(attempt)] : past
}

function priceOf({ offers }: Quote): Step {
  const price = { id: 'price', name: '402 Payment Required', after: 0 }
  if (offers.length === 0) return { ...price, detail: 'no offer that can be paid here', tone: 'bad' }
  const names = [...new Set(offers.map(({ method }) => method))].join(', ')
  const detail = `${offers.length} ${offers.length === 1 ? 'offer' : 'offers'}: ${names}`
  return { ...price, detail, tone: 'ok' }
}

/** Lines for what has not happened yet, so that nothing moves when it does. */
function comingOf(attempt: Attempt | undefined): readonly Step[] {
  const yes = { id: 'yes', name: 'Your yes', detail: 'not asked for yet' }
  const proof = { id: 'proof', name: 'Proof of payment', detail: 'not sent yet' }
  const answer = { id: 'answer', name: 'The thing and its receipt', detail: 'not here yet' }
  switch (attempt?.phase) {
    case undefined:
      return [yes, proof, answer]
    case 'approving':
    case 'authorizing':
      return [proof, answer]
    case 'submitting':
      return [answer]
    default:
      return []
  }
}

function stepOf(phase: Attempt['phase'], attempt: Attempt): Omit<Step, 'id'> {
  const { offer, credential, receipt, receiptError, error, problem, times, tries = 0 } = attempt
  // The error is that of the latest phase.
  const reason = phase === attempt.phase ? (error?.details ?? error?.shortMessage) : undefined
  switch (phase) {
    case 'approving':
      return { name: 'You are asked', detail: `${offer.method} ${offer.intent}`, tone: 'ok' }
    case 'authorizing': {
      const asked = times.approving === undefined ? 'within the budget' : 'when you were asked'
      const { session } = offer
      const detail = session ? `at most ${formatMoney(session.limit, 'en')} in all` : asked
      return { name: `You approved ${amountOf(offer)}`, detail, tone: 'ok' }
    }
    case 'submitting':
      return {
        name: tries > 0 ? `Signed, and sent ${tries + 1} times` : 'Signed and sent',
        detail: credential && proofOf(credential.payload),
        code: true,
        tone: 'ok',
      }
    case 'paid':
      if (receiptError)
        return { name: '200 OK, receipt refused', detail: receiptError.shortMessage, tone: 'unknown' }
      if (!receipt) return { name: '200 OK', detail: 'no receipt', tone: 'ok' }
      return {
        name: '200 OK, receipt checked',
        detail: shortReference(receipt.reference),
        code: true,
        tone: 'ok',
      }
    case 'declined':
      return { name: 'Declined', detail: problem?.detail ?? problem?.title ?? reason, tone: 'bad' }
    case 'cancelled':
      return { name: 'You cancelled', detail: 'nothing was paid', tone: 'unknown' }
    case 'failed':
      return { name: 'Failed before anything was paid', detail: reason, tone: 'bad' }
    case 'unknown':
      return { name: 'The answer was lost', detail: reason, tone: 'unknown' }
    case 'paidUndelivered':
      return { name: 'Paid, but not delivered', detail: problem?.detail ?? reason, tone: 'bad' }
  }
}

export function amountOf({ amount, recurrence }: Offer): string {
  return formatMoney(recurrence?.price ?? amount, 'en')
}

/** The masked proof: `transaction 0x76f9…71c0`. */
function proofOf(payload: object): string {
  // What opens a session says much more; all of it is in the credential.
  const { action, type, transaction }: { readonly [name: string]: unknown } = { ...payload }
  const shown = action === undefined ? Object.values(payload) : [action, type, transaction]
  return shown.filter((value) => typeof value === 'string').join(' ')
}

function shortReference(reference: string): string {
  return reference.length > 20 ? `${reference.slice(0, 10)}…${reference.slice(-4)}` : reference
}

/** A time as people read it. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1_000) return `${milliseconds} ms`
  const seconds = milliseconds / 1_000
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
