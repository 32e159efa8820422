import type { Method, MethodContext } from '../methods/Method.js'
import * as Policy from '../policy/Policy.js'
import { assertFresh, type Challenge, ExpiredError } from '../protocol/Challenge.js'
import type { Keeper } from '../stores/Keeper.js'
import { createMemoryStore } from '../stores/MemoryStore.js'
import { type Attempt, CancelledError, createJournal, DeclinedError } from './Attempt.js'
import { createChooser, type Round } from './Choice.js'
import { createEmitter } from './Events.js'
import { keyOf } from './Key.js'
import { exposure, type Offer } from './Offer.js'
import type { PaidInit, Payer, PayerOptions } from './Payer.js'
import { type Approved, pay } from './Payment.js'
import { originalFetch } from './Polyfill.js'
import {
  type Approve,
  bindingOf,
  HeadersUnreadableError,
  MethodError,
  type PayOptions,
  type Quote,
  type Reading,
  read,
} from './Quote.js'
import { inBrowser, prepare, type Sendable } from './Sendable.js'
import { anySignal } from './Signal.js'
import { inherit } from './Submission.js'

// How often somebody who lets offers end is brought a new one, so that no server is asked for ever.
const maxRenewals = 20

/**
 * Creates a payer: a `fetch` that answers `402 Payment Required` (draft-httpauth-payment-00).
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { tempo } from '@payerkit/core/tempo'
 *
 * const payer = createPayer({
 *   methods: [tempo({ client })],
 *   policy: { budget: [{ currency: 'usd', amount: '0.05', per: 'payment' }, { currency: 'usd', amount: '1', per: 'all' }] },
 * })
 * const response = await payer.fetch('https://api.example.com/photo')
 * ```
 */
