import type { ChannelState, Payer } from '@payerkit/core'
import type { Exchange } from './traffic.js'

/** Something worth a line of its own. */
type Milestone = { readonly what: 'opened' | 'toppedUp'; readonly at: number; readonly amount: bigint }

/** What this page has seen of one session. */
export type SessionStory = {
  /** The channel's. */
  readonly id: string
  readonly url: string
  /** When the page first saw it, in milliseconds since 1970. */
  readonly at: number
  /** The challenge that opened it, if that was here. */
  readonly opener: string | undefined
  readonly milestones: readonly Milestone[]
  /** Requests that bought something, and what became of them. */
  readonly sent: number
  readonly answered: number
  readonly refused: number
  /** Vouchers that were sent besides them, while something was delivered. */
  readonly vouchers: number
  /** When it was over. */
  readonly closedAt: number | undefined
  readonly accepted: string | undefined
  readonly state: ChannelState | undefined
}

/** The sessions that were used while the page is open. */
export type SessionLog = {
  note(exchange: Exchange): void
  follow(payer: Payer): void
  getSnapshot(): readonly SessionStory[]
  subscribe(listener: () => void): () => void
}

export function createSessionLog(): SessionLog {
  const listeners = new Set<() => void>()
  const stories = new Map<string, SessionStory>()
  let shown: readonly SessionStory[] = []
  let frame: number | undefined

  /** However fast a session goes, it is shown once a frame. */
  function changed() {
    if (frame !== undefined) return
    frame = requestAnimationFrame(() => {
      frame = undefined
      shown = [...stories.values()]
      for (const listener of listeners) listener()
    })
  }

  function write(story: SessionStory) {
    stories.set(story.id, story)
    changed()
  }

  return {
    note(exchange) {
      const story = stories.get(exchange.channel) ?? beginningOf(exchange)
      write(exchange.stage === 'sent' ? sending(story, exchange) : ending(story, exchange))
    },
    follow(payer) {
      payer.channels?.subscribe(() => {
        for (const state of payer.channels?.list() ?? []) {
          const story = stories.get(state.id)
          if (story && story.state !== state) write(withState(story, state))
        }
      })
    },
    getSnapshot: () => shown,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function beginningOf({ channel, url, at, action, challenge }: Exchange): SessionStory {
  return {
    id: channel,
    url,
    at,
    opener: action === 'open' ? challenge : undefined,
    milestones: [],
    ...{ sent: 0, answered: 0, refused: 0, vouchers: 0 },
    closedAt: undefined,
    accepted: undefined,
    state: undefined,
  }
}

function sending(story: SessionStory, { buys, action }: Exchange): SessionStory {
  if (buys) return { ...story, sent: story.sent + 1 }
  return action === 'voucher' ? { ...story, vouchers: story.vouchers + 1 } : story
}

function ending(story: SessionStory, exchange: Exchange): SessionStory {
  const { buys, stage, at, action, total, accepted = story.accepted } = exchange
  const adds = exchange.adds ?? (total !== undefined && story.state ? total - story.state.deposit : 0n)
  const next = { ...story, accepted }
  if (stage === 'answered' && action === 'topUp')
    return { ...next, milestones: [...story.milestones, { what: 'toppedUp', at, amount: adds }] }
  if (!buys) return next
  if (stage === 'answered') return { ...next, answered: story.answered + 1 }
  return stage === 'refused' ? { ...next, refused: story.refused + 1 } : next
}

function withState(story: SessionStory, state: ChannelState): SessionStory {
  const isOpen = !['idle', 'challenged', 'opening'].includes(state.status)
  const opens = story.opener && isOpen && story.milestones.every(({ what }) => what !== 'opened')
  const opened: Milestone = { what: 'opened', at: Date.now(), amount: state.deposit }
  return {
    ...story,
    state,
    milestones: opens ? [opened, ...story.milestones] : story.milestones,
    closedAt: state.status === 'closed' ? (story.closedAt ?? Date.now()) : undefined,
  }
}
