import * as Challenge from '../../protocol/Challenge.js'
import * as Credential from '../../protocol/Credential.js'
import * as Base64 from '../Base64.js'
import { dialect } from '../Dialect.js'

// How servers of x402 ask, for tests that need none.

export const url = 'https://shop.test/photo'
export const usdc = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'
export const shop = '0x209693Bc6afc0C5328bA36FaF03C514EF312287C'

/** An entry of version 2; `undefined` leaves a field out. */
export const entry = (change: object = {}, extra: object = {}) => ({
  scheme: 'exact',
  network: 'eip155:8453',
  amount: '10000',
  asset: usdc,
  payTo: shop,
  maxTimeoutSeconds: 60,
  extra: { name: 'USD Coin', version: '2', ...extra },
  ...change,
})

/** An entry of version 1. */
export const entryV1 = (change: object = {}) => ({
  scheme: 'exact',
  network: 'base',
  maxAmountRequired: '10000',
  resource: url,
  description: 'An older photo',
  mimeType: 'image/jpeg',
  outputSchema: { input: { type: 'http', method: 'GET' } },
  asset: usdc,
  payTo: shop,
  maxTimeoutSeconds: 60,
  extra: { name: 'USD Coin', version: '2' },
  ...change,
})

/** An answer from {@link url}. */
export function answer(body: string, init: ResponseInit & { type?: ResponseType } = {}): Response {
  const response = new Response(body, { status: 402, ...init })
  Object.defineProperty(response, 'url', { value: url })
  if (init.type) Object.defineProperty(response, 'type', { value: init.type })
  return response
}

/** A 402 that asks in version 2. */
export const asksV2 = (accepts: readonly object[] = [entry()], rest: object = {}, headers: object = {}) =>
  answer('{"words":"of the server"}', {
    headers: {
      'Content-Type': 'application/json',
      'PAYMENT-REQUIRED': Base64.fromJson({
        x402Version: 2,
        error: 'Payment required',
        resource: { url, description: 'A “photo”\n', mimeType: 'image/jpeg' },
        accepts,
        ...rest,
      }),
      ...headers,
    },
  })

/** A 402 that asks in version 1. */
export const asksV1 = (accepts: readonly object[] = [entryV1()], rest: object = {}) =>
  answer(JSON.stringify({ x402Version: 1, error: 'X-PAYMENT header is required', accepts, ...rest }), {
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  })

/** The challenges that a payer gets to see of an answer. */
export async function challengesOf(response: Response): Promise<Challenge.Challenge[]> {
  const { challenges, refused } = Challenge.parse((await dialect(async () => response)(url)).headers)
  if (refused[0]) throw refused[0]
  return challenges
}

/** The one challenge of an answer. */
export async function challengeOf(response: Response): Promise<Challenge.Challenge> {
  const [challenge, another] = await challengesOf(response)
  if (!challenge || another) throw new Error('The answer does not ask for one thing.')
  return challenge
}

/** Who pays in {@link payload}. */
export const payer = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

/** What pays {@link entry}, as it is sent. */
export const payload = {
  signature: `0x${'ab'.repeat(65)}`,
  authorization: {
    from: payer,
    to: shop,
    value: '10000',
    validAfter: '0',
    validBefore: '1900000000',
    nonce: `0x${'5a'.repeat(32)}`,
  },
}

/** Sends a credential for a challenge; what left, and what came of the answer. */
export async function pay(challenge: Challenge.Challenge, said: Response, proof: object = payload) {
  let left = new Headers()
  const send = dialect(async (_, init) => {
    left = new Headers(init?.headers)
    return said
  })
  const headers = {
    'Payment-Authorization': Credential.serialize({ challenge, payload: proof }),
    Authorization: 'Bearer page',
  }
  return { response: await send(url, { headers }), left }
}
