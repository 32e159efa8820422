import type { ChannelState, Channels, Payer } from '@payerkit/core'
import { framed, type Watchable } from './frames.js'
import { handled } from './request.js'
import { errorOf } from './sessionControl.js'

/** What somebody asked to be done with a session that is kept. */
export type ChannelAction = 'close' | 'requestClose' | 'withdraw' | 'forget'

/** All kept sessions, as they look from outside. */
export type ChannelsView = {
  /** The latest used first. One that did not change is the same object. */
  readonly channels: readonly ChannelState[]
  /** Whether they are being read. */
  readonly refreshing: boolean
  /** What is under way, by the session's id. */
  readonly pending: { readonly [id: string]: ChannelAction | undefined }
  /** What went wrong last, by the session's id. */
  readonly errors: { readonly [id: string]: Error | undefined }
  /** Why they could not be read. */
  readonly error: Error | undefined
}

/** What can be done with kept sessions, the same for every component that shows them. */
export type ChannelDesk = Watchable<ChannelsView> & {
  refresh(): Promise<void>
} & { [action in ChannelAction]: (id: string) => Promise<void> }

export const noChannels: ChannelsView = {
  channels: [],
  refreshing: false,
  pending: {},
  errors: {},
  error: undefined,
}

// Of a payer without session methods: there is nothing, and nothing to do.
const nothing: Pick<Channels, 'list' | 'subscribe' | 'refresh' | ChannelAction> = {
  list: () => noChannels.channels,
  subscribe: () => () => {},
  refresh: async () => {},
  close: async () => {},
  requestClose: async () => {},
  withdraw: async () => {},
  forget: async () => {},
}

const desks = new WeakMap<typeof nothing, ChannelDesk>()

/** The kept sessions of a payer. */
export function deskOf(payer: Payer | undefined): ChannelDesk {
  const channels = payer?.channels ?? nothing
  const desk = desks.get(channels) ?? createDesk(channels)
  desks.set(channels, desk)
  return desk
}

function createDesk(channels: typeof nothing): ChannelDesk {
  let view = noChannels
  let listed: readonly ChannelState[] = []
  let refreshing: Promise<void> | undefined
  let changed = () => {}
  const runs = new Map<string, Promise<void>>()

  function set(news: Partial<ChannelsView>): void {
    view = { ...view, ...news }
    changed()
  }

  function read(): ChannelsView {
    const list = channels.list()
    if (list !== listed) {
      listed = list
      const known = new Map(view.channels.map((each) => [each.id, each]))
      const next = list.map((each) => same(known.get(each.id), each))
      const isSame =
        next.length === view.channels.length && next.every((each, at) => each === view.channels[at])
      if (!isSame) view = { ...view, channels: next }
    }
    return view
  }

  function refresh(): Promise<void> {
    if (refreshing) return refreshing
    set({ refreshing: true, error: undefined })
    refreshing = channels
      .refresh()
      .then(
        () => set({ refreshing: false }),
        (error: unknown) => {
          set({ refreshing: false, error: errorOf(error) })
          throw error
        },
      )
      .finally(() => {
        refreshing = undefined
      })
    return handled(refreshing)
  }

  /** Does one thing with one session at a time. */
  const act = (name: ChannelAction) => (id: string) => {
    const known = runs.get(id)
    if (known) return known
    set({ pending: { ...view.pending, [id]: name }, errors: { ...view.errors, [id]: undefined } })
    const end = (error?: Error) => {
      runs.delete(id)
      set({ pending: { ...view.pending, [id]: undefined }, errors: { ...view.errors, [id]: error } })
    }
    const promise = channels[name](id).then(
      () => end(),
      (error: unknown) => {
        end(errorOf(error))
        throw error
      },
    )
    runs.set(id, promise)
    return handled(promise)
  }

  return {
    ...framed(read, (tell) => {
      changed = tell
      const leave = channels.subscribe(tell)
      // Only reads: without it nobody would know what is kept.
      refresh()
      return () => {
        changed = () => {}
        leave()
      }
    }),
    refresh,
    close: act('close'),
    requestClose: act('requestClose'),
    withdraw: act('withdraw'),
    forget: act('forget'),
  }
}

/** The object that is known already, where nothing in it differs. */
function same(known: ChannelState | undefined, next: ChannelState): ChannelState {
  if (!known) return next
  const before: { readonly [field: string]: unknown } = known
  const differs = Object.entries(next).some(([field, value]) => {
    return !Object.is(before[field], value) && field !== 'usedAt'
  })
  return differs ? next : known
}
