import type { Offer } from '@payerkit/core'
import type { CardHandlers } from './cardDriver.js'
import type { CardLoadError } from './cardErrors.js'
import type { CardState } from './cardState.js'
import type { CardPort } from './collectCard.js'

/** What is on the screen. */
export type CardSnapshot = {
  readonly state: CardState
  readonly offer: Offer | undefined
  /** How often the fields were asked for again. */
  readonly load: number
  /** Pay has just been lit again, so that the second click of two is not a yes to what it did not see. */
  readonly settling: boolean
}

/** One payment by card, with no framework: a store to observe and the things a person can do. */
export type CardPayment = {
  getSnapshot(): CardSnapshot
  subscribe(listener: () => void): () => void
  handle(handlers: CardHandlers): void
  /** A form shows this payment from now on, until the answer is called. */
  enter(): () => void
  /** The fields are there, until the answer is called. */
  attach(port: CardPort): () => void
  /** The fields did not come. */
  failFields(error: CardLoadError, retry: boolean): void
  reloadFields(): void
  focusFields(): void
  /** Shows another offer, unless a payment is under way or money may have moved. */
  adopt(offer: Offer): void
  /** Pays with what was typed in, or with what a wallet of the browser gives. */
  pay(port?: CardPort): Promise<void>
  cancel(): void
  check(): Promise<void>
  /** Hands what was bought to the page again. */
  reread(): void
  /** Gets a new offer after the old one ended. */
  renew(): Promise<void>
  readonly renewable: boolean
  /** Looks at the clock. */
  tick(): void
}
