import {
  type Approval,
  type Approve,
  type Ask,
  type Attempt,
  type BaseError,
  ExpiredError,
  type Offer,
} from '@payerkit/core'

/** Where a question stands: to be answered, answered with a yes and on its way, or on its way no more. */
export type QuestionState = 'asking' | 'working' | 'ended'

/** One question to the person, followed from the asking to the outcome. */
export type Question = Pick<Ask, 'url' | 'offers' | 'refused'> & {
  /** The same as long as one sheet should stay on the screen. */
  readonly id: number
  /** Another one each time something is asked, on the same sheet too. */
  readonly turn: number
  readonly state: QuestionState
  /** The offer that was agreed to. */
  readonly offer: Offer | undefined
  readonly phase: Attempt['phase'] | undefined
  /** How often the answer was asked for again by itself. */
  readonly tries: number
  /** Why it did not work, or why it is asked again. */
  readonly error: BaseError | undefined
  /** Says yes. Counts once. */
  approve(offer: Offer, input?: unknown): void
  /** Gets new offers for those that have ended, which are then asked for on the same sheet. Pays nothing. */
  renew(): void
  /** Says no; after a yes it only closes the sheet, and the payment goes on. */
  close(): void
}

/** Questions of one payer, one at a time and in their order. */
export type Consent = {
  readonly approve: Approve
  /** Tells what became of an attempt. */
  follow(attempt: Attempt): void
  getSnapshot(): Question | undefined
  subscribe(listener: () => void): () => void
  /** Answers everything that is open with a no. */
  close(): void
}

type Entry = { question: Question; answer: (approval: Approval | undefined) => void }

// Milliseconds until a new offer that does not come is given up.
const patience = 8_000

export function createConsent(): Consent {
  const listeners = new Set<() => void>()
  let entries: readonly Entry[] = []
  let ids = 0
  let turns = 0

  function write(next: readonly Entry[]) {
    entries = next
    for (const listener of listeners) listener()
  }
  const find = (id: number) => entries.find(({ question }) => question.id === id)
  const update = (id: number, news: Partial<Question>) =>
    write(
      entries.map((each) =>
        each.question.id === id ? { ...each, question: { ...each.question, ...news } } : each,
      ),
    )

  function drop(id: number) {
    const entry = find(id)
    write(entries.filter((each) => each !== entry))
    entry?.answer(undefined)
  }

  return {
    approve: ({ url, offers, refused, signal }) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return resolve(undefined)
        const [current] = entries
        // A server that turns an offer down may make another one at once: the same sheet asks again.
        const again = current && current.question.state !== 'asking' && current.question.url === url
        const id = again ? current.question.id : ++ids
        const onAbort = () => drop(id)
        signal?.addEventListener('abort', onAbort)
        const question: Question = {
          id,
          turn: ++turns,
          url,
          offers,
          refused,
          state: 'asking',
          offer: undefined,
          phase: undefined,
          tries: 0,
          error: again ? current.question.error : undefined,
          approve(offer, input) {
            if (find(id)?.question !== question || !offers.includes(offer)) return
            update(id, { state: 'working', offer, error: undefined })
            resolve({ offer, input })
          },
          renew() {
            const [first] = offers
            if (find(id)?.question !== question || !first) return
            const error = new ExpiredError(first.challenge)
            update(id, { state: 'working', error: undefined })
            const waiting = find(id)
            setTimeout(() => find(id) === waiting && update(id, { state: 'ended', error }), patience)
            reject(error)
          },
          close: () => drop(id),
        }
        const answer = (approval: Approval | undefined) => {
          signal?.removeEventListener('abort', onAbort)
          resolve(approval)
        }
        write(again ? [{ question, answer }, ...entries.slice(1)] : [...entries, { question, answer }])
      }),
    follow(attempt) {
      const { phase, offer, error, tries = 0 } = attempt
      const entry = entries.find(
        ({ question }) => question.state !== 'asking' && question.offers.includes(offer),
      )
      // While a new offer is on its way, what becomes of the old one is nobody's news.
      if (!entry?.question.offer) return
      const { id } = entry.question
      if (phase === 'paid' || phase === 'cancelled') drop(id)
      else if (phase === 'approving') return
      else {
        const ended = phase !== 'authorizing' && phase !== 'submitting'
        update(id, { phase, tries, ...(ended && { state: 'ended', error }) })
      }
    },
    getSnapshot: () => entries[0]?.question,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      const open = entries
      write([])
      for (const { answer } of open) answer(undefined)
    },
  }
}
