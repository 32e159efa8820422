import { BaseError } from '../../Errors.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import * as Problem from '../../protocol/Problem.js'
import * as Declined from './Declined.js'
import { reasonOf, redact } from './Redact.js'
import * as Token from './Token.js'

/**
 * The tokens of an endpoint on the application's own server, which talks to Stripe with the secret key:
 * `POST url` makes one, `GET url/:spt` looks at it, `DELETE url/:spt` takes it back. The posted JSON is
 * `{paymentMethod, amount, currency, networkId, expiresAt, metadata}` with the amount as a decimal text; an answer is
 * `{spt, status, nextAction?, used?, deactivatedReason?}` or problem details (RFC 9457).
 *
 * @example
 * ```ts
 * const method = stripe({ ...tokenEndpoint('/api/spt'), networks: { 'shop.example': 'profile_1MqDcV' } })
 * ```
 *
 * Its functions throw {@link Declined.DeclinedError} {@link TokenRefusedError} {@link TokenUnreachableError}
 * {@link InsecureEndpointError} {@link Token.TokenInvalidError}, and the reason of a signal that gave up.
 */
export function tokenEndpoint(
  url: string | URL,
  options: tokenEndpoint.Options = {},
): tokenEndpoint.ReturnType {
  // Called as `globalThis.fetch` at the time of use, so that nothing is captured before a page has settled.
  const send = options.fetch ?? ((input, init) => globalThis.fetch(input, init))

  async function call(
    method: 'POST' | 'GET' | 'DELETE',
    spt: string | undefined,
    init: RequestInit,
  ): Promise<string> {
    const target = addressOf(url)
    if (spt !== undefined)
      target.pathname = `${target.pathname.replace(/\/$/, '')}/${encodeURIComponent(spt)}`
    let response: Response
    let text: string
    try {
      response = await send(target.href, { ...init, method, redirect: 'error', cache: 'no-store' })
      text = await response.text()
    } catch (error) {
      init.signal?.throwIfAborted()
      throw new TokenUnreachableError(reasonOf(error))
    }
    if (response.ok) return text
    throw toError(response.status, text)
  }

  return {
    async createToken(request, { signal }) {
      const { paymentMethod, amount, currency, networkId, expiresAt, metadata } = request
      const body = JSON.stringify({
        paymentMethod,
        amount: String(amount),
        currency,
        networkId,
        expiresAt,
        metadata,
      })
      const headers = { 'Content-Type': 'application/json', Accept: 'application/json' }
      return read(await call('POST', undefined, { body, headers, ...(signal && { signal }) }))
    },
    async readToken(spt, { signal }) {
      return read(
        await call('GET', spt, { headers: { Accept: 'application/json' }, ...(signal && { signal }) }),
        spt,
      )
    },
    async revokeToken(spt, { signal }) {
      await call('DELETE', spt, signal ? { signal } : {})
    },
  }
}

export declare namespace tokenEndpoint {
  type ReturnType = { readonly [name in keyof Token.TokenSource]-?: NonNullable<Token.TokenSource[name]> }
  type Options = {
    /** The page's own `fetch` unless another one is given. */
    fetch?: ((input: string, init: RequestInit) => Promise<Response>) | undefined
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

function read(text: string, spt?: string): Token.Token {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Token.TokenInvalidError('it is not JSON')
  }
  return Token.check(value, spt)
}

function toError(status: number, text: string): BaseError {
  const problem = withoutIds(text)
  const declineCode = problem && Declined.codeOf(problem)
  if (declineCode !== undefined || (status === 402 && problem))
    return new Declined.DeclinedError({ declineCode, problem })
  // Only a plain refusal says for certain that no token was made.
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
      metaMessages: [`The token endpoint answered ${status}.`],
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
      metaMessages: [reason, 'Give tokenEndpoint() a path on this site, or an https address.'],
    })
  }
}
