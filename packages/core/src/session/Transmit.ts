import { BaseError } from '../Errors.js'
import * as Base64Url from '../protocol/Base64Url.js'
import { type Driver, NotPayingError } from './Driver.js'
import type { Funds } from './Funds.js'
import type { Host, Sendable } from './Host.js'
import type * as Record from './Record.js'
import { latest, railOf, refusal, type Wire } from './Wire.js'

/** What paid for an answer, and where it was asked for. */
export type Served = { readonly driver: Driver; readonly url: string }

type Parts = {
  readonly host: Host
  readonly wire: Wire
  readonly funds: Funds
  readonly served: WeakMap<Response, Served>
}

// How often a request is corrected before the server's refusal counts.
const corrections = 4

/** Sends a request with a voucher, and puts right what can be: an ended challenge, a balance counted otherwise. */
export function createTransmit(
  parts: Parts,
): (driver: Driver, first: Record.Remembered, sendable: Sendable) => Promise<Response | undefined> {
  const { host, wire, funds, served } = parts
  return transmit

  async function transmit(
    driver: Driver,
    first: Record.Remembered,
    sendable: Sendable,
  ): Promise<Response | undefined> {
    const { signal } = sendable
    // Where it was asked for, which a redirect may have led to.
    const { url } = first
    const rail = railOf(host, driver.record.rail)
    if (!rail) return undefined
    const own = sendable.headers
    const isPlain =
      /event-stream/.test(own.get('Accept') ?? '') && rail.scheme.plainAccept?.(driver.record.identity)
    const headers = {
      ...(own.has('Idempotency-Key') ? {} : { 'Idempotency-Key': randomId() }),
      ...(isPlain ? { Accept: '*/*' } : {}),
    }
    let remembered = first
    for (let tries = 0; tries < corrections; tries++) {
      const { price } = wire.terms(rail, remembered.challenge)
      const claim = await driver.claim(price, signal).catch((error: unknown) => {
        // It ended while this waited for it.
        if (!(error instanceof NotPayingError) || tries > 0) throw error
      })
      if (!claim) return undefined
      let answer: Awaited<ReturnType<Wire['send']>>
      try {
        const credential = await driver.pen.credential(remembered.challenge, 'voucher', claim.cumulative)
        const at = { challenge: remembered.challenge, url, method: sendable.method }
        answer = await wire.send(driver, at, credential, sendable, headers)
      } catch (cause) {
        claim.lost()
        if (signal?.aborted || cause instanceof BaseError) throw cause
        throw new LostAnswerError(cause)
      }
      const { response, counted, problem } = answer
      // pay-kit takes a voucher that is lower than one it has for a fault of its own; of those its answer may have been lost.
      const isLow = rail.scheme.exact && response.status === 500 && claim.cumulative < driver.channel.signed
      const refused = response.status === 402 || response.status === 410 || isLow
      // The events of a stream are counted as they come.
      const isStream = /^text\/event-stream\b/i.test(response.headers.get('Content-Type') ?? '')
      claim.answered(counted, response.ok && !isStream)
      if (!refused) {
        sendable.release()
        served.set(response, { driver, url })
        return response
      }
      const type = problem?.type.replace(/^.*\/problems\//, '')
      if (response.status === 410 || type === 'session/channel-not-found') {
        await funds.heal(driver, refusal(answer))
        return undefined
      }
      const newer = latest(driver, { ...remembered, url })
      const isNew = newer.challenge.id !== remembered.challenge.id
      const ended =
        type === 'payment-expired' || type === 'invalid-challenge' || type?.endsWith('challenge-not-found')
      // Terms that this channel was not opened for are asked about anew.
      if (ended && !isNew) return undefined
      remembered = newer
      if (!ended) await recount(driver, type)
      if (tries === corrections - 1) throw refusal(answer)
    }
    return undefined
  }

  /** A refusal that is about amounts: learns what the server and the chain have, before the next try. */
  async function recount(driver: Driver, type: string | undefined): Promise<void> {
    if (type !== 'session/insufficient-balance') await funds.look(driver)
    await driver.alone(() => funds.resync(driver))
  }
}

/** A name nobody else has; `crypto.randomUUID` is missing on pages without https. */
function randomId(): string {
  return Base64Url.fromBytes(crypto.getRandomValues(new Uint8Array(16)))
}

/** Thrown when the answer to a metered request was lost. It may have been counted; no more than its price is at stake. */
export class LostAnswerError extends BaseError {
  override readonly name = 'Transmit.LostAnswerError'
  constructor(cause: unknown) {
    super('session_answer_lost', 'The connection broke. The server may have counted this request.', {
      cause,
      metaMessages: ['The meter shows what was counted as soon as the server is reached again.'],
    })
  }
}
