import { InvalidError, own } from '../../../chain/Fields.js'
import { UnsupportedError } from '../../../chain/Rpc.js'
import { BaseError } from '../../../Errors.js'
import * as JsonObject from '../../../protocol/JsonObject.js'
import type { Desk, Meter } from '../../../session/Scheme.js'
import { smallest } from '../../../session/Whole.js'
import * as Directive from './Directive.js'
import { readU64 } from './SessionFields.js'

/** What a server says of a delivery that was paid. Amounts in the token's smallest parts. */
export type Commit = {
  readonly deliveryId: string
  readonly sessionId: string
  readonly amount: bigint
  readonly cumulative: bigint
  /** `replayed`: it had been paid before, and was not paid again. */
  readonly status: 'committed' | 'replayed'
}

/** Pays deliveries that a server meters beside the requests. */
export type Deliveries = {
  /** Has the server set a delivery of at most `amount` aside. Costs nothing. */
  reserve(amount: bigint, deliveryId?: string): Promise<Directive.Directive>
  /** Pays for a delivery: what was used of it, or all of it. Nothing where nothing was used. */
  commit(directive: Directive.Directive, used?: bigint): Promise<Commit | undefined>
}

/**
 * Pays the deliveries that a server of `@solana/pay-kit`, or of the SDKs before it, meters, from an open session. The
 * deliveries of a stream that `session.sse` reads are paid by themselves.
 *
 * @example
 * ```ts
 * const deliveries = createDeliveries(session)
 * const directive = await deliveries.reserve(250n)
 * await deliveries.commit(directive, 120n) // { status: 'committed', amount: 120n, … }
 * ```
 *
 * Its functions throw InvalidError for a directive that does not fit the session, {@link RefusedError} when the server does
 * not take it, {@link UnclearError} when it is not known whether it did, and what `session.fetch` throws where the deposit
 * or the headroom is used up.
 */
export function createDeliveries(session: { desk?(): Desk | undefined }): Deliveries {
  const desk = () => {
    const found = session.desk?.()
    if (!found?.meter) throw new UnsupportedError('deliveries in this kind of session')
    return found
  }
  return {
    reserve: async (amount, deliveryId) => reserve(desk(), amount, deliveryId),
    commit: async (directive, used) => commit(desk(), directive, used),
  }
}

/** Reads the events of a stream that meter it, and pays each delivery when its end is told. */
export function createMeter(desk: Desk): Meter {
  let live: { directive: Directive.Directive; used?: bigint } | undefined
  async function settle(): Promise<void> {
    const ended = live
    live = undefined
    if (ended) await commit(desk, ended.directive, ended.used)
  }
  return {
    async take(event, data) {
      if (event === 'mpp.metering') {
        await settle()
        live = { directive: Directive.read(readJson(data), desk) }
        return true
      }
      if (event === 'mpp.usage') {
        const used = Directive.readUsage(readJson(data), live?.directive)
        if (live) live = { ...live, used }
        return true
      }
      if (event === 'done' || data === '[DONE]') await settle()
      return false
    },
    end: settle,
  }
}

async function reserve(desk: Desk, amount: bigint, deliveryId?: string): Promise<Directive.Directive> {
  if (amount <= 0n) throw new InvalidError('amount', 'is zero')
  const { id: sessionId } = desk.identity
  const asked = { sessionId, amount: String(amount), ...(deliveryId !== undefined && { deliveryId }) }
  const directive = Directive.read(await post(desk, Directive.reservePath, asked), desk)
  if (directive.amount > amount) throw new InvalidError('directive.amount', 'is more than was asked for')
  return directive
}

async function commit(
  desk: Desk,
  directive: Directive.Directive,
  used = directive.amount,
): Promise<Commit | undefined> {
  Directive.check(directive, desk)
  if (used < 0n || used > directive.amount)
    throw new InvalidError('amount', 'is more than the delivery was to cost')
  if (used === 0n) return undefined
  const { deliveryId, commitUrl } = directive
  let made: Commit | undefined
  let refusal: RefusedError | undefined
  await desk.pay(used, async ({ voucher }, cumulative) => {
    try {
      made = readCommit(await post(desk, commitUrl, { deliveryId, voucher }), directive, cumulative)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      refusal = error
      return undefined
    }
    return { accepted: made.cumulative, spent: made.cumulative }
  })
  if (refusal) throw refusal
  return made
}

/** What the server says of it: never above the voucher that it was given. */
function readCommit(
  value: JsonObject.JsonObject,
  directive: Directive.Directive,
  cumulative: bigint,
): Commit {
  const { sessionId, deliveryId } = directive
  const status = own(value, 'status')
  if (status !== 'committed' && status !== 'replayed') throw new UnclearError()
  if (own(value, 'sessionId') !== sessionId || own(value, 'deliveryId') !== deliveryId)
    throw new UnclearError()
  const told = readU64(own(value, 'cumulative'), 'cumulative')
  const amount = readU64(own(value, 'amount'), 'amount')
  return {
    deliveryId,
    sessionId,
    amount,
    cumulative: status === 'committed' ? cumulative : smallest(told, cumulative),
    status,
  }
}

// How often something is sent before its answer is taken for lost. It is the same to the byte, and is taken once.
const tries = 3

async function post(desk: Desk, path: string, body: JsonObject.JsonObject): Promise<JsonObject.JsonObject> {
  const url = new URL(path, desk.url).href
  for (let n = 1; ; n++) {
    let response: Response
    try {
      response = await desk.send(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        // A voucher follows nowhere.
        redirect: 'error',
      })
    } catch (cause) {
      if (n < tries) continue
      throw new UnclearError(cause)
    }
    const answer: unknown = await response.json().catch(() => undefined)
    if (response.status >= 400 && response.status < 500) throw new RefusedError(response.status, answer)
    if (response.ok && JsonObject.is(answer)) return answer
    if (n >= tries) throw new UnclearError()
  }
}

function readJson(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    throw new InvalidError('directive', 'is not JSON')
  }
}

/** Thrown when the server does not take what was paid for a delivery, or sets none aside. Nothing was paid. */
export class RefusedError extends BaseError {
  override readonly name = 'Deliveries.RefusedError'
  constructor(status: number, answer: unknown) {
    const said = JsonObject.is(answer) && typeof answer.error === 'string' ? answer.error : undefined
    super('session_delivery_refused', 'The server does not take the payment of this delivery.', {
      details: said?.slice(0, 200) ?? `The server answered ${status}.`,
    })
  }
}

/** Thrown when it is not known whether the server took what was paid for a delivery; the meter shows it once it is. */
export class UnclearError extends BaseError {
  override readonly name = 'Deliveries.UnclearError'
  constructor(cause?: unknown) {
    super('session_delivery_unclear', 'The server did not say whether this delivery is paid.', { cause })
  }
}
