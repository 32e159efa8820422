import { BaseError } from '../Errors.js'
import type { Authorization } from '../methods/Method.js'
import * as Credential from '../protocol/Credential.js'
import { CancelledError, UnknownError } from './Attempt.js'
import { inherit, type Purchase, submit } from './Submission.js'

// The half of a payment after the yes: authorize once, send the proof, and say what came of it.

/** What a payment is made of once it is approved. */
export type Approved = Purchase & {
  readonly input?: unknown
  readonly idempotencyKey: string
  /** @throws Challenge.ExpiredError when the offer is over. */
  readonly assertInTime: () => void
}

/** Pays an approved offer. Whatever is thrown, the journal already says where the money stands. */
export async function pay(payment: Approved): Promise<Response> {
  const { journal, attempt, binding, context } = payment
  const { id, offer } = attempt
  let authorization: Authorization
  let credential: Credential.Credential
  let proof: string
  try {
    context.signal?.throwIfAborted()
    payment.assertInTime()
    authorization = await binding.method.authorize(binding.request, {
      ...context,
      idempotencyKey: payment.idempotencyKey,
      input: payment.input,
    })
    const { payload, source, moves } = authorization
    credential = { challenge: offer.challenge, payload, source }
    proof = Credential.serialize(credential)
    // Money that has moved already is claimed even late; any other proof of an ended offer is never sent.
    if (moves !== 'before') {
      context.signal?.throwIfAborted()
      payment.assertInTime()
    }
  } catch (error) {
    throw await fail(payment, error)
  }
  const submission = { ...payment, authorization, proof }
  journal.keep(id, (signal) => submit({ ...submission, signal }, 1))
  try {
    await payment.keeper?.seal(id, { proof, authorization, keep: payment.keep }, payment.sendable)
    await journal.move(id, 'submitting', { credential: Credential.mask(credential) })
  } catch (error) {
    // A store that cannot keep the attempt stops what has cost nothing yet; money that moved goes on to what it buys.
    if (authorization.moves !== 'before') throw await fail(payment, error)
  }
  return journal.run(id, () => submit({ ...submission, signal: context.signal }, 0))
}

/** An authorization that did not come about: mostly nothing was spent, and the method says so when it cannot know. */
async function fail(payment: Approved, error: unknown): Promise<unknown> {
  const { journal, attempt, context } = payment
  const aborted = context.signal?.aborted
  const known = error instanceof BaseError ? error : new AuthorizeError(error)
  if (known.code === 'unknown') {
    const unknown = new UnknownError(attempt.id, { cause: known })
    // There is no proof to present again, but the method may find out, until the person gives it up.
    journal.keep(attempt.id, (signal) => inherit({ ...payment, signal }))
    await journal.move(attempt.id, 'unknown', { error: unknown })
    return unknown
  }
  const cancelled = aborted || known.code === 'cancelled'
  const reason = aborted ? new CancelledError({ cause: error }) : known
  const phase = cancelled ? 'cancelled' : known.code === 'declined' ? 'declined' : 'failed'
  await journal.move(attempt.id, phase, { error: reason })
  return aborted ? context.signal?.reason : known
}

/** Thrown when a method failed to authorize with an error of its own. Nothing was spent. */
export class AuthorizeError extends BaseError {
  override readonly name = 'Payment.AuthorizeError'
  constructor(cause: unknown) {
    super('authorize_failed', 'The payment could not be authorized. Nothing was paid.', { cause })
  }
}
