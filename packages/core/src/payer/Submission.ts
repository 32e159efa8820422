import type { BaseError } from '../Errors.js'
import type { Authorization, Method, MethodContext, Resolution } from '../methods/Method.js'
import * as Problem from '../protocol/Problem.js'
import * as Receipt from '../protocol/Receipt.js'
import type { Keeper } from '../stores/Keeper.js'
import { type Attempt, DeclinedError, type Journal, UndeliveredError, UnknownError } from './Attempt.js'
import type { Offer } from './Offer.js'
import { pause } from './Retry.js'
import { type PaidAnswer, RedirectError, type Sendable } from './Sendable.js'

// The proof on its way: presented, and the same again, until it is known what came of it or nothing more can be done.

/** What is paid for, and all that is needed to find out what came of it. */
export type Purchase = {
  readonly attempt: Attempt
  readonly binding: { readonly method: Method; readonly request: unknown }
  readonly sendable: Sendable
  readonly context: MethodContext
  readonly journal: Journal
  readonly keeper: Keeper | undefined
  /** How often a proof is presented again by itself. */
  readonly retries: number
  /** Whether what is bought is kept. */
  readonly keep?: boolean | undefined
}

/** A purchase with its proof. */
export type Submission = Purchase & {
  readonly authorization: Authorization
  readonly proof: string
  readonly signal: AbortSignal | undefined
}

/**
 * Presents the proof and concludes from the answer. What is lost or unclear is asked for again, with the same proof.
 *
 * @param tries how often it was presented before.
 */
export async function submit(submission: Submission, tries: number): Promise<Response> {
  const { journal, attempt, sendable, keep, signal, authorization, proof } = submission
  const { id, offer, url } = attempt
  const resumed = tries > 0
  // Told to whoever looks; nothing depends on its being written down. What is open stays so.
  const note = (news: Partial<Attempt>) =>
    journal.move(id, (journal.known(id) as Attempt).phase, news).catch(() => {})
  for (; ; tries++) {
    let answer: PaidAnswer | undefined
    let cause: unknown
    try {
      const field = offer.challenge.header ?? 'Authorization'
      answer = await sendable.sendPaid({ field, headers: { [field]: proof }, url, signal })
      const { response, redirect = response } = answer
      if (/^[23]/.test(`${response.status}`)) {
        const news = { ...readReceipt(redirect, offer), error: undefined }
        // The receipt is on record before the body has come to its end.
        if (keep) await note(news)
        const kept = keep && (await submission.keeper?.keep(id, response))
        await journal.move(id, 'paid', { ...news, kept })
        sendable.release()
        return response
      }
    } catch (error) {
      cause = error
    }
    const { response, redirect } = answer ?? {}
    // Whoever sends us on has taken the proof; a refusal of where that led to says nothing of the money.
    const isTaken = redirect || cause instanceof RedirectError
    const status = cause ? 0 : response?.status
    const ask = () => resolve(submission, status, tries > 0)
    let resolution: End | undefined
    if (isTaken || journal.known(id)?.receipt) resolution = 'paid'
    else if (status === 402) resolution = await ask()
    // What is lost, busy or broken has not said no, and is asked again before anybody else is.
    const isOver = isTaken || resolution === 'unpaid' || resolution === 'refused'
    const isOpen = !isOver && /^(0|40[28]|42[59]|5..)$/.test(`${status}`)
    if (isOpen && tries < submission.retries && (await pause(submission, tries, response))) {
      await note({ tries: tries + 1 })
      continue
    }
    const isLost = cause && !isTaken
    if (isLost && authorization.moves === 'never') {
      await journal.move(id, 'failed')
      throw cause
    }
    // The first time nobody is kept waiting for what can be found out later.
    resolution ??= isLost && !resumed ? 'unknown' : await ask()
    const error = await conclude(submission, resolution, response, cause)
    throw isLost && signal?.aborted ? signal.reason : error
  }
}

/** Where the money stands; `refused` is "unpaid" on the server's word alone. */
type End = Resolution | 'refused'

/** Writes down where the money of an attempt stands that was not answered with what it bought. */
async function conclude(
  { journal, attempt: { id } }: Purchase,
  resolution: End,
  response = Response.error(),
  cause?: unknown,
): Promise<BaseError> {
  const problem = cause ? undefined : await Problem.read(response)
  const { status } = response
  const details = problem?.detail ?? (status && !cause ? `The server answered ${status}.` : undefined)
  const isRefused = resolution === 'refused'
  // Whatever else a method may have said proves nothing.
  const [phase, error] =
    resolution === 'paid'
      ? (['paidUndelivered', new UndeliveredError(id, problem, { cause })] as const)
      : isRefused || resolution === 'unpaid'
        ? (['declined', new DeclinedError(response, problem)] as const)
        : (['unknown', new UnknownError(id, { cause, details })] as const)
  await journal.move(id, phase, { problem, error, unproven: isRefused })
  return error
}

/** Finishes an attempt whose page is gone: by its proof, or else by what the method can find out. */
export async function inherit(purchase: Purchase & Partial<Submission>): Promise<Response> {
  if (purchase.proof) return submit(purchase as Submission, 1)
  const found = (await find(purchase)) ?? 'unknown'
  // A proof that was on its way and was not kept can still be used.
  const isSent = found === 'unpaid' && purchase.attempt.times.submitting
  throw await conclude(purchase, isSent ? 'unknown' : found)
}

/** What the method finds out of the money, without the server; nothing where it has no way to. */
async function find(purchase: Purchase & Partial<Submission>): Promise<Resolution | undefined> {
  const { binding, context, signal, authorization } = purchase
  try {
    return await binding.method.resolve?.(binding.request, { ...context, signal, authorization })
  } catch {
    // A chain that cannot be asked leaves the question open.
    return 'unknown'
  }
}

/** Whether money moved although the server did not deliver. */
async function resolve(submission: Submission, status: number | undefined, again: boolean): Promise<End> {
  const { moves } = submission.authorization
  if (moves === 'never') return 'unpaid'
  const found = await find(submission)
  if (found && found !== 'unknown') return found
  // draft-httpauth-payment-00, "Status Codes": 403 is "payment verified, but policy denies access".
  // What a method cannot find yet may still not have been mined.
  if (status === 403 || (moves === 'before' && !found)) return 'paid'
  // A first refusal is the server's word that it took nothing; a second may only mean "already used".
  return status === 402 && !again && !found ? 'refused' : 'unknown'
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
