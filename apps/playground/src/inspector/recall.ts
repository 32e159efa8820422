import type { Attempt } from '@payerkit/core'
import type { Payment } from './paymentLog.js'

// How many of those that have ended are worth a place.
const most = 20

const over: readonly unknown[] = ['paid', 'declined', 'cancelled', 'failed']

/** Attempts whose price this page has not asked for, the newest first: all that are open, and the latest that ended. */
export function recall(attempts: readonly Attempt[]): readonly Payment[] {
  const payments = attempts
    .map((attempt) => ({
      id: attempt.id,
      url: attempt.url,
      at: Math.min(...Object.values(attempt.times)),
      attempt,
    }))
    .sort((one, other) => other.at - one.at)
  const ended = payments.filter(({ attempt }) => over.includes(attempt.phase))
  const shown = new Set(ended.slice(0, most))
  return payments.filter((payment) => !over.includes(payment.attempt.phase) || shown.has(payment))
}
