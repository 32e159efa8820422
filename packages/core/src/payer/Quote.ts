import { BaseError } from '../Errors.js'
import type { Method, MethodContext, SessionMethod } from '../methods/Method.js'
import * as Challenge from '../protocol/Challenge.js'
import * as Digest from '../protocol/Digest.js'
import type { SessionOptions } from '../session/Host.js'
import { cleanText, type Offer } from './Offer.js'
import type { Sendable } from './Sendable.js'

/** What one unpaid request came back with, before it can be paid. */
export type Reading = {
  /** Whether the server asks for payment. */
  readonly required: boolean
  /** What can be paid here, the preferred first. */
  readonly offers: readonly Offer[]
  /** What cannot, and why. */
  readonly refused: readonly Refused[]
  /** The server's answer, unread. */
  readonly response: Response
  /** The address that asked. */
  readonly url: string
}

/** What one unpaid request came back with. */
export type Quote = Reading & {
  /**
   * Pays, once: while a payment runs, and after it ended well or openly, every call gets the same answer. Asks as
   * the policy says. Without a need to pay it gives the answer there is.
   *
   * @param offer The one to pay with. Default: what the person or the budget chooses.
   * @throws BaseError as `payer.fetch` does.
   */
  pay(offer?: Offer, options?: PayOptions): Promise<Response>
}

/** What one payment may do besides what the payer's policy says. */
export type PayOptions = SessionOptions & {
  /** The most this request may cost, in units of the offer's currency: `'0.05'`. */
  readonly maxAmount?: string | undefined
  /** Picks what may be paid with; nothing picked refuses. */
  readonly offer?: ((offers: readonly Offer[]) => Offer | undefined) | undefined
  /** Asks for this payment instead of the payer's own `approve`. */
  readonly approve?: Approve | undefined
  /** Tells requests apart that would otherwise count as the same purchase. */
  readonly idempotencyKey?: string | undefined
  /**
   * Keeps what is bought in a store that outlives the page: the same request then gets it without paying, after a
   * reload and in other tabs, until `attempts.forget` lets go of it. An answer is read to its end before it is handed
   * on, and kept up to 8 MB.
   */
  readonly keep?: boolean | undefined
  /** Gives up. Before the proof is sent nothing is paid; afterwards the outcome is unknown. */
  readonly signal?: AbortSignal | undefined
}

/** A question to the person. */
export type Ask = Pick<Reading, 'offers' | 'refused' | 'url'> & { readonly signal?: AbortSignal | undefined }

/** A yes, to one offer. */
export type Approval = {
  readonly offer: Offer
  /** What the screen collected for the offer's method, such as a card's payment method. */
  readonly input?: unknown
}

/**
 * Asks the person; `undefined` is a no. A rejection with `ExpiredError` says that what they looked at has ended: the payer
 * then gets another challenge from the server and asks again.
 */
export type Approve = (ask: Ask) => Promise<Approval | undefined>

/** A challenge that cannot be paid here. */
export type Refused = {
  /** Absent where the challenge itself could not be read. */
  readonly challenge?: Challenge.Challenge | undefined
  readonly error: BaseError
}

/** An offer with the method that made it. */
export type Binding = { readonly method: AnyMethod; readonly request: unknown }

/** A method of either kind. */
export type AnyMethod = Method | SessionMethod

export type ReadOptions = {
  methods: readonly AnyMethod[]
  context(challenge: Challenge.Challenge): MethodContext
  /** @throws BaseError when the policy forbids the offer, or it is over. */
  check(offer: Offer): void
}

const bindings = new WeakMap<Offer, Binding>()

/** What an offer was made of; nothing for one that was not read here. */
export const bindingOf = (offer: Offer): Binding | undefined => bindings.get(offer)

