import type { Attempt, Payer } from '@payerkit/core'
import { type AttemptDesk, attemptDeskOf, beganAt } from './attemptDesk.js'
import { framed, type Watchable } from './frames.js'
import { isOpen } from './PaidState.js'
import { errorOf } from './sessionControl.js'

/**
 * Where an open attempt stands.
 *
 * - `unknown`: it may be paid; `stillUnknown` after somebody looked.
 * - `undelivered`: it is paid, and what was bought is not here; `stillUndelivered` after somebody tried to get it.
 * - `looking`: its proof is presented again.
 * - `arrived`: what was bought is here, and is being given to the page.
 * - `delivered`: the page has it.
 * - `unshown`: the page has it, and could not show it.
 * - `declined`: nothing was paid.
 * - `settled`: it was settled by somebody else, who has what came of it.
 * - `gaveUp`: nobody looks for it any more.
 */
export type AttemptNoticeState =
  | 'unknown'
  | 'stillUnknown'
  | 'undelivered'
  | 'stillUndelivered'
  | 'looking'
  | 'arrived'
  | 'delivered'
  | 'unshown'
  | 'declined'
  | 'settled'
  | 'gaveUp'

/** An attempt whose outcome was open, from then until the person has seen how it ended. */
export type AttemptNotice = {
  readonly attempt: Attempt
  readonly state: AttemptNoticeState
  /** Whether it is being given up. */
  readonly leaving: boolean
  /** When it is worth looking again: milliseconds on the payer's clock. Nothing while nobody has looked. */
  readonly again: number | undefined
  /** Whether it could not be given up. */
  readonly stuck: boolean
  /** What went wrong last. */
  readonly error: Error | undefined
}

/** Takes what was bought. Should it fail, it can be given again. */
type Take = (response: Response, attempt: Attempt) => unknown

/** The open attempts of a payer as a person sees them, the same for every banner. */
export type AttemptNotices = Watchable<readonly AttemptNotice[]> & {
  /** Presents the proof again. */
  look(id: string): void
  giveUp(id: string): void
  /** Gives what arrived to the page, once. */
  deliver(take: Take): void
  /** Gives what arrived to the page once more. */
  show(id: string): void
  /** Takes a notice of what has ended away. */
  close(id: string): void
}

/** What was done with one attempt here. */
type Note = {
  readonly attempt: Attempt
  readonly state?: AttemptNoticeState | undefined
  /** The answer, never read itself, so that it can be given again. */
  readonly response?: Response | undefined
  /** The phase in which somebody has looked, how often, and when it is worth doing it again. */
  readonly looked?: Attempt['phase'] | undefined
  readonly looks: number
  readonly again?: number | undefined
  readonly stuck?: boolean | undefined
  readonly error?: Error | undefined
}

// A payment that is on its way mostly shows within a minute; after that, looking all the time helps nobody.
const waits = [1, 2, 5, 10] as const
const minute = 60_000

const unpaid: ReadonlySet<Attempt['phase']> = new Set(['declined', 'cancelled', 'failed'])
const over: ReadonlySet<AttemptNoticeState> = new Set(['delivered', 'declined', 'settled', 'gaveUp'])

/** Whether nothing is left to do but to take note of it. */
export const isOver = (state: AttemptNoticeState | undefined): boolean =>
  state !== undefined && over.has(state)

const all = new WeakMap<AttemptDesk, AttemptNotices>()

/** The notices of a payer. */
export function noticesOf(payer: Payer): AttemptNotices {
  const desk = attemptDeskOf(payer)
  const notices = all.get(desk) ?? createNotices(desk, payer.now)
  all.set(desk, notices)
  return notices
}

