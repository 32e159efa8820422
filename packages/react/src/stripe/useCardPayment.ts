'use client'

import { type RefObject, useEffect, useRef, useSyncExternalStore } from 'react'
import { useSecondsLeft } from '../components/useSecondsLeft.js'
import type { CardHandlers } from './cardDriver.js'
import type { CardPayment, CardSnapshot } from './cardPayment.js'
import { type CardState, isBusy } from './cardState.js'
import { useBrowserLayoutEffect } from './useBrowserLayoutEffect.js'

/** Shows a payment, tells the latest handlers, and looks at the clock. */
export function useCardPayment(
  payment: CardPayment,
  handlers: CardHandlers,
): CardSnapshot & { readonly left: number | undefined } {
  const snapshot = useSyncExternalStore(payment.subscribe, payment.getSnapshot, payment.getSnapshot)
  const left = useSecondsLeft(snapshot.offer?.expiresAt)
  useBrowserLayoutEffect(() => payment.handle(handlers))
  useEffect(() => payment.enter(), [payment])
  useEffect(() => {
    if (left === 0) payment.tick()
  }, [left, payment])
  return { ...snapshot, left }
}

/** The nodes that the focus is moved to, or that say whether it is in the form. */
export type FocusNodes = {
  readonly form: RefObject<HTMLElement | null>
  readonly fields: RefObject<HTMLElement | null>
  readonly note: RefObject<HTMLElement | null>
}

/** Moves the focus to what has to be read or mended, but never away from another part of the page. */
export function useCardFocus(
  payment: CardPayment,
  state: CardState,
  { form, fields, note }: FocusNodes,
): void {
  const before = useRef<CardState>(undefined)
  /** Whether the focus was in the form before it went nowhere, as it does when a button is taken away. */
  const inside = useRef(false)

  useEffect(() => {
    const follow = ({ target }: FocusEvent) => {
      inside.current = target instanceof Node && form.current?.contains(target) === true
    }
    document.addEventListener('focusin', follow)
    return () => document.removeEventListener('focusin', follow)
  }, [form])

  useEffect(() => {
    const previous = before.current
    before.current = state
    if (!previous || previous === state) return
    const { activeElement } = document
    const lost = activeElement === document.body && inside.current
    if (!lost && !form.current?.contains(activeElement)) return
    if (state.name === 'ready' && state.notice?.kind === 'invalid') {
      if (!fields.current?.contains(activeElement)) payment.focusFields()
    } else if (wantsReading(state)) note.current?.focus()
    // Not the next button: a key held down since before would press it.
    else if (lost && !isBusy(state) && !isBusy(previous)) form.current?.focus()
  }, [payment, state, form, fields, note])
}

type Reading = {
  readonly name: CardState['name']
  readonly notice?: unknown
  readonly renewing?: boolean
  readonly checking?: boolean
}

function wantsReading({ name, notice, renewing, checking }: Reading): boolean {
  if (renewing || checking) return false
  return notice !== undefined || /^(paid|unknown|loadFailed|expired|declined|failed)$/.test(name)
}
