import * as Client from '../../../chain/Client.js'
import type { Hex } from '../../../chain/Hex.js'
import { BaseError } from '../../../Errors.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import type { Store } from '../../../stores/Store.js'
import { cancel } from './Cancellation.js'
import { type KeyState, readKey } from './SubscriptionKey.js'
import { type Subscription, seen } from './SubscriptionRecord.js'
import { createShelf, isOver } from './SubscriptionShelf.js'
import {
  createMethod,
  type Shelf,
  type SubscriptionMethod,
  type TempoSubscriptionOptions,
} from './TempoSubscription.js'

/** What `createSubscriptions` needs to know. */
export type SubscriptionsOptions = TempoSubscriptionOptions & {
  /** Where they are kept: the payer's store, so that they outlive the page. Default: memory. */
  readonly store?: Store | undefined
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** A payer's journal, as subscriptions see it. */
type Journal = {
  list(): readonly {
    readonly id: string
    readonly url: string
    readonly phase: string
    readonly offer: {
      readonly origin: string
      readonly description?: string | undefined
      readonly challenge: { readonly id: string; readonly intent: string }
    }
  }[]
  subscribe(listener: () => void): () => void
}

/** Every subscription that this browser keeps, over all origins, and what can be done with it. */
export type Subscriptions = {
  /** For `createPayer`. */
  readonly method: SubscriptionMethod
  /** The latest first; the same list until something changes. */
  list(): readonly Subscription[]
  subscribe(listener: () => void): () => void
  /** Settled once the store was read. */
  ready(): Promise<void>
  /** Asks the chain about those that are not over. Never prompts; one that cannot be asked about stays as it was known. */
  refresh(): Promise<void>
  /**
   * Takes from the seller's key what it was allowed, on the chain: nothing can be collected from then on, and what was
   * paid stays paid. Prompts, so call it on a click alone. Safe to call again.
   *
   * @throws BaseError of code `cancelled` when the person said no, `subscription_not_set_up` while there is nothing on
   * the chain to cancel, `subscription_cancelling_unconfirmed` when it is not known whether it was done.
   */
  cancel(id: string, signal?: AbortSignal): Promise<void>
  /**
   * Forgets one that is over.
   *
   * @throws {@link StillActiveError} while something can be collected.
   */
  forget(id: string): Promise<void>
  /**
   * Learns from a payer's journal what each one is for, and asks the chain again when a payment for one has come to an
   * end: `subscriptions.follow(payer.attempts)`.
   */
  follow(journal: Journal): () => void
  /** Ends listening to other tabs. */
  destroy(): void
}

/**
 * Keeps the subscriptions that are agreed to, with the method that agrees to them.
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { createIndexedDbStore } from '@payerkit/core/stores'
 * import { createSubscriptions } from '@payerkit/core/tempo'
 *
 * const store = createIndexedDbStore()
 * const subscriptions = createSubscriptions({ client, store })
 * const payer = createPayer({ methods: [subscriptions.method], store })
 * await payer.fetch('https://news.example.com/today')
 * const [latest] = subscriptions.list()
 * ```
 */
export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { client: source, store = createMemoryStore(), now = () => Date.now() } = options
  const shelf = createShelf(store, now)
  const cancelling = new Map<string, Promise<void>>()

  /** Shows what the chain said, where that is news. */
  function note(id: string, key: KeyState): void {
    const known = shelf.get(id)
    const { status, nextAt } = known ? seen(known, key, now()) : {}
    if (status && (status !== known?.status || nextAt !== known.nextAt)) shelf.change(id, { status, nextAt })
  }

  async function look({ id, chainId, payer, key, price }: Subscription): Promise<void> {
    const client = await Client.clientFor(source, chainId)
    await Client.assertChain(client, chainId)
    note(id, await readKey(client, { payer, key, token: price.asset as Hex }))
  }

  async function find(id: string): Promise<Subscription> {
    await shelf.ready()
    const subscription = shelf.list().find((each) => each.id === id)
    if (!subscription) throw new SubscriptionNotFoundError()
    return subscription
  }

  async function revoke(id: string, signal: AbortSignal | undefined): Promise<void> {
    const subscription = await find(id)
    if (isOver(subscription)) return
    const { chainId, payer, key, price } = subscription
    const { client, account } = await Client.connect(source, chainId)
    if (account.address.toLowerCase() !== payer) throw new OtherPayerError(payer)
    const place = { payer, key, token: price.asset as Hex }
    note(id, await cancel({ client, account, chainId, place, now, signal }))
  }

  const kept: Shelf = {
    async list() {
      await shelf.ready()
      return shelf.list()
    },
    keep: shelf.add,
  }

  return {
    method: createMethod(options, kept),
    list: shelf.list,
    subscribe(listener) {
      void shelf.ready().catch(() => {})
      return shelf.subscribe(listener)
    },
    ready: shelf.ready,
    async refresh() {
      await shelf.ready()
      shelf.age()
      await Promise.allSettled(
        shelf
          .list()
          .filter((each) => !isOver(each))
          .map(look),
      )
    },
    cancel(id, signal) {
      const running = cancelling.get(id) ?? revoke(id, signal).finally(() => cancelling.delete(id))
      cancelling.set(id, running)
      return running
    },
    async forget(id) {
      if (!isOver(await find(id))) throw new StillActiveError()
      await shelf.remove(id)
    },
    follow(journal) {
      const phases = new Map<string, string>()
      const learn = () => {
        for (const { id, url, phase, offer } of journal.list()) {
          const { challenge, origin, description } = offer
          const known = shelf.list().find(({ challengeId }) => challengeId === challenge.id)
          if (challenge.intent !== 'subscription' || !known || phases.get(id) === phase) continue
          phases.set(id, phase)
          // The server's word, until the chain's is there.
          const status = phase === 'paid' && known.status === 'unknown' ? 'active' : known.status
          if (known.url !== url || status !== known.status)
            shelf.change(known.id, { url, origin, description, status })
          if (/^(paid|unknown)/.test(phase) && !isOver(known)) look(known).catch(() => {})
        }
      }
      void shelf.ready().then(learn, () => {})
      return journal.subscribe(learn)
    },
    destroy: shelf.destroy,
  }
}

/** Thrown when a subscription is not known here. */
export class SubscriptionNotFoundError extends BaseError {
  override readonly name = 'Subscriptions.SubscriptionNotFoundError'
  constructor() {
    super('subscription_not_found', 'This subscription is not known here.')
  }
}

/** Thrown when a subscription would be forgotten of which something can still be collected. */
export class StillActiveError extends BaseError {
  override readonly name = 'Subscriptions.StillActiveError'
  constructor() {
    super('subscription_active', 'Something can still be collected for this subscription. Cancel it first.')
  }
}

/** Thrown when another account is connected than the one that agreed. Nothing was signed. */
export class OtherPayerError extends BaseError {
  override readonly name = 'Subscriptions.OtherPayerError'
  /** The account that can cancel it. */
  readonly expected: Hex
  constructor(expected: Hex) {
    super('subscription_payer_mismatch', 'This subscription is of another account than the connected one.', {
      metaMessages: [`Connect ${expected} and try again.`],
    })
    this.expected = expected
  }
}
