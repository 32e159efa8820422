import type { Payer } from '@payerkit/core'
import type { Subscription, Subscriptions } from '@payerkit/core/tempo'
import { framed, type Watchable } from './frames.js'
import { handled } from './request.js'
import { errorOf } from './sessionControl.js'

/** What somebody asked to be done with a subscription. */
export type SubscriptionAction = 'cancel' | 'forget'

/** All kept subscriptions, as they look from outside. */
export type SubscriptionsView = {
  /** The latest first. */
  readonly subscriptions: readonly Subscription[]
  /** Whether they are being read, and the chain asked. */
  readonly refreshing: boolean
  /** What is under way, by the subscription's id. */
  readonly pending: { readonly [id: string]: SubscriptionAction | undefined }
  /** What went wrong last, by the subscription's id. */
  readonly errors: { readonly [id: string]: Error | undefined }
  /** Why they could not be read. */
  readonly error: Error | undefined
}

/** What can be done with subscriptions, the same for every component that shows them. */
export type SubscriptionDesk = Watchable<SubscriptionsView> & {
  refresh(): Promise<void>
} & { [action in SubscriptionAction]: (id: string) => Promise<void> }

export const noSubscriptions: SubscriptionsView = {
  subscriptions: [],
  refreshing: false,
  pending: {},
  errors: {},
  error: undefined,
}

// Longer than a timer can wait.
const longest = 2 ** 31 - 1
// A chain is a little late; in milliseconds.
const late = 3_000

const desks = new WeakMap<Subscriptions, SubscriptionDesk>()

/** The subscriptions of a payer, with what its journal knows of them. */
export function subscriptionDeskOf(subscriptions: Subscriptions, payer: Payer): SubscriptionDesk {
  const desk = desks.get(subscriptions) ?? createDesk(subscriptions, payer)
  desks.set(subscriptions, desk)
  return desk
}

function createDesk(subscriptions: Subscriptions, { attempts, now }: Payer): SubscriptionDesk {
  const runs = new Map<string, Promise<void>>()
  let view = noSubscriptions
  let known: readonly unknown[] = []
  let changed = () => {}
  let refreshing: Promise<void> | undefined

  function set(news: Partial<SubscriptionsView>): void {
    view = { ...view, ...news }
    changed()
  }

  function read(): SubscriptionsView {
    const [list, all] = [subscriptions.list(), attempts.list()]
    if (known[0] === list && known[1] === all) return view
    known = [list, all]
    // One whose proof is on its way is neither there nor unknown.
    const underWay = new Set(
      all.flatMap(({ phase, offer }) => (/^(authoriz|submitt)ing$/.test(phase) ? [offer.challenge.id] : [])),
    )
    const settled = list.filter((each) => each.status !== 'unknown' || !underWay.has(each.challengeId))
    const isSame =
      settled.length === view.subscriptions.length &&
      settled.every((each, at) => each === view.subscriptions[at])
    if (!isSame) view = { ...view, subscriptions: settled }
    return view
  }

  function refresh(): Promise<void> {
    if (refreshing) return refreshing
    set({ refreshing: true, error: undefined })
    refreshing = subscriptions
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

  /** Does one thing with one subscription at a time. */
  const act = (name: SubscriptionAction) => (id: string) => {
    const known = runs.get(id)
    if (known) return known
    const note = (pending: SubscriptionAction | undefined, error?: Error) =>
      set({ pending: { ...view.pending, [id]: pending }, errors: { ...view.errors, [id]: error } })
    note(name)
    const promise = subscriptions[name](id).then(
      () => {
        runs.delete(id)
        note(undefined)
      },
      (error: unknown) => {
        runs.delete(id)
        note(undefined, errorOf(error))
        throw error
      },
    )
    runs.set(id, promise)
    return handled(promise)
  }

  function listen(tell: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined
    function hear(): void {
      clearTimeout(timer)
      const moments = subscriptions
        .list()
        .flatMap(({ status, nextAt, endsAt }) => (status === 'active' ? [nextAt ?? endsAt, endsAt] : []))
        .filter((moment) => moment > now())
      // A charge comes, or the end does, and nobody tells: the chain knows.
      if (moments.length > 0)
        timer = setTimeout(refresh, Math.min(Math.min(...moments) - now() + late, longest))
      tell()
    }
    changed = tell
    const leaves = [subscriptions.subscribe(hear), subscriptions.follow(attempts), attempts.subscribe(hear)]
    hear()
    // Only reads: without it nobody would know what is kept, and what it is for.
    handled(attempts.ready())
    refresh()
    return () => {
      clearTimeout(timer)
      changed = () => {}
      for (const leave of leaves) leave()
    }
  }

  return { ...framed(read, listen), refresh, cancel: act('cancel'), forget: act('forget') }
}
