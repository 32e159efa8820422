import type { BaseError, Capability, Offer } from '@payerkit/core'
import type { ReactNode, RefObject } from 'react'
import type { Locale } from '../locales/Locale.js'
import type { QuestionState } from '../provider/consent.js'

/** What a method's own form in the dialog is given. It stays mounted from the question to the outcome. */
export type OfferSlotProps = {
  readonly offer: Offer
  /** `asking` until `approve`; then `working`; `ended` when it did not work. */
  readonly state: QuestionState
  /** Whether the offer can no longer be paid. */
  readonly expired: boolean
  /** Why the payment before did not work. */
  readonly error: BaseError | undefined
  /**
   * Whether a press on the form's button must do nothing yet: the person has not had the time to see what it does, so that
   * the second click of a double click would pay; or it is not known that this can be paid, or it is being paid.
   */
  readonly held: boolean
  /** The language of the dialog. */
  readonly locale: Locale
  /** Says yes, with what the form collected for the method. Counts once. */
  approve(input?: unknown): void
  /** Says no. */
  cancel(): void
}

/** Forms for methods that collect something, by the method's name. Called as a function, so that it never remounts. */
export type RenderOffer = { readonly [method: string]: (props: OfferSlotProps) => ReactNode }

/** What the words of an amount are given. */
export type OfferSlotAmount = {
  readonly offer: Offer
  /** The id of its node, by which the dialog is described. */
  readonly id: string
}

/**
 * What is shown of the amount of an offer that is more than one sum, by its intent: `subscriptionAmounts` of
 * `@payerkit/react/subscription`. Called as a function. What it has no words for is not offered.
 */
export type RenderAmount = { readonly [intent: string]: (props: OfferSlotAmount) => ReactNode }

/** What is registered under a name; never what every object has. */
export function slotOf<slot>(slots: { readonly [name: string]: slot }, name: string): slot | undefined {
  return Object.hasOwn(slots, name) ? slots[name] : undefined
}

/** What an account lacks to pay an offer. */
export type Lack = Extract<Capability, { able: false }>

/**
 * What helps where the wallet cannot pay: a button that connects, switches the network or brings money. One that says so
 * may `pay` when it has helped, which does what a press of Pay would have done.
 */
export type RenderRemedy = (lack: Lack, offer: Offer, pay: () => void) => ReactNode

/** What the account at hand lacks for each offer, `undefined` where it lacks nothing; no entry until it is known. */
export type Lacks = ReadonlyMap<Offer, Lack | undefined>

/** Looks before Pay is lit whether an offer can be paid: see `createPreflight` of `@payerkit/react/checkout`. */
export type Preflight = {
  /** A hook. Never prompts, and looks again while something is missing. */
  useLacks(offers: readonly Offer[]): Lacks
  readonly remedy: RenderRemedy | undefined
}

/** What a "don't ask again" is given. */
export type RememberProps = {
  readonly offer: Offer
  /** Nothing can be changed any more. */
  readonly disabled: boolean
  /** Where to put what a yes to the payment does besides. */
  readonly onYes: RefObject<(() => void) | undefined>
}

/** Offers not to be asked again: see `rememberIn` of `@payerkit/react/budget`. Called as a function. */
export type RenderRemember = (props: RememberProps) => ReactNode
