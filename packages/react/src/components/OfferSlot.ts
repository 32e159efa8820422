import type { BaseError, Offer } from '@payerkit/core'
import type { ReactNode } from 'react'
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
  /** Says yes, with what the form collected for the method. Counts once. */
  approve(input?: unknown): void
  /** Says no. */
  cancel(): void
}

/** Forms for methods that collect something, by the method's name. Called as a function, so that it never remounts. */
export type RenderOffer = { readonly [method: string]: (props: OfferSlotProps) => ReactNode }
