import type { Offer } from '@payerkit/core'
import type { CardDriver, CardHandlers, Charged } from './cardDriver.js'
import { attemptOf, codeOf, declineOf } from './cardErrors.js'
import type { CardPayment, CardSnapshot } from './cardPayment.js'
import { type CardState, isBusy, isPayable, isStoppable, type Stage, unknownStage } from './cardState.js'
import { isOver, isSameDeal } from './cardTerms.js'
import { type CardPort, collectCard, whileWanted } from './collectCard.js'
import { handOver } from './handOver.js'
import { attemptIn } from './quoteDriver.js'
import { complain, tell, toError } from './tell.js'

/** Milliseconds that a person needs to see what a click would do now. */
const settling = 400
const loading: CardState = { name: 'loading' }

export function createCardPayment(options: {
  offer: Offer | undefined
  stage?: Stage | undefined
  driver: CardDriver
  now?: (() => number) | undefined
}): CardPayment {
  const { driver, now = Date.now } = options
  const listeners = new Set<() => void>()
  let { offer, stage = { name: 'ready' } } = options
  let fields: CardPort | undefined
  /** Why there are no fields. */
  let missing: Extract<CardState, { name: 'loadFailed' }> | undefined
  let load = 0
  let handlers: CardHandlers = {}
  let forms = 0
  /** The offer's challenge was used: the next payment needs a new one. */
  let used = false
  let run: AbortController | undefined
  let bought: Charged | undefined
  let settled: ReturnType<typeof setTimeout> | undefined
  let snapshot = take()

  function take(): CardSnapshot {
    let state: CardState = stage
    if (missing && isPayable(stage)) state = missing
    else if (!fields && stage.name === 'ready') state = loading
    return { offer, load, state, settling: settled !== undefined }
  }

  function show(next: Stage = stage): void {
    const news = next.name === 'ready' && next.notice?.kind === 'changed'
    if (next !== stage && isPayable(next) && (news || !isPayable(stage))) settle()
    stage = next
    snapshot = take()
    for (const listener of listeners) listener()
  }

  function settle(): void {
    clearTimeout(settled)
    settled = setTimeout(() => {
      settled = undefined
      show()
    }, settling)
  }

  function finish(charged: Charged, again = false): void {
    bought = charged
    const paid = { name: 'paid', receipt: charged.receipt, charged: charged.charged } as const
    show(paid)
    void handOver(charged, () => handlers, again ? driver : undefined).then(
      (unread) => unread && show({ ...paid, unread }),
    )
  }

  /** An open attempt may be finished or given up by others. */
  function follow(): void {
    if (stage.name !== 'unknown' || stage.checking || !stage.attemptId || !driver.attempts) return
    const { phase, receipt, error } = attemptIn(driver.attempts, stage.attemptId) ?? {}
    if (!phase) show({ name: 'ready' })
    else if (phase === 'paid') show({ name: 'paid', receipt, charged: true, elsewhere: true })
    else if (phase === 'paidUndelivered' && !stage.paid) show({ ...stage, paid: true })
    else if (/^(declined|cancelled|failed)$/.test(phase)) conclude(error)
  }

  function fail(next: Stage, error: Error): void {
    show(next)
    tell(() => handlers.onError?.(error))
  }

  /** Says what a failure means for the money. */
  function conclude(thrown: unknown, aborted = false): void {
    const error = toError(thrown)
    const code = codeOf(error)
    const reason = declineOf(error)
    if (code === 'unknown' || code === 'paid_undelivered' || code === 'token_used') {
      fail(unknownStage(attemptOf(error), code !== 'unknown'), error)
    } else if (aborted || code === 'cancelled' || error.name === 'AbortError') {
      show({ name: 'cancelled' })
      tell(() => handlers.onCancel?.())
    } else if (code === 'challenge_expired') fail({ name: 'expired', renewing: false }, error)
    else if (reason) fail({ name: 'declined', reason, error }, error)
    else fail({ name: 'failed', error }, error)
  }

  /** Gets a fresh offer. Whether the screen may go on: only with the same deal, another one is looked at first. */
  async function refresh(signal?: AbortSignal): Promise<boolean> {
    if (!driver.renew) return true
    const next = await whileWanted(driver.renew(), signal)
    if ('response' in next) {
      finish(next)
      return false
    }
    return accept(next)
  }

  /** Whether the offer asks the same as the one before; if not, that is shown. */
  function accept(next: Offer): boolean {
    const before = offer
    offer = next
    used = false
    if (!before || isSameDeal(before, next)) return true
    show({ name: 'ready', notice: { kind: 'changed', before, now: next } })
    return false
  }

  async function charge(port: CardPort, { signal }: AbortController): Promise<void> {
    const { error } = await whileWanted(port.elements.submit(), signal)
    if (error) return show({ name: 'ready', notice: { kind: 'invalid', message: error.message } })
    if (used && !(await refresh(signal))) return
    const move = (from: Stage['name'], to: 'requiresAction' | 'authorizing') => {
      // The bank's question may outlive a payment that was called off.
      if (stage.name !== from || signal.aborted) return
      show({ name: to })
      if (to === 'requiresAction') tell(() => handlers.onRequiresAction?.())
    }
    const card = collectCard(port, {
      began: () => move('authorizing', 'requiresAction'),
      ended: () => move('requiresAction', 'authorizing'),
    })
    const input = await whileWanted(card, signal)
    if (!offer || isOver(offer, now())) return show({ name: 'expired', renewing: false })
    used = true
    show({ name: 'authorizing' })
    finish(await driver.charge(offer, input, { signal, sent: () => show({ name: 'submitting' }) }))
  }

  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    handle(next) {
      handlers = next
    },
    enter() {
      // What did not load for an earlier form may for this one.
      if (forms++ === 0) missing = undefined
      show()
      const leave = driver.attempts?.subscribe(() => follow())
      follow()
      return () => {
        leave?.()
        // Without fields there is no card to read; what is authorized already goes on to its end.
        if (--forms === 0 && stage.name === 'validating') run?.abort()
      }
    },
    attach(port) {
      fields = port
      missing = undefined
      show()
      return () => {
        if (fields !== port) return
        fields = undefined
        show()
      }
    },
    failFields(error, retry) {
      if (fields || missing || isBusy(stage)) return
      missing = { name: 'loadFailed', error, retry }
      complain(error)
      show()
      tell(() => handlers.onError?.(error))
    },
    reloadFields() {
      load++
      fields = missing = undefined
      show()
    },
    focusFields() {
      fields?.elements.getElement('payment')?.focus()
    },
    adopt(next) {
      if (next === offer || !(isPayable(stage) || stage.name === 'expired')) return
      if (accept(next)) show(stage.name === 'expired' ? { name: 'ready' } : stage)
    },
    async pay(port = fields) {
      if (!port || missing || !isPayable(stage) || !offer || settled !== undefined) return
      if (!used && isOver(offer, now())) return show({ name: 'expired', renewing: false })
      const own = new AbortController()
      run = own
      show({ name: 'validating' })
      try {
        await charge(port, own)
      } catch (error) {
        conclude(error, own.signal.aborted)
      }
    },
    cancel() {
      if (isStoppable(stage)) run?.abort()
      else if (stage.name !== 'cancelled' && (isPayable(stage) || stage.name === 'expired')) {
        show({ name: 'cancelled' })
        tell(() => handlers.onCancel?.())
      }
    },
    async check() {
      if (stage.name !== 'unknown' || stage.checking || !stage.attemptId || !driver.check) return
      const before = stage
      show({ ...before, checking: true })
      try {
        finish(await driver.check(stage.attemptId))
      } catch (error) {
        const paid = before.paid || codeOf(error) === 'paid_undelivered'
        // Only the word that nothing was charged ends the doubt.
        if (codeOf(error) === 'declined') conclude(error)
        else {
          show({ ...before, paid, checks: before.checks + 1 })
          follow()
        }
      }
    },
    reread() {
      if (stage.name === 'paid' && stage.unread && bought) finish(bought, true)
    },
    renewable: driver.renew !== undefined,
    async renew() {
      if (stage.name !== 'expired' || stage.renewing || !driver.renew) return
      show({ name: 'expired', renewing: true })
      try {
        if (await refresh()) show({ name: 'ready' })
      } catch (error) {
        show({ name: 'expired', renewing: false, error: error as Error })
      }
    },
    tick() {
      if (offer && !used && isPayable(stage) && isOver(offer, now()))
        show({ name: 'expired', renewing: false })
    },
  }
}
