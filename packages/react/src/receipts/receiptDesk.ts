import type { Attempt, ChannelState, Payer } from '@payerkit/core'
import { framed, type Watchable } from '../hooks/frames.js'
import { errorOf } from '../hooks/sessionControl.js'
import { channelOf, entryOfAttempt, entryOfChannel, type ReceiptEntry } from './ReceiptEntry.js'

/** A payer's receipts, as they look from outside. */
export type ReceiptsView = {
  /** The newest first. One that did not change is the same object. */
  readonly receipts: readonly ReceiptEntry[]
  /** `loading` until what earlier pages left is read. */
  readonly status: 'loading' | 'ready' | 'failed'
  /** Why that could not be read. */
  readonly error: Error | undefined
}

export const noReceipts: ReceiptsView = { receipts: [], status: 'loading', error: undefined }

const desks = new WeakMap<Payer, Watchable<ReceiptsView>>()

/** The receipts of a payer. Reads what is kept here; nothing is paid, fetched or asked by it. */
export function receiptDeskOf(payer: Payer): Watchable<ReceiptsView> {
  const desk = desks.get(payer) ?? createDesk(payer)
  desks.set(payer, desk)
  return desk
}

type Spent = {
  readonly channel: ChannelState
  readonly opening: Attempt | undefined
  readonly entry: ReceiptEntry | undefined
}

const noChannels: readonly ChannelState[] = []
// What changes of a channel, and is on its receipt.
const shown = ['status', 'spent', 'refund', 'usedAt'] as const

function createDesk({ attempts, channels }: Payer): Watchable<ReceiptsView> {
  const entries = new WeakMap<Attempt, { readonly entry: ReceiptEntry | undefined }>()
  let seen: { attempts: readonly Attempt[]; channels: readonly ChannelState[] } | undefined
  let paid: readonly ReceiptEntry[] = []
  let openings = new Map<string, Attempt>()
  let spent = new Map<string, Spent>()
  let view = noReceipts
  let tell = () => {}

  function entryOf(attempt: Attempt): ReceiptEntry | undefined {
    const known = entries.get(attempt) ?? { entry: entryOfAttempt(attempt) }
    entries.set(attempt, known)
    return known.entry
  }

  function spentOf(channel: ChannelState): Spent {
    const { id } = channel
    const known = spent.get(id)
    const opening = openings.get(id.toLowerCase())
    const isSame =
      known?.opening === opening && shown.every((field) => Object.is(known?.channel[field], channel[field]))
    return known && isSame ? known : { channel, opening, entry: entryOfChannel(channel, opening) }
  }

  function read(): ReceiptsView {
    const now = { attempts: attempts.list(), channels: channels?.list() ?? noChannels }
    if (seen?.attempts === now.attempts && seen.channels === now.channels) return view
    if (seen?.attempts !== now.attempts) {
      paid = now.attempts.map(entryOf).filter((entry) => entry !== undefined)
      openings = new Map(now.attempts.map((each) => [channelOf(each) ?? '', each]))
    }
    seen = now
    spent = new Map(now.channels.map((each) => [each.id, spentOf(each)]))
    const used = [...spent.values()].map(({ entry }) => entry).filter((entry) => entry !== undefined)
    const receipts = [...paid, ...used].sort((one, other) => other.time - one.time)
    const isSame =
      receipts.length === view.receipts.length && receipts.every((each, at) => each === view.receipts[at])
    if (!isSame) view = { ...view, receipts }
    return view
  }

  function end(status: 'ready' | 'failed', error: Error | undefined): void {
    if (view.status === status && view.error === error) return
    view = { ...view, status, error }
    tell()
  }

  return framed(read, (changed) => {
    tell = changed
    const leaves = [attempts.subscribe(changed), channels?.subscribe(changed)]
    attempts.ready().then(
      () => end('ready', undefined),
      (error: unknown) => end('failed', errorOf(error)),
    )
    return () => {
      tell = () => {}
      for (const leave of leaves) leave?.()
    }
  })
}
