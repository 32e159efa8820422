import { type EndpointOptions, endpointAt } from './Endpoint.js'
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
 * Its functions throw {@link DeclinedError} {@link TokenRefusedError} {@link TokenUnreachableError}
 * {@link InsecureEndpointError} {@link Token.TokenInvalidError}, and the reason of a signal that gave up.
 */
export function tokenEndpoint(
  url: string | URL,
  options: tokenEndpoint.Options = {},
): tokenEndpoint.ReturnType {
  const call = endpointAt(url, options)
  return {
    async createToken(request, { signal }) {
      const { paymentMethod, amount, currency, networkId, expiresAt, metadata } = request
      const wish = { paymentMethod, amount: String(amount), currency, networkId, expiresAt, metadata }
      return read(await call('POST', undefined, signal, wish))
    },
    async readToken(spt, { signal }) {
      return read(await call('GET', spt, signal), spt)
    },
    async revokeToken(spt, { signal }) {
      await call('DELETE', spt, signal)
    },
  }
}

export declare namespace tokenEndpoint {
  type ReturnType = { readonly [name in keyof Token.TokenSource]-?: NonNullable<Token.TokenSource[name]> }
  type Options = EndpointOptions
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
