import { BaseError, type Method, type Resolution } from '@payerkit/core'
import { Challenge, JsonObject } from '@payerkit/core/protocol'

// A method as somebody outside of this repository would write it: nothing here but public entries of the core.

/** What a `points/charge` challenge asks for, checked. */
export type PointsRequest = { readonly points: bigint; readonly shop: string }

/** What proves it: points that are held for the shop, which it alone can take. */
export type PointsPayload = { readonly hold: string }

/** How an application pays with a person's loyalty points. */
export type PointsOptions = {
  /** The programme's address: `https://points.example`. A challenge of another programme is refused. */
  readonly programme: string
  /** What the programme knows the person by. */
  readonly token: string
  /** Names that the application vouches for, by the shop's id. */
  readonly names?: Readonly<Record<string, string>> | undefined
}

/**
 * Pays `points` challenges of the intent `charge` from the person's account at a loyalty programme: points are held for
 * the shop, which takes them when it delivers.
 *
 * @example
 * ```ts
 * const payer = createPayer({ methods: [points({ programme: 'https://points.example', token }), tempo({ client })] })
 * ```
 */
export function points(options: PointsOptions): Method<PointsRequest, PointsPayload> {
  const { programme, token, names = {} } = options

  /** Asks the programme; gives what it answered, or nothing where it says no. */
  async function ask(
    path: string,
    { signal, ...init }: { method?: string; body?: object; key?: string; signal?: AbortSignal | undefined },
  ): Promise<JsonObject.JsonObject | undefined> {
    const response = await fetch(`${programme}${path}`, {
      method: init.method ?? 'GET',
      headers: { Authorization: `Bearer ${token}`, ...(init.key && { 'Idempotency-Key': init.key }) },
      ...(init.body && { body: JSON.stringify(init.body) }),
      ...(signal && { signal }),
    })
    if (response.status >= 500) throw new ProgrammeAwayError()
    const value: unknown = response.ok ? await response.json() : undefined
    return JsonObject.is(value) ? value : undefined
  }

  return {
    name: 'points',
    intent: 'charge',
    read(challenge) {
      const { points, shop, programme: asked } = Challenge.decodeRequest(challenge)
      if (typeof points !== 'string' || !/^[1-9]\d{0,11}$/.test(points))
        throw new RequestInvalidError('points', 'is no whole number above 0')
      if (typeof shop !== 'string' || !/^[\w-]{1,60}$/.test(shop))
        throw new RequestInvalidError('shop', 'is no id of a shop')
      if (asked !== programme) throw new RequestInvalidError('programme', 'is another one than yours')
      return { points: BigInt(points), shop }
    },
    describe({ points, shop }) {
      const name = Object.hasOwn(names, shop) ? names[shop] : undefined
      return {
        amount: { value: points, decimals: 0, symbol: 'points', asset: 'points' },
        payee: { id: shop, ...(name !== undefined && { name }) },
        fees: 'none',
        prompt: 'none',
      }
    },
    async capable({ points }, { signal }) {
      const balance = (await ask('/balance', { signal }))?.points
      if (typeof balance === 'string' && BigInt(balance) >= points) return { able: true }
      return {
        able: false,
        reason: 'balance',
        message: `You have ${balance ?? 'no'} points, too few for this.`,
      }
    },
    async authorize({ points, shop }, { challenge, idempotencyKey, now, signal }) {
      Challenge.assertFresh(challenge, { now: now() })
      const body = { shop, points: String(points) }
      // The same key for every try of one payment, so that an answer that is lost holds nothing twice.
      const held = await ask('/holds', { method: 'POST', body, key: idempotencyKey, signal })
      if (typeof held?.hold !== 'string') throw new TooFewError()
      return { payload: { hold: held.hold }, moves: 'after' }
    },
    async resolve(_, { authorization, signal }): Promise<Resolution> {
      // What was held and never sent nobody can take: the shop does not know its name.
      if (!authorization) return 'unpaid'
      const { hold } = authorization.payload as PointsPayload
      const path = `/holds/${encodeURIComponent(hold)}`
      // Whatever is still held is given back first, so that "unpaid" stays true.
      const { state } = (await ask(path, { method: 'DELETE', signal })) ?? {}
      return state === 'taken' ? 'paid' : state === 'released' ? 'unpaid' : 'unknown'
    },
  }
}

/** Thrown when a challenge does not ask for points as it should. Nothing was paid. */
class RequestInvalidError extends BaseError {
  override readonly name = 'Points.RequestInvalidError'
  constructor(field: string, reason: string) {
    super('request_invalid', `The points that are asked for cannot be paid: the ${field} ${reason}.`)
  }
}

/** Thrown when the account has too few points. Nothing was paid. */
class TooFewError extends BaseError {
  override readonly name = 'Points.TooFewError'
  constructor() {
    super('declined', 'You have too few points. Nothing was paid.')
  }
}

/** Thrown when the programme does not answer. Nothing was paid. */
class ProgrammeAwayError extends BaseError {
  override readonly name = 'Points.ProgrammeAwayError'
  constructor() {
    super('points_away', 'The points programme does not answer. Nothing was paid. Try again in a moment.')
  }
}
