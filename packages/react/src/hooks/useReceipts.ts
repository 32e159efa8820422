'use client'

import { useDeferredValue, useMemo, useSyncExternalStore } from 'react'
import { usePayer, useSurroundings } from '../provider/context.js'
import { safeLink } from '../receipts/links.js'
import type { ReceiptEntry } from '../receipts/ReceiptEntry.js'
import { noReceipts, type ReceiptsView, receiptDeskOf } from '../receipts/receiptDesk.js'
import { search as find } from '../receipts/search.js'

/** What {@link useReceipts} takes. */
export type UseReceiptsOptions = {
  /**
   * Words that must all fit: who got it, where, what it was, the reference, the amount or the day. Accents and case do
   * not matter.
   */
  readonly search?: string | undefined
  /** Your own links. Default: {@link receiptLink}. Give the same function each time. */
  readonly linkOf?: ((receipt: ReceiptEntry) => string | undefined) | undefined
}

/** What {@link useReceipts} returns. */
export type UseReceipts = ReceiptsView & {
  /** How many there are, whatever is searched for. */
  readonly total: number
  /** What was bought, where it is kept: see `isKept`. */
  response(id: string): Promise<Response | undefined>
}

const none = () => noReceipts

/**
 * What was paid with this payer, the newest first, on earlier pages and in other tabs too where the store keeps it. A
 * session is one receipt, of what it has spent in all.
 *
 * @example
 * ```tsx
 * const { receipts } = useReceipts({ search: 'photo today' })
 *
 * receipts.map(({ id, amount, host }) => <li key={id}>{formatMoney(amount, 'en')} to {host}</li>)
 * ```
 */
export function useReceipts({ search = '', linkOf }: UseReceiptsOptions = {}): UseReceipts {
  const payer = usePayer()
  const { locale, now } = useSurroundings()
  const desk = receiptDeskOf(payer)
  const { receipts: all, ...view } = useSyncExternalStore(desk.subscribe, desk.getSnapshot, none)
  // However many there are, what is typed is there at once.
  const wanted = useDeferredValue(search)
  const linked = useMemo(
    () => (linkOf ? all.map((each) => ({ ...each, link: safeLink(linkOf(each)) })) : all),
    [all, linkOf],
  )
  const receipts = useMemo(() => find(linked, wanted, { locale, now: now() }), [linked, wanted, locale, now])
  return { ...view, receipts, total: all.length, response: payer.attempts.response }
}
