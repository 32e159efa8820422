import { InvalidError } from '../chain/Fields.js'
import type { Method, MethodContext } from '../methods/Method.js'
import * as CardRequest from './CardRequest.js'
import { dialect } from './Dialect.js'
import * as Entry from './Entry.js'

/** What `x402Card` needs to know. */
export type X402CardOptions<charge, payload extends object> = {
  /** What pays card charges: `stripe(…)` of `@payerkit/core/stripe`. It collects the card, mints the token and asks the bank. */
  readonly charge: Method<charge, payload>
}

// Seconds. A token has no other protection than its own end, as nothing binds it to the server.
const longest = 3_600

/**
 * Pays servers that ask in x402 by the scheme `card` on the network `stripe`: reads what they ask for as a `stripe/charge`,
 * and has that method pay it, with all its own checks. The token ends when the server's time is over.
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { stripe, tokenEndpoint } from '@payerkit/core/stripe'
 * import { x402Card } from '@payerkit/core/x402'
 *
 * const card = stripe(tokenEndpoint('/api/spt'))
 * const payer = createPayer({ methods: [card, x402Card({ charge: card })] })
 * ```
 */
export function x402Card<charge, payload extends object>(
  options: X402CardOptions<charge, payload>,
): Method<CardRequest.CardRequest<charge>, payload> {
  const { charge: method } = options
  const { capable, resolve } = method

  return {
    name: Entry.methods.card,
    intent: 'card',
    dialect,
    read(challenge) {
      const request = CardRequest.read(challenge)
      return { ...request, charge: method.read(request.challenge) }
    },
    async describe(request, context) {
      const terms = await method.describe(request.charge, inner(request, context))
      // The server's own decimals are what it made the amount with; the list's are what is charged.
      if (terms.amount.decimals !== request.decimals)
        throw new InvalidError('extra.decimals', 'is not how many decimals this currency has')
      if (terms.amount.value !== request.amount)
        throw new InvalidError('amount', 'is not what would be charged')
      return terms
    },
    ...(capable && {
      capable: (request, context) => capable.call(method, request.charge, inner(request, context)),
    }),
    authorize(request, context) {
      const end = context.now() + Math.min(request.timeout, longest) * 1000
      const challenge = { ...request.challenge, expires: new Date(end).toISOString() }
      return method.authorize(request.charge, { ...context, challenge })
    },
    ...(resolve && {
      resolve: (request, context) => resolve.call(method, request.charge, inner(request, context)),
    }),
  }
}

function inner<context extends MethodContext>(
  { challenge }: CardRequest.CardRequest<unknown>,
  context: context,
) {
  return { ...context, challenge }
}
