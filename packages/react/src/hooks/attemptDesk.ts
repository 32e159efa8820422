import type { Attempt, Payer } from '@payerkit/core'
import { framed, type Watchable } from './frames.js'
import { isOpen } from './PaidState.js'
import { handled } from './request.js'
import { errorOf } from './sessionControl.js'

/** What somebody asked to be done with an attempt whose outcome is open. */
export type AttemptAction = 'resume' | 'forget'

/** A payer's attempts, as they look from outside. */
export type AttemptsView = {
  /** Every attempt that is known, in the order in which they came. */
  readonly attempts: readonly Attempt[]
  /** Those that may be paid, or are, with nothing to show for it; the newest first. */
  readonly open: readonly Attempt[]
  /** What is under way, by the attempt's id. */
  readonly pending: { readonly [id: string]: AttemptAction | undefined }
  /** What went wrong last, by the attempt's id. */
  readonly errors: { readonly [id: string]: Error | undefined }
  /** Why it could not be read what earlier pages left. */
  readonly error: Error | undefined
}

/** What can be done with open attempts, the same for every component that shows them. */
export type AttemptDesk = Watchable<AttemptsView> & {
  /** The view as it is now, between frames too. */
  read(): AttemptsView
  /** Tells of every change at once; who shows something takes `subscribe`. */
  watch(listener: () => void): () => void
  resume(id: string, signal?: AbortSignal): Promise<Response>
  forget(id: string): Promise<void>
}

export const noAttempts: AttemptsView = {
  attempts: [],
  open: [],
  pending: {},
  errors: {},
  error: undefined,
}

const desks = new WeakMap<Payer['attempts'], AttemptDesk>()

/** The attempts of a payer. */
export function attemptDeskOf({ attempts }: Payer): AttemptDesk {
  const desk = desks.get(attempts) ?? createDesk(attempts)
  desks.set(attempts, desk)
  return desk
}

/** When an attempt began: milliseconds since 1970. */
export function beganAt({ times }: Attempt): number {
  return Math.min(...Object.values(times))
}

/** Whether the outcome of an attempt is open: while its proof is presented once more, too. */
function isLeft({ phase, times }: Attempt): boolean {
  return isOpen(phase) || (phase === 'submitting' && (times.unknown ?? times.paidUndelivered) !== undefined)
}

function createDesk(attempts: Payer['attempts']): AttemptDesk {
  const listeners = new Set<() => void>()
  const resuming = new Map<string, Promise<Response>>()
  const forgetting = new Map<string, Promise<void>>()
  let view = noAttempts
  let reading: Promise<void> | undefined

  function set(news: Partial<AttemptsView>): void {
    view = { ...view, ...news }
    for (const listener of listeners) listener()
  }

  function read(): AttemptsView {
    const list = attempts.list()
    if (list === view.attempts) return view
    const open = list.filter(isLeft).sort((one, other) => beganAt(other) - beganAt(one))
    const isSame = open.length === view.open.length && open.every((each, at) => each === view.open[at])
    view = { ...view, attempts: list, open: isSame ? view.open : open }
    return view
  }

  function readKept(): void {
    if (reading) return
    reading = attempts
      .ready()
      .then(
        () => view.error && set({ error: undefined }),
        (error: unknown) => set({ error: errorOf(error) }),
      )
      .then(() => {
        reading = undefined
      })
  }

  function watch(listener: () => void): () => void {
    listeners.add(listener)
    const leave = attempts.subscribe(listener)
    // Only reads: without it nobody would know what an earlier page left open.
    readKept()
    return () => {
      listeners.delete(listener)
      leave()
    }
  }

  /** Does one thing with one attempt at a time. */
  function act<value>(
    runs: Map<string, Promise<value>>,
    name: AttemptAction,
    id: string,
    run: () => Promise<value>,
  ): Promise<value> {
    const known = runs.get(id)
    if (known) return known
    const note = (pending: AttemptAction | undefined, error?: Error) =>
      set({ pending: { ...view.pending, [id]: pending }, errors: { ...view.errors, [id]: error } })
    const end = (error?: Error) => {
      runs.delete(id)
      note(resuming.has(id) ? 'resume' : forgetting.has(id) ? 'forget' : undefined, error)
    }
    note(name)
    const promise = run().then(
      (value) => {
        end()
        return value
      },
      (error: unknown) => {
        end(errorOf(error))
        throw error
      },
    )
    runs.set(id, promise)
    return handled(promise)
  }

  return {
    ...framed(read, watch),
    read,
    watch,
    resume: (id, signal) =>
      // Everybody who asks gets the whole answer, whoever reads it first.
      handled(
        act(resuming, 'resume', id, () => attempts.resume(id, signal)).then((response) => response.clone()),
      ),
    forget: (id) => act(forgetting, 'forget', id, () => attempts.forget(id)),
  }
}
