import { BaseError } from '../../Errors.js'
import type { CardInput, NextActionResult } from './CardInput.js'
import { redact } from './Redact.js'
import * as Token from './Token.js'

/** What 3-D Secure is done with. */
export type Means = {
  readonly input: CardInput
  readonly readToken: Token.TokenSource['readToken']
  readonly signal?: AbortSignal | undefined
  /** Throws when there is no time, or nobody, left to go on for. */
  readonly assertOpen: () => void
}

/**
 * Lets the person answer the bank's question about a token (3-D Secure), and looks at the token again: what the page
 * believes counts for nothing.
 *
 * @throws {@link AuthenticationFailedError} and whatever `assertOpen` throws.
 */
export async function authenticate(token: Token.Token, means: Means): Promise<void> {
  const { input, readToken, signal, assertOpen } = means
  const hashedValue = token.nextAction?.hashedValue
  if (!hashedValue) throw new AuthenticationFailedError('The token names no next action.')
  if (!input.handleNextAction)
    throw new AuthenticationFailedError('The payment screen has no `handleNextAction`.')
  if (!readToken)
    throw new AuthenticationFailedError('stripe() has no `readToken` to look at the token again.')
  await answered(input.handleNextAction(hashedValue, signal), means)
  let now: Token.Token
  try {
    now = Token.check(await whileOpen(readToken(token.spt, { signal }), signal), token.spt)
  } catch (error) {
    assertOpen()
    throw error instanceof BaseError ? error : new Token.TokenFailedError(error)
  }
  if (now.status === 'deactivated') throw new Token.TokenDeactivatedError()
  if (now.status !== 'active') throw new AuthenticationFailedError('The bank has not confirmed it.')
}

/** Waits until the person has answered the bank's question, and says whether that went well. */
export async function answered(
  question: Promise<NextActionResult>,
  { signal, assertOpen }: Pick<Means, 'signal' | 'assertOpen'>,
): Promise<void> {
  let failure: string | undefined
  try {
    const { error } = await whileOpen(question, signal)
    if (error) failure = error.message ?? error.code ?? 'Stripe.js reported no reason.'
  } catch (error) {
    failure = error instanceof Error && error.message ? error.message : 'The question could not be shown.'
  }
  assertOpen()
  if (failure !== undefined) throw new AuthenticationFailedError(failure)
}

/** A promise that gives up with its signal, for work that does not listen to one. */
export async function whileOpen<result>(
  work: Promise<result>,
  signal: AbortSignal | undefined,
): Promise<result> {
  if (!signal) return work
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Thrown when the bank could not confirm the card with the person (3-D Secure). Nothing was paid. */
export class AuthenticationFailedError extends BaseError {
  override readonly name = 'Stripe.AuthenticationFailedError'
  constructor(reason: string) {
    super(
      'authentication_failed',
      'The bank could not confirm that it is you. Nothing was paid. Try again or use another card.',
      { details: redact(reason) },
    )
  }
}
