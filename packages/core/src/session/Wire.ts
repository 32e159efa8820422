import { BaseError } from '../Errors.js'
import * as Challenge from '../protocol/Challenge.js'
import * as Credential from '../protocol/Credential.js'
import type { JsonObject } from '../protocol/JsonObject.js'
import * as Problem from '../protocol/Problem.js'
import * as Receipt from '../protocol/Receipt.js'
import type { Driver } from './Driver.js'
import type { Host, Rail, Sendable } from './Host.js'
import { within } from './Patience.js'
import * as Record from './Record.js'
import type { SessionTerms } from './Scheme.js'
import * as SessionReceipt from './SessionReceipt.js'

// What goes over HTTP for a channel: requests with a voucher, and updates by HEAD, which no server bills (draft-tempo-session-00, "Voucher Submission Transport").

// How long a server may take for a question or a voucher, and for what it has to bring to the chain, in milliseconds.
const quick = 20_000
const slow = 60_000

/** What came of a credential. */
export type Answer = {
  readonly response: Response
  readonly counted: SessionReceipt.Counted | undefined
  /** Why the receipt is not used, if it is not. */
  readonly receiptError?: BaseError | undefined
  readonly problem: Problem.Problem | undefined
}

/** Sends credentials for channels. */
export type Wire = {
  /** The terms of a challenge, read once. */
  terms(rail: Rail, challenge: Challenge.Challenge): SessionTerms
  /** A challenge of the resource that has not ended; asks for one where the last has. */
  challenge(driver: Driver, remembered: Record.Remembered): Promise<Record.Remembered>
  /** A challenge of an address that this channel may never have paid for. */
  at(driver: Driver, url: string): Promise<Record.Remembered>
  /** Sends a request with a credential and reads what the server says of the channel. */
  send(
    driver: Driver,
    remembered: Record.Remembered,
    credential: string,
    sendable: Sendable,
    headers?: { readonly [name: string]: string },
  ): Promise<Answer>
  /** Sends a payload by itself. */
  control(driver: Driver, remembered: Record.Remembered, payload: JsonObject): Promise<Answer>
  /** Sends the highest voucher by itself, and counts what the server says. */
  update(driver: Driver, remembered: Record.Remembered, cumulative: bigint): Promise<Answer>
}

