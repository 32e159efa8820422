import { BodyDigest, Challenge, Credential } from 'mppx'
import type { PaymentHandler } from './payments.js'
import { Problem } from './problem.js'

/**
 * Binds a challenge to the request's body (draft-httpauth-payment-00, `digest`). mppx signs and checks a
 * digest inside the challenge id, but neither computes it nor compares it with the body.
 */
export function bindBody(handler: PaymentHandler, body: string, secretKey: string): PaymentHandler {
  return async (request) => {
    const paid = digestPaidFor(request)
    if (paid !== undefined && paid !== BodyDigest.compute(body))
      throw new Problem(400, 'body-changed', 'The body is not the one that the payment was made for.')
    const result = await handler(request)
    if (result.status !== 402 || !result.challenge.headers.has('www-authenticate')) return result
    const { id: _unbound, ...challenge } = Challenge.fromResponse(result.challenge)
    const bound = Challenge.from({ ...challenge, digest: BodyDigest.compute(body), secretKey })
    return { status: 402, challenge: await withChallenge(result.challenge, bound) }
  }
}

/** The same 402 with another challenge, in the header and where the problem details name it. */
async function withChallenge(original: Response, challenge: Challenge.Challenge): Promise<Response> {
  const problem: unknown = await original.json()
  const body =
    typeof problem === 'object' && problem !== null ? { ...problem, challengeId: challenge.id } : problem
  const response = new Response(JSON.stringify(body), original)
  response.headers.set('www-authenticate', Challenge.serialize(challenge))
  return response
}

/** The digest that a presented credential echoes; an unbound or unreadable one never matches a body. */
function digestPaidFor(request: Request): string | undefined {
  const payment = Credential.extractPaymentScheme(request.headers.get('authorization') ?? '')
  if (!payment) return undefined
  try {
    return Credential.deserialize(payment).challenge.digest ?? ''
  } catch {
    // Left to mppx, which answers a malformed credential with a problem and a new challenge.
    return undefined
  }
}
