import { BaseError } from '../Errors.js'
import * as Challenge from '../protocol/Challenge.js'
import * as Credential from '../protocol/Credential.js'
import type { JsonObject } from '../protocol/JsonObject.js'
import * as Problem from '../protocol/Problem.js'
import type { Keyring } from '../signers/Signer.js'
import * as Channel from './Channel.js'
import type { Driver } from './Driver.js'
import type { Funds } from './Funds.js'
import type { Approved, Host, Reading, Sendable, SessionOffer, SessionPart } from './Host.js'
import * as Record from './Record.js'
import type { Opening, SessionTerms } from './Scheme.js'
import { createPen } from './Voucher.js'
import { largest, smallest } from './Whole.js'
import { type Answer, isRail, refusal, type Wire } from './Wire.js'

type Parts = {
  readonly host: Host
  readonly wire: Wire
  readonly funds: Funds
  readonly keys: Keyring
  adopt(record: Record.Record): Driver
  byAge(): readonly Driver[]
  readonly served: WeakMap<Response, { readonly driver: Driver; readonly url: string }>
  settle(reading: Reading, sendable: Sendable): Promise<Response | undefined>
}

/** Opens channels: everything is written down before it can cost anything. */
export function createOpening(parts: Parts): (approved: Approved) => Promise<Response> {
  const { host, wire, funds, keys } = parts

  return async (approved) => {
    const { attempt, journal, sendable } = approved
    const { id, offer, url } = attempt
    const { signal } = approved.context
    let driver: Driver
    let credential: Credential.Credential
    let first: bigint
    let apart: boolean | undefined
    try {
      ;({ driver, credential, first, apart } = await prepare(approved))
    } catch (error) {
      const known = error instanceof BaseError ? error : undefined
      const isNo = signal?.aborted || known?.code === 'cancelled'
      // A wallet that sends by itself may have, whatever became of its answer.
      const isUnknown = known?.code === 'unknown'
      if (isUnknown) journal.keep(id, () => Promise.reject(error))
      const phase = isUnknown ? 'unknown' : isNo ? 'cancelled' : 'failed'
      await journal.move(id, phase, { error: known })
      throw error
    }
    return driver.held(async () => {
      await journal.move(id, 'submitting', { credential: Credential.mask(credential) })
      const headers = { 'Idempotency-Key': approved.idempotencyKey }
      let answer: Answer | undefined
      let cause: unknown
      try {
        const asked = { challenge: offer.challenge, url, method: sendable.method }
        answer = apart
          ? await wire.control(driver, asked, credential.payload as JsonObject)
          : await wire.send(driver, asked, Credential.serialize(credential), sendable, headers)
      } catch (error) {
        cause = error
      }
      if (answer?.response.ok) {
        // Who looked at the chain meanwhile has seen it already.
        await driver.write((channel) =>
          channel.status === 'opening' ? Channel.apply(channel, { type: 'opened' }) : channel,
        )
        if (answer.counted) driver.count(answer.counted)
        await journal.move(id, 'paid', { receipt: answer.counted?.receipt })
        // Who only opens it wants nothing delivered.
        if (apart && sendable.method !== 'HEAD') return serve()
        sendable.release()
        parts.served.set(answer.response, { driver, url })
        return answer.response
      }
      if (answer) answer = { ...answer, problem: answer.problem ?? (await Problem.read(answer.response)) }
      if (await funds.opened(driver, signal)) {
        // The deposit is there; what was asked for is paid from it, as from any open channel.
        await journal.move(id, 'paid')
        return serve(cause ?? (answer && refusal(answer)))
      }
      const error = answer ? new DeclinedError(refusal(answer)) : new UnopenedError(cause)
      await journal.move(id, answer ? 'declined' : 'failed', { problem: answer?.problem, error })
      throw error
    })

    async function serve(cause?: unknown): Promise<Response> {
      const served = await parts.settle({ offers: [offer], url }, sendable)
      if (served) return served
      throw new UnservedError(first, cause)
    }
  }

  async function prepare(approved: Approved) {
    const { attempt, binding } = approved
    const { offer } = attempt
    const { signal } = approved.context
    const { challenge, session } = offer
    const { method } = binding
    const scheme = isRail(method) ? method.scheme : undefined
    if (!scheme || !session) throw new UnopenedError()
    const fresh = () => Challenge.assertFresh(challenge, { now: host.now(), tolerance: host.tolerance })
    fresh()
    signal?.throwIfAborted()
    const request = binding.request as never
    const terms = scheme.terms(request)
    const agreed = limitOf(offer, terms, session)
    const asked = { deposit: offer.amount.value, limit: agreed }
    const context = { challenge, ...asked, now: host.now, store: host.store, keys, signal }
    const opening = await scheme.open(request, context)
    signal?.throwIfAborted()
    fresh()
    scheme.check(opening.identity, request)
    const { deposit = asked.deposit } = opening
    const limit = largest(agreed, deposit)
    const headroom = session.headroom.value
    const ahead = scheme.exact ? 0n : smallest(deposit, largest(headroom / 2n, terms.price))
    const { signed: first = ahead } = opening
    const record = recordOf(approved, opening, terms, { deposit, limit, headroom, first })
    const pen = createPen(scheme, opening.identity, opening.signer)
    const fields = await pen.fields(first)
    const named = opening.rename?.(fields) ?? fields
    const payload = { action: 'open', ...opening.payload, ...named }
    // From here on the channel is found again, whatever breaks.
    await host.store.set(Record.keyOf(record.identity.id), record)
    const driver = parts.adopt(record)
    const credential = { challenge, payload, source: opening.identity.source }
    return { driver, credential, first, apart: opening.apart }
  }

  /** All that may be deposited: what the person agreed to, and no more than is left of an earlier yes. */
  function limitOf(offer: SessionOffer, { route }: SessionTerms, { limit }: SessionPart): bigint {
    const before = parts
      .byAge()
      .find(({ record }) => record.origin === offer.origin && record.identity.route === route)
    const { allowance = limit.value } = before?.record ?? {}
    return allowance >= offer.amount.value ? smallest(limit.value, allowance) : limit.value
  }

  function recordOf(
    { attempt, sendable }: Approved,
    { identity, keyId, endsAt }: Opening,
    { price, unpriced, unit }: SessionTerms,
    { deposit, limit, headroom, first }: { deposit: bigint; limit: bigint; headroom: bigint; first: bigint },
  ): Record.Record {
    const { offer, url } = attempt
    const { value: _, ...asset } = offer.amount
    const challenged = Channel.apply(Channel.idle, { type: 'challenge' })
    const now = host.now()
    return {
      version: 1,
      identity,
      keyId,
      rail: `${offer.challenge.method}/${offer.challenge.intent}`,
      origin: offer.origin,
      realm: offer.realm,
      payee: offer.payee,
      fees: offer.fees,
      prompt: offer.prompt,
      asset,
      price,
      unpriced,
      unit,
      step: deposit,
      channel: Channel.apply(challenged, { type: 'open', deposit, limit, headroom, signed: first }),
      claimed: 0n,
      endsAt,
      attempt: attempt.id,
      challenges: {
        [Record.resourceOf(url)]: { challenge: offer.challenge, url, method: sendable.method },
      },
      openedAt: now,
      usedAt: now,
    }
  }
}

/** Thrown when the server refused to open a session, and the chain does not have the deposit. */
export class DeclinedError extends BaseError {
  override readonly name = 'Opening.DeclinedError'
  constructor(cause: BaseError) {
    super('declined', 'The server did not open the session. Nothing was paid.', {
      cause,
      details: cause.details,
    })
  }
}

/** Thrown when the connection broke while a session was opened, and the chain does not have the deposit. */
export class UnopenedError extends BaseError {
  override readonly name = 'Opening.UnopenedError'
  constructor(cause?: unknown) {
    super('session_not_opened', 'The session could not be opened. Nothing was paid.', { cause })
  }
}

/** Thrown when the deposit is made, and the server does not deliver. The deposit can be used or taken back. */
export class UnservedError extends BaseError {
  override readonly name = 'Opening.UnservedError'
  /** The most that the server can take, in the asset's smallest parts. */
  readonly atStake: bigint
  constructor(atStake: bigint, cause: unknown) {
    super('session_unserved', 'The deposit is made, but the server does not answer. It is not lost.', {
      cause,
      metaMessages: ['Try again, or stop the session to get the rest back.'],
    })
    this.atStake = atStake
  }
}
