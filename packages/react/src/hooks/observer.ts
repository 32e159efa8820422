import type { PaidInit, Payer, PayOptions, Quote } from '@payerkit/core'
import {
  ended,
  idle,
  isOpen,
  type PaidRequest,
  type PaidRequestOptions,
  type PaidState,
  revocable,
} from './PaidState.js'
import { createRun, type Run } from './paidRun.js'
import {
  addressOf,
  anySignal,
  codeOf,
  handled,
  hasSession,
  isFresh,
  isSame,
  methodOf,
  NothingToPayError,
  ReadError,
  saysPaid,
  signalOf,
  spend,
  type Wanted,
} from './request.js'

type Mode = PaidRequestOptions<unknown>['mode']

const sayNo = async () => undefined

/** Creates the request behind the hooks; it knows nothing of React. */
export function createPaidRequest<data>(
  payer: Payer,
  now: () => number,
  first: PaidRequestOptions<data>,
): PaidRequest<data> {
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
    if (shown && !shown.silent && revocable.has(shown.state.phase)) shown.control.abort()
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
    const aborted = run.control.signal.aborted
    if (aborted && (revocable.has(phase) || phase === 'cancelled')) {
      publish(run, idle)
      throw error
    }
    if (run.silent && quote && (code === 'cancelled' || code === 'no_offer'))
      return publish(run, { status: 'idle', phase: 'quoted' })
    const gaveUp = code === 'cancelled' || error.name === 'AbortError' ? 'cancelled' : 'failed'
    const outcome = ended.has(phase) ? phase : gaveUp
    return publish(run, { status: 'error', phase: outcome, error })
  }

  function paymentOf(run: Run<data>): PayOptions {
    const payment = { ...options.payment, ...run.wanted?.init?.payment }
    const signal = anySignal([run.control.signal, payment.signal, run.wanted && signalOf(run.wanted)])
    return { ...payment, signal }
  }

  async function request(run: Run<data>, wanted: Wanted, mode: Mode): Promise<PaidState<data>> {
    publish(run, { ...idle, status: 'pending', phase: 'quoting' })
    const payment = paymentOf(run)
    const start = `${methodOf(wanted)} ${addressOf(wanted.input)} `
    // What may have been paid before is finished by core first, and its news are this run's too.
    for (const { id, phase, key } of payer.attempts.list())
      if (isOpen(phase) && key.startsWith(start)) run.ids.add(id)
    if (mode === 'ask' && hasSession(payer, wanted)) return spendSession(run, wanted, payment)
    const quote = await payer.quote(wanted.input, { ...wanted.init, payment })
    if (!quote.required) return deliver(run, quote.response)
    for (const offer of quote.offers) run.offers.add(offer)
    publish(run, { quote, phase: 'quoted' })
    if (mode === 'stop') return publish(run, { status: 'idle' })
    payment.signal?.throwIfAborted()
    // Said here and not to the quote, which may be paid with a yes later.
    const answer = run.silent ? { ...payment, approve: sayNo } : payment
    return deliver(run, await withQuotes(run, quote.url, () => quote.pay(undefined, answer)), true)
  }

  /** Where a session is open the payment goes along, without asking for the price first. */
  async function spendSession(run: Run<data>, { input, init }: Wanted, payment: PayOptions) {
    const send = () => payer.fetch(input, { ...init, payment })
    const response = await withQuotes(run, addressOf(input), send)
    return deliver(run, response, saysPaid(response) || run.state.quote !== undefined)
  }

  async function settle(run: Run<data>, quote: Quote): Promise<PaidState<data>> {
    publish(run, { ...idle, quote, status: 'pending', phase: 'approving' })
    const pay = () => quote.pay(undefined, paymentOf(run))
    return deliver(run, await withQuotes(run, quote.url, pay), true)
  }

  /** Core asks a server anew whose challenge ended on the way; the offers that come then are this run's too. */
  async function withQuotes<value>(run: Run<data>, url: string, step: () => Promise<value>): Promise<value> {
    const unwatch = payer.on('quote', (quote) => {
      const { phase } = run.state
      if ((phase !== 'declined' && phase !== 'quoting') || quote.url !== url) return
      for (const offer of quote.offers) run.offers.add(offer)
      publish(run, phase === 'quoting' ? { quote, phase: 'quoted' } : { quote })
    })
    try {
      return await step()
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
      return publish(run, { status: 'success', data })
    } catch (cause) {
      return publish(run, { status: 'error', error: new ReadError(cause) })
    }
  }

  function load(input: RequestInfo | URL, init?: PaidInit): Promise<PaidState<data>> {
    const wanted = { input, init }
    const { pending, control, wanted: before } = shown ?? {}
    if (pending && before && !control?.signal.aborted && isSame(before, wanted)) return pending
    const run = show(wanted)
    const { mode } = options
    return track(run, () => request(run, wanted, mode), mode === 'silent')
  }

  async function payShown(given?: Quote): Promise<PaidState<data>> {
    // `onClick={pay}` brings an event along.
    const wish = typeof given?.pay === 'function' && given !== shown?.state.quote ? given : undefined
    const run = wish ? show(undefined, wish) : shown
    if (!run) throw new NothingToPayError()
    const { pending, wanted, control, state } = run
    const { phase, response, quote, status } = state
    if (pending && (phase === 'quoting' || run.silent)) {
      const next = await pending
      control.signal.throwIfAborted()
      return shown === run && next.phase === 'quoted' ? payShown() : next
    }
    if (pending) return pending
    if (response && status === 'error') return track(run, () => deliver(run, response))
    // Never anew for what is paid, or may be.
    if (response || phase === 'paid' || isOpen(phase)) return state
    if (quote && (isFresh(quote, now()) || !wanted)) return track(run, () => settle(run, quote))
    if (wanted) return track(run, () => request(run, wanted, 'ask'))
    throw new NothingToPayError()
  }

  async function check(): Promise<PaidState<data>> {
    const run = shown
    const id = run?.attemptId
    if (!run || !id || !isOpen(run.state.phase)) throw new NothingToPayError()
    if (run.pending) return run.pending
    const attempt = payer.attempts.list().find((each) => each.id === id)
    // Somebody else has finished it or given it up; what came of it went to them.
    if (!attempt || !isOpen(attempt.phase)) {
      publish(run, { ...idle, phase: attempt?.phase ?? 'idle', receipt: attempt?.receipt })
      throw new NothingToPayError()
    }
    return track(run, async () => {
      publish(run, { status: 'pending' })
      return deliver(run, await payer.attempts.resume(id))
    })
  }

  return {
    getState: () => shown?.state ?? idle,
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) withdraw()
      }
    },
    setOptions(next) {
      options = next
    },
    load,
    fetch: (input, init) => handled(load(input, init).then(responseOf)),
    pay: (quote) => handled(payShown(quote).then(responseOf)),
    check: () => handled(check().then(responseOf)),
    reset() {
      withdraw()
      shown = undefined
      for (const listener of listeners) listener()
    },
  }
}

/** What a drop-in `fetch` would give. */
function responseOf({ response, quote, error }: PaidState<unknown>): Response {
  const answer = response ?? (error ? undefined : quote?.response)
  if (!answer) throw error ?? new NothingToPayError()
  return answer
}
