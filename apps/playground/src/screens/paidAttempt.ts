import type { Attempt, Payer } from '@payerkit/core'

/** The latest attempt that an answer from there was paid by. */
export function paidAttempt(payer: Payer, url: string): Attempt | undefined {
  return [...payer.attempts.list()]
    .reverse()
    .find((attempt) => attempt.url === url && attempt.phase === 'paid')
}