function createNotices(desk: AttemptDesk, now: () => number): AttemptNotices {
  const listeners = new Set<() => void>()
  const notes = new Map<string, Note>()
  const giving = new Set<string>()
  let notices: readonly AttemptNotice[] = []

  function write(note: Note): void {
    notes.set(note.attempt.id, note)
    for (const listener of listeners) listener()
  }

  const find = (id: string) => desk.read().attempts.find((each) => each.id === id)
  const noteOf = (attempt: Attempt): Note => ({ looks: 0, ...notes.get(attempt.id), attempt })

  function noticeOf(note: Note): AttemptNotice {
    const { attempt, looked, stuck = false, error } = note
    const doing = desk.read().pending[attempt.id]
    const isStill = looked === attempt.phase
    const open =
      attempt.phase === 'unknown'
        ? isStill
          ? ('stillUnknown' as const)
          : ('unknown' as const)
        : isStill
          ? ('stillUndelivered' as const)
          : ('undelivered' as const)
    return {
      attempt,
      state: note.state ?? (doing === 'resume' || attempt.phase === 'submitting' ? 'looking' : open),
      leaving: doing === 'forget',
      again: isStill ? note.again : undefined,
      stuck,
      error,
    }
  }

  function read(): readonly AttemptNotice[] {
    const { open } = desk.read()
    const ended = [...notes.values()].filter(({ state }) => state !== undefined)
    const next = [...open.filter(({ id }) => !notes.get(id)?.state).map(noteOf), ...ended]
      .sort((one, other) => beganAt(other.attempt) - beganAt(one.attempt))
      .map(noticeOf)
      .map((notice) => {
        const known = notices.find(({ attempt }) => attempt.id === notice.attempt.id)
        return known && isSame(known, notice) ? known : notice
      })
    const differs = next.length !== notices.length || next.some((each, at) => each !== notices[at])
    if (differs) notices = next
    return notices
  }

  /** What the payer says of an attempt that could not be finished. */
  function conclude(before: Attempt, cause: unknown): void {
    const attempt = find(before.id)
    const note = noteOf(attempt ?? before)
    if (!attempt || !isOpen(attempt.phase)) {
      write({ ...note, state: attempt && unpaid.has(attempt.phase) ? 'declined' : 'settled' })
      return
    }
    const wait = waits[Math.min(note.looks, waits.length - 1)] ?? 1
    write({
      ...note,
      looked: attempt.phase === before.phase ? attempt.phase : undefined,
      looks: note.looks + 1,
      again: now() + wait * minute,
      error: errorOf(cause),
      state: undefined,
    })
  }

  function look(id: string): void {
    const attempt = desk.read().open.find((each) => each.id === id)
    if (!attempt || attempt.phase === 'submitting' || desk.read().pending[id]) return
    // Kept on the screen from here on, whatever the payer says of it meanwhile.
    write({ ...noteOf(attempt), state: 'looking', stuck: false, error: undefined })
    desk.resume(id).then(
      (response) => write({ ...noteOf(find(id) ?? attempt), state: 'arrived', response }),
      (cause: unknown) => conclude(attempt, cause),
    )
  }

  function giveUp(id: string): void {
    const attempt = desk.read().open.find((each) => each.id === id)
    if (!attempt || desk.read().pending[id]) return
    const end = (error?: Error) => {
      // Where only the store could not be told, it is given up all the same.
      const stuck = find(id) !== undefined
      write({ ...noteOf(find(id) ?? attempt), stuck, error, ...(!stuck && { state: 'gaveUp' }) })
    }
    desk.forget(id).then(
      () => end(),
      (cause: unknown) => end(errorOf(cause)),
    )
  }

  async function give(note: Note, response: Response, take: Take): Promise<void> {
    const { id } = note.attempt
    giving.add(id)
    let news: Partial<Note> = { state: 'delivered', response: undefined, error: undefined }
    try {
      await take(response.clone(), note.attempt)
    } catch (cause) {
      news = { state: 'unshown', error: errorOf(cause) }
    }
    giving.delete(id)
    write({ ...note, ...news })
  }

  return {
    ...framed(read, (changed) => {
      listeners.add(changed)
      const leave = desk.watch(changed)
      return () => {
        listeners.delete(changed)
        leave()
      }
    }),
    look,
    giveUp,
    deliver(take) {
      for (const note of notes.values()) {
        const { state, response, attempt } = note
        if (state === 'arrived' && response && !giving.has(attempt.id)) void give(note, response, take)
      }
    },
    show(id) {
      const note = notes.get(id)
      if (note?.state === 'unshown') write({ ...note, state: 'arrived' })
    },
    close(id) {
      if (!isOver(notes.get(id)?.state)) return
      notes.delete(id)
      for (const listener of listeners) listener()
    },
  }
}

function isSame(one: AttemptNotice, other: AttemptNotice): boolean {
  const known: { readonly [field: string]: unknown } = one
  return Object.entries(other).every(([field, value]) => Object.is(known[field], value))
}
