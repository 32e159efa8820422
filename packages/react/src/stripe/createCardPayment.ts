import type { Offer } from '@payerkit/core'
import type { CardDriver, CardHandlers, Charged } from './cardDriver.js'
import { attemptOf, type CardLoadError, codeOf, declineOf, isExpiry } from './cardErrors.js'
import { type CardState, isBusy, isPayable, isStoppable, type Stage } from './cardState.js'
import { isOver, isSameDeal } from './cardTerms.js'
import { type CardPort, collectCard, whileWanted } from './collectCard.js'
import { tell } from './tell.js'

/** What is on the screen. */
export type CardSnapshot = {
  readonly state: CardState
  readonly offer: Offer | undefined
  /** How often the fields were asked for again. */
  readonly load: number
  /** Pay has just been lit again, so that the second click of two is not a yes to what it did not see. */
  readonly settling: boolean
}

/** One payment by card, with no framework: a store to observe and the things a person can do. */
export type CardPayment = {
  getSnapshot(): CardSnapshot
  subscribe(listener: () => void): () => void
  handle(handlers: CardHandlers): void
  /** A form shows this payment from now on, until the answer is called. */
  enter(): () => void
  /** The fields are there, until the answer is called. */
  attach(port: CardPort): () => void
  /** The fields did not come. */
  failFields(error: CardLoadError, retry: boolean): void
  reloadFields(): void
  focusFields(): void
  /** Shows another offer, unless a payment is under way or money may have moved. */
  adopt(offer: Offer): void
  pay(): Promise<void>
  cancel(): void
  check(): Promise<void>
  /** Gets a new offer after the old one ended. */
  renew(): Promise<void>
  readonly renewable: boolean
  /** Looks at the clock. */
  tick(): void
}

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
  let fields: 'loading' | CardPort | Extract<CardState, { name: 'loadFailed' }> = 'loading'
  let load = 0
  let handlers: CardHandlers = {}
  let forms = 0
  /** The offer's challenge was used: the next payment needs a new one. */
  let used = false
  let run: AbortController | undefined
  let settled: ReturnType<typeof setTimeout> | undefined
  let snapshot = take()

  function take(): CardSnapshot {
    let state: CardState = stage
    if (typeof fields === 'object' && 'name' in fields && isPayable(stage)) state = fields
    else if (fields === 'loading' && stage.name === 'ready') state = loading
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

  function finish({ response, receipt, charged }: Charged): void {
    show({ name: 'paid', receipt, charged })
    tell(() => handlers.onSuccess?.(response, receipt))
  }

  function fail(next: Stage, error: Error): void {
    show(next)
    tell(() => handlers.onError?.(error))
  }

  /** Says what a failure means for the money. */
  function conclude(thrown: unknown, aborted = false): void {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    const code = codeOf(error)
    const reason = declineOf(error)
    if (code === 'unknown' || code === 'paid_undelivered' || code === 'token_used') {
      const paid = code !== 'unknown'
      fail({ name: 'unknown', attemptId: attemptOf(error), paid, checking: false, checks: 0 }, error)
    } else if (aborted || code === 'cancelled') {
      show({ name: 'cancelled' })
      tell(() => handlers.onCancel?.())
    } else if (isExpiry(error)) fail({ name: 'expired', renewing: false }, error)
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
      if (forms++ === 0 && typeof fields === 'object' && 'name' in fields) fields = 'loading'
      show()
      return () => {
        // Without fields there is no card to read; what is authorized already goes on to its end.
        if (--forms === 0 && stage.name === 'validating') run?.abort()
      }
    },
    attach(port) {
      fields = port
      show()
      return () => {
        if (fields !== port) return
        fields = 'loading'
        show()
      }
    },
    failFields(error, retry) {
      if (fields !== 'loading' || isBusy(stage)) return
      fields = { name: 'loadFailed', error, retry }
      show()
      tell(() => handlers.onError?.(error))
    },
    reloadFields() {
      load++
      fields = 'loading'
      show()
    },
    focusFields() {
      if (typeof fields === 'object' && 'elements' in fields) fields.elements.getElement('payment')?.focus()
    },
    adopt(next) {
      if (next === offer || !(isPayable(stage) || stage.name === 'expired')) return
      const before = offer
      offer = next
      used = false
      if (before && !isSameDeal(before, next))
        show({ name: 'ready', notice: { kind: 'changed', before, now: next } })
      else show(stage.name === 'expired' ? { name: 'ready' } : stage)
    },
    async pay() {
      if (typeof fields !== 'object' || !('elements' in fields) || !isPayable(stage) || !offer) return
      if (settled !== undefined) return
      if (!used && isOver(offer, now())) return show({ name: 'expired', renewing: false })
      const own = new AbortController()
      run = own
      show({ name: 'validating' })
      try {
        await charge(fields, own)
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
        else show({ ...before, paid, checks: before.checks + 1 })
      }
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
