import type { Offer, PaidInit, Payer, Quote } from '@payerkit/core'
import { finished } from './elsewhere.js'
import {
  ended,
  idle,
  isOpen,
  type PaidRequest,
  type PaidRequestOptions,
  type PaidState,
  revocable,
} from './PaidState.js'
import { createRun, paymentOf, type Run, responseOf } from './paidRun.js'
import {
  addressOf,
  codeOf,
  handled,
  hasSession,
  isFresh,
  isSame,
  methodOf,
  NothingToPayError,
  ReadError,
  saysPaid,
  spend,
  type Wanted,
} from './request.js'

type Mode = PaidRequestOptions<unknown>['mode']

const sayNo = async () => undefined

/** Creates the request behind the hooks; it knows nothing of React. */
export function createPaidRequest<data>(payer: Payer, first: PaidRequestOptions<data>): PaidRequest<data> {
  const listeners = new Set<() => void>()
  let options = first
  let shown: Run<data> | undefined

  function publish(run: Run<data>, news: Partial<PaidState<data>>): PaidState<data> {
    run.state = { ...run.state, ...news }
    if (run === shown) for (const listener of listeners) listener()
    return run.state
  }

  function show(wanted: Wanted | undefined, quote?: Quote): Run<data> {
    withdraw()
    shown = createRun<data>(wanted, quote)
    return shown
  }

  /** Takes a question back. What was agreed to goes on: calling it off would only make its outcome unknown. */
  function withdraw(): void {
    if (shown && !shown.silent && revocable.test(shown.state.phase)) shown.control.abort()
  }

  /** Runs one step, with the attempts that belong to it watched. */
  function track(
    run: Run<data>,
    step: () => Promise<PaidState<data>>,
    silent = false,
  ): Promise<PaidState<data>> {
    run.silent = silent
    run.control = new AbortController()
    const { signal } = run.control
    const unwatch = payer.on('attempt', (attempt) => {
      if (!run.offers.has(attempt.offer) && !run.ids.has(attempt.id)) return
      run.ids.add(attempt.id)
      run.attemptId = attempt.id
      // What is open stays so while its proof is presented once more.
      if (attempt.phase !== 'submitting' || !isOpen(run.state.phase))
        publish(run, { phase: attempt.phase, receipt: attempt.receipt })
    })
    const pending: Promise<PaidState<data>> = Promise.resolve()
      .then(() => {
        signal.throwIfAborted()
        return step()
      })
      .catch((error: unknown) => fail(run, error))
      .finally(() => {
        unwatch()
        run.pending = undefined
      })
    run.pending = pending
    return handled(pending)
  }

  function fail(run: Run<data>, cause: unknown): PaidState<data> {
    const { phase, quote } = run.state
    const error = cause instanceof Error ? cause : new Error(String(cause))
    const code = codeOf(error)
    // Somebody else was faster.
    if (code === 'attempt_not_found') return publish(run, finished(attemptOf(run)))
    if (run.control.signal.aborted && (revocable.test(phase) || phase === 'cancelled')) {
      publish(run, idle)
      throw error
    }
    if (run.silent && quote && (code === 'cancelled' || code === 'no_offer'))
      return publish(run, { status: 'idle', phase: 'quoted' })
    const gaveUp = code === 'cancelled' || error.name === 'AbortError' ? 'cancelled' : 'failed'
    const outcome = ended.test(phase) ? phase : gaveUp
    return publish(run, { status: 'error', phase: outcome, error })
  }

  const attemptOf = ({ attemptId }: Run<data>) => payer.attempts.list().find(({ id }) => id === attemptId)

  /** What is shown as open may be finished or given up by another part of the page, or in another tab. */
  function follow(): void {
    if (!shown || shown.pending || !isOpen(shown.state.phase)) return
    const attempt = attemptOf(shown)
    const { phase, quote } = shown.state
    if (attempt && (attempt.phase === phase || !ended.test(attempt.phase))) return
    if (quote) spend(quote)
    publish(shown, finished(attempt))
  }

  async function request(run: Run<data>, wanted: Wanted, mode: Mode): Promise<PaidState<data>> {
    publish(run, { ...idle, status: 'pending', phase: 'quoting' })
    const payment = paymentOf(run, options)
    const start = `${methodOf(wanted)} ${addressOf(wanted.input)} `
    // What may have been paid before is finished by core first, and its news are this run's too.
    for (const { id, phase, key } of payer.attempts.list())
      if (isOpen(phase) && key.startsWith(start)) run.ids.add(id)
    const { input, init } = wanted
    // Where a session is open the payment goes along, without asking for the price first.
    if (mode === 'ask' && hasSession(payer, wanted))
      return buy(run, addressOf(input), () => payer.fetch(input, { ...init, payment }))
    const quote = await payer.quote(input, { ...init, payment })
    if (!quote.required) return deliver(run, quote.response)
    for (const offer of quote.offers) run.offers.add(offer)
    publish(run, { quote, phase: 'quoted' })
    if (mode === 'stop') return publish(run, { status: 'idle' })
    payment.signal?.throwIfAborted()
    // Said here and not to the quote, which may be paid with a yes later.
    const answer = run.silent ? { ...payment, approve: sayNo } : payment
    return buy(run, quote.url, () => quote.pay(undefined, answer))
  }

  async function settle(run: Run<data>, quote: Quote, offer?: Offer): Promise<PaidState<data>> {
    publish(run, { ...idle, quote, status: 'pending', phase: 'approving' })
    return buy(run, quote.url, () => quote.pay(offer, paymentOf(run, options)))
  }

  /** Core asks a server anew whose challenge ended on the way; the offers that come then are this run's too. */
  async function buy(run: Run<data>, url: string, send: () => Promise<Response>): Promise<PaidState<data>> {
    const unwatch = payer.on('quote', (quote) => {
      const { phase } = run.state
      if (!/^(declined|failed|quoting)$/.test(phase) || quote.url !== url) return
      for (const offer of quote.offers) run.offers.add(offer)
      publish(run, phase === 'quoting' ? { quote, phase: 'quoted' } : { quote })
    })
    try {
      const response = await send()
      return await deliver(run, response, run.state.quote !== undefined || saysPaid(response))
    } finally {
      unwatch()
    }
  }

  async function deliver(run: Run<data>, response: Response, bought = false): Promise<PaidState<data>> {
    // What a session paid for was no attempt of its own.
    const phase = run.state.phase === 'paid' || (bought && response.ok) ? 'paid' : 'idle'
    if (run.state.quote) spend(run.state.quote)
    publish(run, { response, phase, status: 'pending', error: undefined })
    try {
      // The answer itself stays unread, so that it can be read again without being paid again.
      const data = await options.read?.(response.clone())
      await options.show?.({ ...run.state, status: 'success', data, response: response.clone() })
      return publish(run, { status: 'success', data })
    } catch (cause) {
      return publish(run, { status: 'error', error: new ReadError(cause) })
    }
  }

  /** Reads once more what came; what broke on the way may have been kept whole. */
  async function readAgain(run: Run<data>): Promise<PaidState<data>> {
    const { response } = run.state
    const state = response ? await deliver(run, response) : run.state
    if (state.status !== 'error' || !run.attemptId) return state
    publish(run, { status: 'pending' })
    const kept = await payer.attempts.response(run.attemptId).catch(() => undefined)
    return kept ? deliver(run, kept) : publish(run, state)
  }

  function load(input: RequestInfo | URL, init?: PaidInit): Promise<PaidState<data>> {
    const wanted = { input, init }
    const { pending, control, wanted: before } = shown ?? {}
    if (pending && before && !control?.signal.aborted && isSame(before, wanted)) return pending
    const run = show(wanted)
    const { mode } = options
    return track(run, () => request(run, wanted, mode), mode === 'silent')
  }

  async function payShown(given?: Quote, offer?: Offer): Promise<PaidState<data>> {
    // `onClick={pay}` brings an event along.
    const wish = typeof given?.pay === 'function' && given !== shown?.state.quote ? given : undefined
    const run = wish ? show(undefined, wish) : shown
    if (!run) throw new NothingToPayError()
    const { pending, wanted, control, state } = run
    const { phase, response, quote, status } = state
    if (pending && (phase === 'quoting' || run.silent)) {
      const next = await pending
      control.signal.throwIfAborted()
      return shown === run && next.phase === 'quoted' ? payShown(undefined, offer) : next
    }
    if (pending) return pending
    if (status === 'error' && (response || phase === 'paid')) return track(run, () => readAgain(run))
    // Never anew for what is paid, or may be.
    if (response || phase === 'paid' || isOpen(phase)) return state
    if (quote && (isFresh(quote, payer.now()) || !wanted)) return track(run, () => settle(run, quote, offer))
    if (wanted) return track(run, () => request(run, wanted, 'ask'))
    throw new NothingToPayError()
  }

  async function check(): Promise<PaidState<data>> {
    const run = shown
    const id = run?.attemptId
    if (!run || !id || !isOpen(run.state.phase)) throw run?.state.error ?? new NothingToPayError()
    if (run.pending) return run.pending
    return track(run, async () => {
      publish(run, { status: 'pending' })
      return deliver(run, await payer.attempts.resume(id))
    })
  }

  return {
    getState: () => shown?.state ?? idle,
    subscribe(listener) {
      listeners.add(listener)
      const leave = payer.attempts.subscribe(() => follow())
      follow()
      return () => {
        leave()
        listeners.delete(listener)
        if (listeners.size === 0) withdraw()
      }
    },
    setOptions(next) {
      options = next
    },
    load,
    fetch: (input, init) => handled(load(input, init).then(responseOf)),
    pay: (quote, offer) => handled(payShown(quote, offer).then(responseOf)),
    check: () => handled(check().then(responseOf)),
    reset() {
      withdraw()
      shown = undefined
      for (const listener of listeners) listener()
    },
  }
}
