import { type Attempt, BaseError } from '@payerkit/core'
import { idle, type PaidState } from './PaidState.js'

/** What is shown of an attempt that somebody else has finished or given up; `undefined`: it is known no more. */
export function finished(attempt: Attempt | undefined): PaidState<undefined> {
  const { phase = 'idle', receipt } = attempt ?? {}
  const error = phase === 'paid' ? new ElsewhereError() : attempt?.error
  return { ...idle, phase, receipt, error, status: error ? 'error' : 'idle' }
}

/** Thrown when what was paid for went to whoever looked for it first. Nothing more is charged. */
class ElsewhereError extends BaseError {
  override readonly name = 'PaidRequest.ElsewhereError'
  constructor() {
    super('paid_elsewhere', 'This was paid. What you bought is where you looked again.')
  }
}