export function createPayer(options: PayerOptions): Payer {
  const {
    methods,
    policy = {},
    store = createMemoryStore(),
    now = () => Date.now(),
    clockTolerance = 5_000,
    acceptPayment = 'same-origin',
    maxChallenges = 2,
    retries = 3,
  } = options
  const base = methods.reduce<typeof fetch>(
    (send, method) => method.dialect?.(send) ?? send,
    options.fetch ?? ((input, init) => originalFetch()(input, init)),
  )
  const events = createEmitter()
  const journal = createJournal({ store, now, events, ended: (attempt) => keeper?.drop(attempt) })
  const keeper: Keeper | undefined = store.keeper?.<Attempt, Method>({
    store,
    now,
    journal,
    methods,
    outcome: async (id) => sessions?.outcome(id),
    finish(attempt, method, request, kept, signal): Promise<Response> {
      const { challenge } = attempt.offer
      return inherit({
        ...kept,
        attempt,
        binding: { method, request: method.read(challenge) },
        sendable: sendableOf(request.url, request.init),
        context: contextOf(challenge, signal, {}),
        journal,
        keeper,
        retries,
        signal,
      })
    },
  })
  const approvers: Approve[] = options.approve ? [options.approve] : []
  const life = new AbortController()
  const preference = methods.map(({ name, intent }) => `${name}/${intent}`).join(', ')

  function accept(url: () => string): string | undefined {
    const free = acceptPayment === 'always' || !inBrowser() || new URL(url()).origin === location.origin
    return preference && acceptPayment !== 'never' && free ? preference : undefined
  }

  const sendableOf = (input: RequestInfo | URL, init?: RequestInit) => prepare(base, input, init, accept)

  const judge = (offer: Offer) =>
    Policy.judge(policy, { ...offer, amount: exposure(offer) }, journal.ledger(), now())

  const assertInTime = ({ challenge }: Offer) =>
    assertFresh(challenge, { now: now(), tolerance: clockTolerance })

  /** Refuses what the policy or the call forbids, and what is over. */
  function check(offer: Offer, { maxAmount }: PayOptions): void {
    judge(offer)
    if (maxAmount !== undefined) Policy.assertWithin(exposure(offer), maxAmount)
    assertInTime(offer)
  }

  const { choose, ask } = createChooser({ journal, keeper, signal: life.signal, approvers, judge, check })

  const contextOf = (
    challenge: Challenge,
    signal: AbortSignal | undefined,
    session: PayOptions,
  ): MethodContext => ({ challenge, now, store, signal, session })

  async function readQuote(
    response: Response,
    sendable: Sendable,
    pays: PayOptions,
  ): Promise<Quote | undefined> {
    if (!response.headers.has('WWW-Authenticate')) {
      // Another origin's header that is there, but not for this page, looks just like none.
      if (response.type === 'cors') throw new HeadersUnreadableError(response.url)
      return undefined
    }
    const reading = await read(response, sendable, {
      methods,
      context: (challenge) => contextOf(challenge, sendable.signal, pays),
      check: (offer) => check(offer, pays),
    })
    if (!reading.offers[0] && !reading.refused[0]) return undefined
    const quote: Quote = {
      ...reading,
      pay: once((only, more) => {
        const signal = anySignal(sendable.signal, more?.signal)
        const open = (payment: PayOptions) => buy(quote, sendable, payment, only)
        const payment = { ...pays, ...more, signal }
        return sessions && (!only || only.session)
          ? sessions.serve(quote, sendable, payment, open)
          : open(payment)
      }),
    }
    events.emit('quote', quote)
    return quote
  }

  async function buy(
    quote: Reading,
    sendable: Sendable,
    pays: PayOptions,
    only: Offer | undefined,
  ): Promise<Response> {
    const key = await keyOf(sendable, pays)
    const work = async () => {
      // What is open is finished first; whoever comes while somebody does so gets the same answer.
      for (let open = journal.open(key); open; open = journal.open(key)) {
        const answer = await (journal.idle(open.id) ?? journal.resume(open.id, pays.signal))
        if (answer) return answer
      }
      const round: Round = { key, only, tried: new Set(), asked: false }
      let reading = quote
      for (let left = maxRenewals; ; left--) {
        let id = ''
        try {
          const chosen = await choose(reading, pays, round)
          const { offer } = chosen.attempt
          id = chosen.attempt.id
          const approved = {
            ...chosen,
            // Every offer of a reading is bound.
            binding: bindingOf(offer) as Approved['binding'],
            idempotencyKey: pays.idempotencyKey ?? id,
            sendable,
            context: contextOf(offer.challenge, pays.signal, pays),
            assertInTime: () => assertInTime(offer),
            journal,
            keeper,
            retries,
            keep: pays.keep,
          }
          return await (sessions && offer.session ? sessions.open(approved) : pay(approved))
        } catch (error) {
          // Only what has cost nothing for certain is worth another question, and a budget asks none.
          if (!round.asked || only || pays.signal?.aborted) throw error
          const answer =
            error instanceof ExpiredError && left
              ? await sendable.send()
              : error instanceof DeclinedError &&
                round.tried.size < maxChallenges &&
                // It is the end of this very attempt, and more than the server's word.
                journal.known(id)?.unproven === false &&
                error.response
          const next = answer ? await readQuote(answer, sendable, pays) : undefined
          if (!next?.offers.some(({ challenge }) => !round.tried.has(challenge.id))) throw error
          reading = next
        }
      }
    }
    return keeper?.alone(key, pays, work) ?? work()
  }

  function start(input: RequestInfo | URL, init?: PaidInit): [Sendable, PayOptions] {
    // Without options of ours, what the caller gave goes on as it is.
    if (!init?.payment) return [sendableOf(input, init), {}]
    const { payment, ...rest } = init
    const signal = anySignal(rest.signal ?? undefined, payment.signal)
    return [sendableOf(input, signal ? { ...rest, signal } : rest), payment]
  }

  const rail = methods.find((method) => 'scheme' in method)
  const sessions = rail?.sessions({
    store,
    now,
    tolerance: clockTolerance,
    methods,
    journal,
    ask,
    run,
    judge,
    prepare: sendableOf,
  })

  /** Sends a request, or takes what was kept of it; with the price of what has to be paid. */
  async function price(sendable: Sendable, payment: PayOptions): Promise<[Response, Quote | undefined]> {
    const kept = payment.keep && (await keeper?.bought(await keyOf(sendable, payment)))
    const response = kept || (await sendable.send())
    // Most answers cost nothing, and are handed on without a quote.
    const quote = response.status === 402 ? await readQuote(response, sendable, payment) : undefined
    if (!quote) sendable.release()
    return [response, quote]
  }

  /** Pays for a request if it must. */
  async function run(sendable: Sendable, payment: PayOptions): Promise<Response> {
    const [response, quote] = await price(sendable, payment)
    return quote ? quote.pay() : response
  }

  return {
    async fetch(input, init) {
      const started = start(input, init)
      return (sessions && (await sessions.send(started[0]))) ?? run(...started)
    },
    async quote(input, init) {
      const started = start(input, init)
      const [response, quote] = await price(...started)
      const url = response.url || started[0].url
      return quote ?? { required: false, offers: [], refused: [], response, url, pay: async () => response }
    },
    async capable(offer) {
      const { method, request } = bindingOf(offer) ?? {}
      const found = await method?.capable?.(request as never, contextOf(offer.challenge, undefined, {}))
      return found ?? { able: true }
    },
    session(input, options) {
      if (!sessions) throw new MethodError({ intent: 'session', method: '' })
      return sessions.session(input, options)
    },
    channels: sessions?.channels,
    attempts: {
      list: journal.list,
      ledger: journal.ledger,
      subscribe: journal.subscribe,
      ready: async () => keeper?.ready(),
      resume: journal.resume,
      response: async (id) => keeper?.response(id),
      forget: journal.forget,
    },
    methods,
    now,
    on: events.on,
    setApprove(approve) {
      approvers.push(approve)
      return () => void approvers.splice(approvers.indexOf(approve) >>> 0, 1)
    },
    destroy() {
      life.abort(new CancelledError())
      sessions?.destroy()
      keeper?.destroy()
      events.clear()
      approvers.length = 0
    },
  }
}

/** Lets a payment run once, and after a failure again. */
function once<args extends unknown[]>(
  run: (...args: args) => Promise<Response>,
): (...args: args) => Promise<Response> {
  let running: Promise<Response> | undefined
  return (...args) => {
    running ??= run(...args).catch((error: unknown) => {
      // After an open end too: paying again then resumes, and never pays anew.
      running = undefined
      throw error
    })
    return running
  }
}
