import { BaseError } from '../Errors.js'
import type { Authorization, Method, MethodContext, Resolution } from '../methods/Method.js'
import * as Challenge from '../protocol/Challenge.js'
import * as Credential from '../protocol/Credential.js'
import * as Problem from '../protocol/Problem.js'
import * as Receipt from '../protocol/Receipt.js'
import type { Keeper } from '../stores/Keeper.js'
import {
  type Attempt,
  CancelledError,
  DeclinedError,
  type Journal,
  UndeliveredError,
  UnknownError,
} from './Attempt.js'
import type { Offer } from './Offer.js'
import { type PaidAnswer, RedirectError, type Sendable } from './Sendable.js'

// The half of a payment after the yes: authorize once, send the proof, and say what came of it.

/** What a proof is presented with. */
type Submitted = {
  readonly attempt: Attempt
  readonly offer: Offer
  readonly binding: { readonly method: Method; readonly request: unknown }
  /** The address that asked. */
  readonly url: string
  readonly sendable: Sendable
  readonly context: MethodContext
  readonly journal: Journal
}

/** What a payment is made of once it is approved. */
export type Approved = Submitted & {
  readonly input: unknown
  readonly idempotencyKey: string
  readonly tolerance: number
  readonly keeper?: Keeper | undefined
}

/** Pays an approved offer. Whatever is thrown, the journal already says where the money stands. */
export async function pay(payment: Approved): Promise<Response> {
  const { journal, attempt, offer, binding, context } = payment
  const { id } = attempt
  let authorization: Authorization
  let credential: Credential.Credential
  let proof: string
  try {
    context.signal?.throwIfAborted()
    const fresh = () =>
      Challenge.assertFresh(offer.challenge, { now: context.now(), tolerance: payment.tolerance })
    fresh()
    authorization = await binding.method.authorize(binding.request, {
      ...context,
      idempotencyKey: payment.idempotencyKey,
      ...(payment.input === undefined ? {} : { input: payment.input }),
    })
    const { payload, source, moves } = authorization
    credential = { challenge: offer.challenge, payload, source }
    proof = Credential.serialize(credential)
    // Money that has moved already is claimed even late; any other proof of an ended offer is never sent.
    if (moves !== 'before') {
      context.signal?.throwIfAborted()
      fresh()
    }
  } catch (error) {
    throw await fail(payment, error)
  }
  journal.keep(id, (signal) => submit(payment, authorization, proof, signal, true))
  try {
    await payment.keeper?.seal(id, { proof, authorization }, payment.sendable)
    await journal.move(id, 'submitting', { credential: Credential.mask(credential) })
  } catch (error) {
    // A store that cannot keep the attempt stops what has cost nothing yet; money that moved goes on to what it buys.
    if (authorization.moves !== 'before') throw await fail(payment, error)
  }
  return journal.run(id, () => submit(payment, authorization, proof, context.signal, false))
}

/** An authorization that did not come about: mostly nothing was spent, and the method says so when it cannot know. */
async function fail({ journal, attempt, context }: Approved, error: unknown): Promise<unknown> {
  const aborted = context.signal?.aborted === true
  const known = error instanceof BaseError ? error : new AuthorizeError(error)
  if (known.code === 'unknown') {
    const unknown = new UnknownError(attempt.id, { cause: known })
    // There is no proof to present again; asking again gives the same answer, until the person gives it up.
    journal.keep(attempt.id, () => Promise.reject(unknown))
    await journal.move(attempt.id, 'unknown', { error: unknown })
    return unknown
  }
  const cancelled = aborted || known.code === 'cancelled'
  const reason = aborted ? new CancelledError({ cause: error }) : known
  const phase = cancelled ? 'cancelled' : known.code === 'declined' ? 'declined' : 'failed'
  await journal.move(attempt.id, phase, { error: reason })
  return aborted ? context.signal?.reason : known
}

