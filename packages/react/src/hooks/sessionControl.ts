import type { Payer, Session, SessionOptions, SessionState } from '@payerkit/core'
import { framed, type Watchable } from './frames.js'
import { addressOf, codeOf, handled } from './request.js'

/** What somebody asked a session to do. */
export type SessionAction = 'open' | 'topUp' | 'close'

/** What one session looks like from outside. */
export type SessionView = SessionState & {
  /** What is under way because somebody asked for it here. */
  readonly pending: SessionAction | undefined
  /** What went wrong last. */
  readonly error: Error | undefined
  /** What was asked for when that went wrong; nothing where it was a request. */
  readonly failed: SessionAction | undefined
}

/** One session with what is done to it, the same for every component that shows it. */
export type SessionControl = Watchable<SessionView> & {
  readonly session: Session
  open(): Promise<void>
  topUp(amount: string): Promise<void>
  close(): ReturnType<Session['close']>
  fetch: Session['fetch']
}

type Own = Pick<SessionView, 'pending' | 'error' | 'failed'>

const quiet: Own = { pending: undefined, error: undefined, failed: undefined }

/** A session before the page that it belongs to is there. */
export const idleView: SessionView = { status: 'idle', ...quiet }

const controls = new WeakMap<Session, SessionControl>()
const sessions = new WeakMap<Payer, Map<string, Session>>()

/** The session of a resource, one for everybody who asks with the same options. */
export function sessionOf(payer: Payer, input: string | URL, options: SessionOptions = {}): Session {
  // On a server nothing is sent; an address without a host only has to be one.
  const { href } = new URL(addressOf(input), 'http://server.invalid')
  const { deposit, maxDeposit, headroom } = options
  const key = JSON.stringify([href, deposit, maxDeposit, headroom])
  const known = sessions.get(payer) ?? new Map<string, Session>()
  sessions.set(payer, known)
  const session = known.get(key) ?? payer.session(href, options)
  known.set(key, session)
  if (!controls.has(session)) controls.set(session, createControl(session, payer))
  return session
}

/** What is done to a session, and what came of it. */
export function controlOf(session: Session): SessionControl {
  const control = controls.get(session) ?? createControl(session)
  controls.set(session, control)
  return control
}

/** Whether somebody agreed to what a session asks for, so that calling it off would only make its outcome unknown. */
export function isAgreed(payer: Payer | undefined, session: Session): boolean {
  const { offer } = session.getState()
  const attempt = offer && payer?.attempts.list().find((each) => each.offer === offer)
  return attempt !== undefined && attempt.phase !== 'approving'
}

function createControl(session: Session, payer?: Payer): SessionControl {
  const runs = new Map<SessionAction, Promise<unknown>>()
  let own = quiet
  let changed = () => {}
  let view: { state: SessionState; own: Own; whole: SessionView } | undefined
  let opening = new AbortController()

  function set(next: Own): void {
    own = next
    changed()
  }

  function read(): SessionView {
    const state = session.getState()
    if (view?.state !== state || view.own !== own) view = { state, own, whole: { ...state, ...own } }
    return view.whole
  }

  /** Does one thing once, however often it is asked for meanwhile. */
  function act<value>(name: SessionAction, run: () => Promise<value>): Promise<value> {
    const known = runs.get(name) as Promise<value> | undefined
    if (known) return known
    set({ ...quiet, pending: name })
    const done = (news: Partial<Own>) => {
      runs.delete(name)
      set({ ...own, ...news, pending: [...runs.keys()].at(-1) })
    }
    const promise = Promise.resolve()
      .then(run)
      .then(
        (value) => {
          done({})
          return value
        },
        (error: unknown) => {
          done(isGivenUp(error) ? {} : { error: errorOf(error), failed: name })
          throw error
        },
      )
    runs.set(name, promise)
    return handled(promise)
  }

  const { getSnapshot, subscribe } = framed(read, (tell) => {
    changed = tell
    const leave = session.subscribe(tell)
    return () => {
      changed = () => {}
      leave()
      // Nobody looks any more: what was not agreed to is taken back.
      if (payer && runs.has('open') && !isAgreed(payer, session)) opening.abort()
    }
  })

  return {
    session,
    getSnapshot,
    subscribe,
    open() {
      if (!runs.has('open')) opening = new AbortController()
      return act('open', () => session.open({ signal: opening.signal }))
    },
    topUp: (amount) => act('topUp', () => session.topUp(amount)),
    close: () => act('close', () => session.close()),
    fetch(input, init) {
      set({ ...own, error: undefined, failed: undefined })
      const promise = session.fetch(input, init)
      return handled(
        promise.catch((error: unknown) => {
          if (!isGivenUp(error)) set({ ...own, error: errorOf(error), failed: undefined })
          throw error
        }),
      )
    },
  }
}

/** Whether it ended because somebody wanted it to. */
function isGivenUp(error: unknown): boolean {
  return codeOf(error) === 'cancelled' || (error as { name?: unknown } | undefined)?.name === 'AbortError'
}

export function errorOf(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause))
}
