import { type EndpointOptions, endpointAt } from '../Endpoint.js'
import * as Setup from './Setup.js'

/**
 * The setups of an endpoint on the application's own server, which talks to Stripe with the secret key: `POST url` makes
 * one and `GET url/:id` looks at it. The posted JSON is
 * `{paymentMethod, amount, currency, networkId, periodUnit, periodCount, challengeId}` with amount and count as decimal
 * texts; an answer is `{id, status, clientSecret?, customer?, paymentMethod?}` or problem details (RFC 9457).
 *
 * @example
 * ```ts
 * const method = stripeSubscription({ ...setupEndpoint('/api/setup'), networks: { 'news.example': 'profile_1MqDcV' } })
 * ```
 *
 * Its functions throw {@link DeclinedError} {@link TokenRefusedError} {@link TokenUnreachableError}
 * {@link InsecureEndpointError} {@link Setup.SetupInvalidError}, and the reason of a signal that gave up.
 */
export function setupEndpoint(url: string | URL, options: EndpointOptions = {}): setupEndpoint.ReturnType {
  const call = endpointAt(url, options)
  return {
    async authorizeOffSession(request, { signal }) {
      const { paymentMethod, amount, currency, networkId, period, challengeId } = request
      const { unit: periodUnit, count } = period
      const wish = { paymentMethod, amount: String(amount), currency, networkId, challengeId }
      return read(await call('POST', undefined, signal, { ...wish, periodUnit, periodCount: String(count) }))
    },
    async readOffSession(id, { signal }) {
      return read(await call('GET', id, signal), id)
    },
  }
}

export declare namespace setupEndpoint {
  type Names = 'authorizeOffSession' | 'readOffSession'
  type ReturnType = { readonly [name in Names]: NonNullable<Setup.SetupSource[name]> }
}

function read(text: string, id?: string): Setup.Setup {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Setup.SetupInvalidError('it is not JSON')
  }
  return Setup.check(value, id)
}
