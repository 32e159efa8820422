import { BaseError } from '../Errors.js'

// How far apart the looks are, in milliseconds.
const interval = 1_000

/** Looks until it is so, `most` times and a second apart: nodes are behind the server at times. */
export async function comesTrue(look: () => Promise<boolean>, most = 8): Promise<boolean> {
  for (let n = 1; !(await look()); n++) {
    if (n >= most) return false
    await new Promise((resolve) => setTimeout(resolve, interval))
  }
  return true
}

/** Waits until it is so, or until it has taken too long. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work, over]).finally(() => clearTimeout(timer))
}

/** Gives a request up that takes too long: a server that says nothing must not keep a channel from everybody. */
export async function within<result>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<result>,
): Promise<result> {
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(new SilentError()), milliseconds)
  try {
    return await work(over.signal)
  } catch (error) {
    // Not every browser throws the signal's own reason.
    throw over.signal.aborted ? over.signal.reason : error
  } finally {
    clearTimeout(timer)
  }
}

/** Thrown when a server does not answer what a session sends by itself. What is deposited stays as it is. */
export class SilentError extends BaseError {
  override readonly name = 'Patience.SilentError'
  constructor() {
    super('session_unanswered', 'The server does not answer. Try again.', {
      metaMessages: ['What is deposited can also be taken back through the chain.'],
    })
  }
}