export function createWire(host: Host): Wire {
  const known = new WeakMap<Challenge.Challenge, SessionTerms>()
  /** Origins that take no HEAD. */
  const headless = new Set<string>()

  function terms(rail: Rail, challenge: Challenge.Challenge): SessionTerms {
    const before = known.get(challenge)
    if (before) return before
    const read = rail.scheme.terms(rail.read(challenge) as never)
    known.set(challenge, read)
    return read
  }

  const isFresh = (challenge: Challenge.Challenge) => {
    const end = Challenge.expiresAt(challenge)
    return end === undefined || end > host.now() + host.tolerance
  }

  /** Keeps the challenge that an answer brought, if it is for this channel. */
  function learn(driver: Driver, url: string, method: string, response: Response) {
    const { record } = driver
    if (response.headers.get('WWW-Authenticate') === null) return undefined
    for (const challenge of Challenge.parse(response.headers).challenges) {
      const rail = railOf(host, record.rail)
      if (!rail || `${challenge.method}/${challenge.intent}` !== record.rail || !isFresh(challenge)) continue
      try {
        const { route, price, snapshot } = terms(rail, challenge)
        if (route !== record.identity.route || price > record.price) continue
        // What a server says of the channel by itself saves asking; it is bounded like any receipt.
        if (snapshot?.identity.id === record.identity.id) driver.count(snapshot)
      } catch {
        // A challenge that cannot be read is none.
        continue
      }
      const remembered = { challenge, url, method }
      driver.update((channel) => channel, Record.remember(driver.record, remembered))
      return remembered
    }
    return undefined
  }

  /** Asks for a challenge, unpaid: as an update would, and as the resource itself was asked for. */
  async function ask(driver: Driver, { url, method }: Pick<Record.Remembered, 'url' | 'method'>) {
    for (const verb of ['HEAD', method]) {
      const response = await within(quick, (signal) =>
        host.prepare(url, { method: verb, cache: 'no-store', signal }).send(),
      )
      response.body?.cancel().catch(() => {})
      const fresh = learn(driver, url, method, response)
      if (fresh) return fresh
    }
    throw new NoChallengeError(url)
  }

  async function challenge(driver: Driver, remembered: Record.Remembered): Promise<Record.Remembered> {
    return isFresh(remembered.challenge) ? remembered : ask(driver, remembered)
  }

  /** Sends what needs no answer but a receipt: by HEAD, or where a server has no HEAD, by POST without a body. */
  async function post(
    driver: Driver,
    remembered: Record.Remembered,
    credential: string,
    patience: number,
  ): Promise<Answer> {
    const { origin } = driver.record
    const by = (method: string) =>
      within(patience, async (signal) => {
        const sendable = host.prepare(remembered.url, { method, cache: 'no-store', signal })
        const answer = await send(driver, remembered, credential, sendable)
        const { response, problem = response.ok ? undefined : await Problem.read(response) } = answer
        return { ...answer, problem }
      })
    if (headless.has(origin)) return by('POST')
    const answer = await by('HEAD')
    if (![404, 405, 501].includes(answer.response.status)) return answer
    headless.add(origin)
    return by('POST')
  }

  async function send(
    driver: Driver,
    { challenge, url, method }: Record.Remembered,
    credential: string,
    sendable: Sendable,
    headers?: { readonly [name: string]: string },
  ): Promise<Answer> {
    const field = challenge.header ?? 'Authorization'
    const { signal } = sendable
    const { response, redirect = response } = await sendable.sendPaid({
      field,
      headers: { ...headers, [field]: credential },
      url,
      signal,
    })
    const refused = response.status === 402 || response.status === 410
    const problem = refused ? await Problem.read(response) : undefined
    if (response.status === 402) learn(driver, url, method, response)
    return { response, problem, ...readReceipt(redirect, driver.record, railOf(host, driver.record.rail)) }
  }

  async function control(
    driver: Driver,
    remembered: Record.Remembered,
    payload: JsonObject,
  ): Promise<Answer> {
    const { challenge } = remembered
    const { source } = driver.record.identity
    return post(driver, remembered, Credential.serialize({ challenge, payload, source }), slow)
  }

  return {
    terms,
    challenge,
    at(driver, url) {
      const known = driver.record.challenges[Record.resourceOf(url)]
      return known ? challenge(driver, { ...known, url }) : ask(driver, { url, method: 'GET' })
    },
    send,
    control,
    async update(driver, remembered, cumulative) {
      for (let tries = 0; ; tries++) {
        const ready = await challenge(driver, tries === 0 ? remembered : latest(driver, remembered))
        const credential = await driver.pen.credential(ready.challenge, 'voucher', cumulative)
        const answer = await post(driver, ready, credential, quick)
        if (answer.counted) driver.count(answer.counted)
        // A challenge that ended on the way came back with another.
        const again =
          answer.response.status === 402 && latest(driver, ready).challenge.id !== ready.challenge.id
        if (!again || tries > 0) return answer
      }
    },
  }
}

/** The newest challenge of the resource of another. */
export function latest({ record }: Driver, remembered: Record.Remembered): Record.Remembered {
  return record.challenges[Record.resourceOf(remembered.url)] ?? remembered
}

/** The session method of a name. */
export function railOf({ methods }: Host, name: string): Rail | undefined {
  return methods.filter(isRail).find((rail) => `${rail.name}/${rail.intent}` === name)
}

/** Whether a method has sessions. */
export const isRail = (method: object): method is Rail => 'scheme' in method

function readReceipt(
  response: Response,
  { identity, origin }: Record.Record,
  rail: Rail | undefined,
): Pick<Answer, 'counted' | 'receiptError'> {
  const value = response.headers.get('Payment-Receipt')
  if (value === null || (response.url && new URL(response.url).origin !== origin))
    return { counted: undefined }
  try {
    const receipt = Receipt.parse(value)
    return {
      counted: SessionReceipt.parse(rail?.scheme.receipt?.(receipt, identity) ?? receipt, identity.id),
    }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    return { counted: undefined, receiptError: error }
  }
}

/** What a server's refusal says, as an error. */
export function refusal({ response, problem }: Answer): RefusedError {
  return new RefusedError(response.status, problem?.detail ?? problem?.title)
}

/** Thrown when the server does not take what a session sent. Nothing was used up by it. */
export class RefusedError extends BaseError {
  override readonly name = 'Wire.RefusedError'
  /** The HTTP status of the refusal. */
  readonly status: number
  constructor(status: number, details: string | undefined) {
    super('session_refused', 'The server does not take what this session pays with.', {
      details: details ?? `The server answered ${status}.`,
    })
    this.status = status
  }
}

/** Thrown when a server that was asked for its terms named none that this channel can pay. */
export class NoChallengeError extends BaseError {
  override readonly name = 'Wire.NoChallengeError'
  constructor(url: string) {
    super('session_terms_missing', `${new URL(url).host} names no terms that this session could go on with.`)
  }
}
