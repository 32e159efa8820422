import { BaseError } from '../../Errors.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import * as Problem from '../../protocol/Problem.js'
import * as Declined from './Declined.js'
import { reasonOf, redact } from './Redact.js'

// An endpoint on the application's own server, which alone has Stripe's secret key.

/** How an endpoint is asked; other than in tests the page's own `fetch`. */
export type EndpointOptions = {
  /** The page's own `fetch` unless another one is given. */
  fetch?: ((input: string, init: RequestInit) => Promise<Response>) | undefined
}

/** Asks an endpoint: about one thing, or for a new one with the `body` of a POST. Gives the text of a good answer. */
export type Call = (
  method: 'POST' | 'GET' | 'DELETE',
  id: string | undefined,
  signal: AbortSignal | undefined,
  body?: object,
) => Promise<string>

/**
 * Asks the endpoint at an address.
 *
 * What it gives throws {@link Declined.DeclinedError} {@link TokenRefusedError} {@link TokenUnreachableError}
 * {@link InsecureEndpointError}, and the reason of a signal that gave up.
 */
export function endpointAt(url: string | URL, options: EndpointOptions): Call {
  // Called as `globalThis.fetch` at the time of use, so that nothing is captured before a page has settled.
  const send = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  return async (method, id, signal, body) => {
    const target = addressOf(url)
    if (id !== undefined) target.pathname = `${target.pathname.replace(/\/$/, '')}/${encodeURIComponent(id)}`
    let response: Response
    let text: string
    try {
      response = await send(target.href, {
        ...(method !== 'DELETE' && {
          headers: { ...(body && { 'Content-Type': 'application/json' }), Accept: 'application/json' },
        }),
        ...(body && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
        ...{ method, redirect: 'error', cache: 'no-store' },
      })
      text = await response.text()
    } catch (error) {
      signal?.throwIfAborted()
      throw new TokenUnreachableError(reasonOf(error))
    }
    if (response.ok) return text
    throw toError(response.status, text)
  }
}

/** The endpoint's address: the page's own origin, https, or this machine. draft-stripe-charge-00, "HTTPS Requirement". */
function addressOf(url: string | URL): URL {
  const page: unknown = globalThis.location?.href
  let target: URL
  try {
    target = new URL(url, typeof page === 'string' && /^https?:/.test(page) ? page : undefined)
  } catch {
    throw new InsecureEndpointError('It is no address that this page can reach.')
  }
  const { protocol, hostname, origin } = target
  const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
  const secure =
    protocol === 'https:' || (protocol === 'http:' && (loopback || origin === globalThis.location?.origin))
  if (!secure) throw new InsecureEndpointError(`${origin} is neither this page's origin nor https.`)
  return target
}

function toError(status: number, text: string): BaseError {
  const problem = withoutIds(text)
  const declineCode = problem && Declined.codeOf(problem)
  if (declineCode !== undefined || (status === 402 && problem))
    return new Declined.DeclinedError({ declineCode, problem })
  // Only a plain refusal says for certain that nothing was made.
  if (status >= 500 || status === 408)
    return new TokenUnreachableError(problem?.detail ?? `The endpoint answered ${status}.`)
  return new TokenRefusedError(status, problem)
}

function withoutIds(text: string): Problem.Problem | undefined {
  const problem = Problem.parse(text)
  if (!problem) return undefined
  const clean: unknown = JSON.parse(
    JSON.stringify(problem, (_, value: unknown) => (typeof value === 'string' ? redact(value) : value)),
  )
  return JsonObject.is(clean) ? (clean as Problem.Problem) : undefined
}

/** Thrown when the endpoint says no for another reason than the card. Nothing was paid. */
export class TokenRefusedError extends BaseError {
  override readonly name = 'Stripe.TokenRefusedError'
  /** What the endpoint said (RFC 9457), without ids. */
  readonly problem: Problem.Problem | undefined
  constructor(status: number, problem: Problem.Problem | undefined) {
    super('token_refused', 'The card payment could not be prepared. Nothing was paid.', {
      details: problem?.detail ?? problem?.title,
      metaMessages: [`The endpoint answered ${status}.`],
    })
    this.problem = problem
  }
}

/** Thrown when the endpoint did not answer, or failed. Nothing was paid: a token that was made is never sent. */
export class TokenUnreachableError extends BaseError {
  override readonly name = 'Stripe.TokenUnreachableError'
  constructor(reason?: string) {
    super('token_unreachable', 'The card payment could not be prepared: no answer came. Nothing was paid.', {
      details: reason,
      metaMessages: ['Check the connection, then ask for a new offer.'],
    })
  }
}

/** Thrown when the endpoint's address would send a payment method where others can read it. Nothing was sent. */
export class InsecureEndpointError extends BaseError {
  override readonly name = 'Stripe.InsecureEndpointError'
  constructor(reason: string) {
    super('insecure_endpoint', 'Card payments are not set up safely on this page. Nothing was paid.', {
      metaMessages: [reason, 'Give it a path on this site, or an https address.'],
    })
  }
}
