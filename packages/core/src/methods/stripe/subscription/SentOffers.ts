import { BaseError } from '../../../Errors.js'
import * as JsonObject from '../../../protocol/JsonObject.js'
import type { Store } from '../../../stores/Store.js'

/** One subscription for each challenge, over reloads: which of them a credential was made for. */
export type SentOffers = {
  /** Marks a challenge as being agreed to in this page; the answer ends it. */
  hold(challengeId: string): () => void
  has(store: Store, challengeId: string): Promise<boolean>
  /** Writes down that a credential leaves. Drops those of offers that ended long ago. */
  add(store: Store, challengeId: string, now: number): Promise<void>
}

const prefix = 'stripe/subscription/'
// A year: no offer stands so long, and an attempt that is open may ask until then.
const kept = 365 * 86_400_000

export function createSentOffers(): SentOffers {
  const held = new Set<string>()
  return {
    hold(id) {
      if (held.has(id)) throw new SubscriptionSentError()
      held.add(id)
      return () => held.delete(id)
    },
    has: async (store, id) => (await store.get(prefix + id)) !== undefined,
    async add(store, id, now) {
      for (const [key, value] of await store.list(prefix))
        if (!JsonObject.is(value) || typeof value.sentAt !== 'number' || value.sentAt + kept < now)
          await store.delete(key)
      await store.set(prefix + id, { sentAt: now })
    },
  }
}

/** Thrown when an offer of a subscription was agreed to already. No second one was asked for. */
export class SubscriptionSentError extends BaseError {
  override readonly name = 'StripeSubscription.SubscriptionSentError'
  constructor() {
    super(
      'subscription_sent',
      'This subscription was agreed to already, or is being agreed to. Ask for a new offer to try again.',
    )
  }
}
