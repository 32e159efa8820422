import { BaseError } from '../../Errors.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import type { Store } from '../../stores/Store.js'
import * as Token from './Token.js'

/**
 * What is remembered of a challenge's one token.
 *
 * - `minting`: it was asked for, and no answer has come. Whether it exists is not known.
 * - `live`: it can be charged.
 * - `paid`: money was taken with it.
 * - `revoked`: nothing can be charged with it.
 */
type Entry = {
  readonly state: 'minting' | 'live' | 'paid' | 'revoked'
  readonly spt?: string | undefined
  /** Seconds since 1970. */
  readonly expiresAt: number
}

/** One live token for each challenge, over reloads. */
export type LiveTokens = {
  /** Marks a challenge as being paid for in this page; the answer ends it. */
  hold(challengeId: string): () => void
  get(store: Store, challengeId: string): Promise<Entry | undefined>
  set(store: Store, challengeId: string, entry: Entry): Promise<void>
  forget(store: Store, challengeId: string): Promise<void>
  /** Makes sure that no token of the challenge can be charged, so that another one may be made. */
  clear(store: Store, challengeId: string, signal?: AbortSignal): Promise<void>
  /** Finds out what became of a token, and takes it back if it can still be charged. */
  retire(spt: string, signal?: AbortSignal): Promise<'paid' | 'unpaid' | 'unknown'>
  /** Takes back a token that was never sent; `false` where that cannot be done. */
  revoke(spt: string): Promise<boolean>
  /** Drops what is remembered of tokens that ended long ago. */
  sweep(store: Store, now: number): Promise<void>
}

const prefix = 'stripe/token/'
// A token that has ended is remembered for a day: an attempt may still ask what became of it.
const keepSeconds = 86_400
// Taking a token back must not hang on the signal that made it necessary, nor for ever.
const revokeMilliseconds = 10_000

export function createLiveTokens({ readToken, revokeToken }: Token.TokenSource): LiveTokens {
  const held = new Set<string>()
  const entries = new Map<string, Entry>()

  const tokens: LiveTokens = {
    hold(id) {
      if (held.has(id)) throw new TokenLiveError('It is being paid at this moment.')
      held.add(id)
      return () => held.delete(id)
    },
    async get(store, id) {
      // Another tab may have written since.
      return toEntry(await store.get(prefix + id)) ?? entries.get(id)
    },
    async set(store, id, entry) {
      entries.set(id, entry)
      await store.set(prefix + id, entry)
    },
    async forget(store, id) {
      entries.delete(id)
      await store.delete(prefix + id)
    },
    async clear(store, id, signal) {
      const entry = await tokens.get(store, id)
      if (!entry || entry.state === 'revoked') return
      if (entry.state === 'paid') throw new TokenUsedError()
      if (entry.spt === undefined) throw new TokenLiveError('Whether the first token was made is not known.')
      const fate = readToken
        ? await tokens.retire(entry.spt, signal).catch(() => 'unknown' as const)
        : (await tokens.revoke(entry.spt)) && 'unpaid'
      if (fate === 'paid') {
        await tokens.set(store, id, { ...entry, state: 'paid' })
        throw new TokenUsedError()
      }
      if (fate !== 'unpaid') throw new TokenLiveError('The first token could not be taken back.')
      await tokens.set(store, id, { ...entry, state: 'revoked' })
    },
    async retire(spt, signal) {
      const look = async () => Token.fateOf(Token.check(await readToken?.(spt, { signal }), spt))
      const before = await look()
      if (before !== 'usable') return before
      if (!(await tokens.revoke(spt))) return 'unknown'
      // Money can be taken between the look and the revocation.
      const after = await look()
      return after === 'paid' ? 'paid' : after === 'usable' ? 'unknown' : 'unpaid'
    },
    async revoke(spt) {
      if (!revokeToken) return false
      try {
        await revokeToken(spt, { signal: AbortSignal.timeout(revokeMilliseconds) })
        return true
      } catch {
        return false
      }
    },
    async sweep(store, now) {
      const ended = (entry: Entry | undefined) => !entry || (entry.expiresAt + keepSeconds) * 1000 < now
      for (const [id, entry] of entries) if (ended(entry) && !held.has(id)) entries.delete(id)
      for (const [key, value] of await store.list(prefix))
        if (ended(toEntry(value)) && !held.has(key.slice(prefix.length))) await store.delete(key)
    },
  }
  return tokens
}

function toEntry(value: unknown): Entry | undefined {
  if (!JsonObject.is(value)) return undefined
  const { state, spt, expiresAt } = value
  const known = state === 'minting' || state === 'live' || state === 'paid' || state === 'revoked'
  if (!known || typeof expiresAt !== 'number') return undefined
  return { state, expiresAt, ...(Token.isId(spt) && { spt }) }
}

/** Thrown when an offer has a token already that may still be charged. No second one was made. */
export class TokenLiveError extends BaseError {
  override readonly name = 'Stripe.TokenLiveError'
  constructor(reason: string) {
    super(
      'token_live',
      'A card payment for this offer is already under way. Ask for a new offer to pay again.',
      {
        metaMessages: [reason],
      },
    )
  }
}

/** Thrown when an offer was paid with an earlier token. No second one was made. */
export class TokenUsedError extends BaseError {
  override readonly name = 'Stripe.TokenUsedError'
  constructor() {
    super('token_used', 'This offer was already paid by card. Nothing more was paid.')
  }
}