/** Presents the proof, the first time or again, and concludes from the answer. */
async function submit(
  payment: Submitted,
  authorization: Authorization,
  proof: string,
  signal: AbortSignal | undefined,
  again: boolean,
): Promise<Response> {
  const { journal, attempt, offer, sendable, url } = payment
  let answer: PaidAnswer
  try {
    const field = offer.challenge.header ?? 'Authorization'
    answer = await sendable.sendPaid({ field, headers: { [field]: proof }, url, signal })
  } catch (cause) {
    if (cause instanceof RedirectError) {
      // Who was paid sent us on, to where nobody can follow.
      const error = new UndeliveredError(attempt.id, undefined, { cause })
      await journal.move(attempt.id, 'paidUndelivered', { error })
      throw error
    }
    const error = new UnknownError(attempt.id, { cause })
    if (authorization.moves === 'never') await journal.move(attempt.id, 'failed')
    else await journal.move(attempt.id, 'unknown', { error })
    throw authorization.moves === 'never' ? cause : signal?.aborted ? signal.reason : error
  }
  const { response, redirect = response } = answer
  if (response.ok || (response.status >= 300 && response.status < 400)) {
    sendable.release()
    await journal.move(attempt.id, 'paid', { ...readReceipt(redirect, offer), error: undefined })
    return response
  }
  const problem = await Problem.read(response)
  // Whoever sends us on has taken the proof; a refusal of where that led to says nothing of the money.
  const resolution = answer.redirect ? 'paid' : await resolve(payment, authorization, response, again, signal)
  throw await conclude(payment, resolution, { response, problem, authorization })
}

const phases = { unpaid: 'declined', paid: 'paidUndelivered', unknown: 'unknown' } as const

/** Writes down where the money of an attempt stands that was not answered with what it bought. */
async function conclude(
  { journal, attempt: { id }, binding }: Submitted,
  resolution: Resolution,
  end: { response: Response; problem?: Problem.Problem | undefined; authorization?: Authorization },
): Promise<BaseError> {
  const { response, problem, authorization } = end
  const error =
    resolution === 'unpaid'
      ? new DeclinedError(response, problem)
      : resolution === 'paid'
        ? new UndeliveredError(id, problem)
        : new UnknownError(id, { details: problem?.detail ?? `The server answered ${response.status}.` })
  const unproven = resolution === 'unpaid' && authorization?.moves === 'after' && !binding.method.resolve
  await journal.move(id, phases[resolution], { problem, error, ...(unproven && { unproven }) })
  return error
}

/** Finishes an attempt whose page is gone: by its proof, or else by what the method can find out. */
export async function inherit(
  payment: Submitted,
  kept: { proof: string; authorization: Authorization } | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> {
  if (kept) return submit(payment, kept.authorization, kept.proof, signal, true)
  throw await conclude(payment, await find(payment, undefined, signal), { response: Response.error() })
}

/** What the method finds out of the money, without the server. */
async function find(
  { binding: { method, request }, context }: Submitted,
  authorization: Authorization | undefined,
  signal: AbortSignal | undefined,
): Promise<Resolution> {
  try {
    return (await method.resolve?.(request, { ...context, signal, authorization })) ?? 'unknown'
  } catch {
    // A chain that cannot be asked leaves the question open.
    return 'unknown'
  }
}

/** Whether money moved although the server did not deliver. */
async function resolve(
  payment: Submitted,
  authorization: Authorization,
  response: Response,
  again: boolean,
  signal: AbortSignal | undefined,
): Promise<Resolution> {
  if (authorization.moves === 'never') return 'unpaid'
  const found = await find(payment, authorization, signal)
  if (found !== 'unknown') return found
  // draft-httpauth-payment-00, "Status Codes": 403 is "payment verified, but policy denies access".
  if (authorization.moves === 'before' || response.status === 403) return 'paid'
  // A first refusal is the server's word that it took nothing; a second may only mean "already used".
  return response.status === 402 && !again && !payment.binding.method.resolve ? 'unpaid' : 'unknown'
}

/** The receipt of a paid answer, if it came from the origin that was paid, and whether it fits. */
function readReceipt(response: Response, offer: Offer): Pick<Attempt, 'receipt' | 'receiptError'> {
  const value = response.headers.get('Payment-Receipt')
  if (value === null || (response.url && new URL(response.url).origin !== offer.origin)) return {}
  try {
    const receipt = Receipt.parse(value)
    Receipt.assertMatches(receipt, offer.challenge)
    return { receipt }
  } catch (error) {
    // What was paid for is here; a wrong receipt is told, and does not take it away.
    return { receiptError: error as BaseError }
  }
}

/** Thrown when a method failed to authorize with an error of its own. Nothing was spent. */
export class AuthorizeError extends BaseError {
  override readonly name = 'Payment.AuthorizeError'
  constructor(cause: unknown) {
    super('authorize_failed', 'The payment could not be authorized. Nothing was paid.', { cause })
  }
}
