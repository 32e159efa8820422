import { BaseError } from '../Errors.js'
import type { Authorization, Method } from '../methods/Method.js'
import { Base64Url, CanonicalJson, Challenge, type Credential } from '../protocol/index.js'

/** A method of no chain and no bank: what a payer does around a method can be counted with it. */
export type Points = Method<{ amount: bigint; payee: string }, { token: string }> & {
  /** How often something was authorized. */
  authorized: number
  /** The inputs that authorize was given. */
  inputs: unknown[]
}

export type PointsOptions = {
  intent?: string
  name?: string
  moves?: Authorization['moves']
  /** Runs in place of a wallet's prompt. */
  prompt?: (signal: AbortSignal | undefined) => Promise<void> | void
  resolve?: Method['resolve']
}

export function createPoints(options: PointsOptions = {}): Points {
  const { name = 'points', intent = 'charge', moves = 'after', prompt, resolve } = options
  const points: Points = {
    name,
    intent,
    authorized: 0,
    inputs: [],
    read(challenge) {
      const { amount, payee } = Challenge.decodeRequest(challenge)
      if (typeof amount !== 'string' || !/^(0|[1-9]\d{0,30})$/.test(amount))
        throw new BaseError('points_invalid', 'The amount is no whole number.')
      return { amount: BigInt(amount), payee: typeof payee === 'string' ? payee : 'shop' }
    },
    describe: ({ amount, payee }) => ({
      amount: { value: amount, decimals: 2, symbol: 'USD', asset: 'usd', currency: 'usd' },
      payee: { id: payee },
      fees: 'none',
      prompt: 'none',
    }),
    async authorize(_, { challenge, input, signal }) {
      points.authorized++
      points.inputs.push(input)
      await prompt?.(signal)
      return { payload: { token: `token-for-${challenge.id}` }, moves }
    },
    ...(resolve && { resolve }),
  }
  return points
}

let issued = 0

/** A challenge for {@link createPoints}. */
export function pointsChallenge(
  request: Record<string, unknown> = {},
  params: Partial<Challenge.Challenge> = {},
): Challenge.Challenge {
  return {
    id: `id-${++issued}`,
    realm: 'shop.test',
    method: 'points',
    intent: 'charge',
    request: Base64Url.fromText(CanonicalJson.stringify({ amount: '100', ...request })),
    ...params,
  }
}

/** A receipt's text for a credential. */
export function pointsReceipt(credential: Credential.Credential, more: object = {}): string {
  return Base64Url.fromText(
    JSON.stringify({
      status: 'success',
      method: credential.challenge.method,
      timestamp: '2026-01-01T00:00:00Z',
      reference: `ref-${credential.challenge.id}`,
      ...more,
    }),
  )
}