/** Reads the challenges of a 402 into offers and refusals. */
export async function read(response: Response, sendable: Sendable, options: ReadOptions): Promise<Reading> {
  const url = response.url || sendable.url
  const origin = new URL(url).origin
  const { challenges, refused: unreadable } = Challenge.parse(response.headers)
  const offers: Offer[] = []
  const refused: Refused[] = unreadable.map((error) => ({ error }))
  for (const challenge of challenges)
    try {
      const { method: name, intent, realm } = challenge
      const method = options.methods.find((each) => each.name === name && each.intent === intent)
      if (!method) throw new MethodError(challenge)
      assertSafe(url, response, sendable)
      if (sendable.headers.has('Authorization') && !challenge.header) throw new AuthorizationInUseError()
      const context = options.context(challenge)
      if (challenge.digest !== undefined) await Digest.assertMatches(challenge.digest, await sendable.bytes())
      const request = method.read(challenge)
      const terms = await method.describe(request, context)
      const description = challenge.description ?? Challenge.decodeRequest(challenge).description
      const offer: Offer = {
        ...terms,
        challenge,
        method: name,
        intent,
        realm,
        origin,
        expiresAt: Challenge.expiresAt(challenge),
        description: (typeof description === 'string' && cleanText(description)) || undefined,
      }
      options.check(offer)
      bindings.set(offer, { method, request })
      offers.push(offer)
    } catch (error) {
      refused.push({
        challenge,
        error: error instanceof BaseError ? error : new MethodError(challenge, error),
      })
    }
  return { required: true, offers, refused, response, url }
}

/** Credentials go over https or to this machine, and only where the request was meant to go. */
function assertSafe(url: string, response: Response, sendable: Sendable): void {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:' && !/^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/.test(hostname))
    throw new InsecureError(url)
  // Whether a redirected POST became a GET on the way cannot be seen from here.
  if (response.redirected && !/^(GET|HEAD)$/.test(sendable.method)) throw new RedirectedError(url)
}

/** Thrown when no configured method can answer a challenge. */
export class MethodError extends BaseError {
  override readonly name = 'Quote.MethodError'
  constructor({ method, intent }: Pick<Challenge.Challenge, 'method' | 'intent'>, cause?: unknown) {
    super(
      cause === undefined ? 'method_unsupported' : 'method_failed',
      cause === undefined
        ? `This page cannot pay by ${method}/${intent}.`
        : `The ${method}/${intent} offer could not be read.`,
      { cause },
    )
  }
}

/** Thrown when a 402 holds no offer that can be paid here. Nothing was spent. */
export class NoOfferError extends BaseError {
  override readonly name = 'Quote.NoOfferError'
  /** The quote with every refusal and its reason. */
  readonly quote: Reading
  constructor(quote: Reading) {
    super('no_offer', 'This needs a payment that cannot be made here. Nothing was paid.', {
      cause: quote.refused[0]?.error,
      metaMessages: quote.refused.slice(0, 8).map(({ error }) => `- ${error.shortMessage}`),
    })
    this.quote = quote
  }
}

/** Thrown when an offer came over plain http from another machine. */
export class InsecureError extends BaseError {
  override readonly name = 'Quote.InsecureError'
  constructor(url: string) {
    super('insecure', `${new URL(url).host} asks for payment over a connection others can read: not https.`)
  }
}

/** Thrown when a request that is no GET was redirected before it was priced. */
export class RedirectedError extends BaseError {
  override readonly name = 'Quote.RedirectedError'
  constructor(url: string) {
    super('redirected', 'The request was redirected before it was priced.', {
      metaMessages: [`Send it to ${new URL(url).origin} directly.`],
    })
  }
}

/** Thrown when `Authorization` is taken and the challenge names no other field for the credential. */
export class AuthorizationInUseError extends BaseError {
  override readonly name = 'Quote.AuthorizationInUseError'
  constructor() {
    super('authorization_in_use', 'This request already uses Authorization.', {
      metaMessages: ['The server can add header="Payment-Authorization" to its challenge.'],
    })
  }
}

/** Thrown when a 402 of another origin hides its challenges from the page. */
export class HeadersUnreadableError extends BaseError {
  override readonly name = 'Quote.HeadersUnreadableError'
  constructor(url: string) {
    super(
      'headers_unreadable',
      `${new URL(url).origin} asks for payment, but this page may not read how much.`,
      {
        metaMessages: [
          'It lacks Access-Control-Expose-Headers: WWW-Authenticate, PAYMENT-REQUIRED, Payment-Receipt',
        ],
      },
    )
  }
}
