import type { BaseError, Offer, Receipt } from '@payerkit/core'

/**
 * Where a card payment stands, as the form shows it in `data-state`. Only `ready`, `declined`, `failed` and `cancelled`
 * light the Pay button.
 *
 * @example
 * ```ts
 * const paid = (state: CardState) => (state.name === 'paid' ? state.receipt : undefined)
 * ```
 */
export type CardState =
  | { readonly name: 'loading' }
  /** Stripe.js or its fields did not come; `retry` says whether trying again here can help. */
  | { readonly name: 'loadFailed'; readonly error: BaseError; readonly retry: boolean }
  | { readonly name: 'ready'; readonly notice?: CardNotice | undefined }
  | { readonly name: 'validating' }
  | { readonly name: 'authorizing' }
  /** The bank asks the person to confirm (3-D Secure). */
  | { readonly name: 'requiresAction' }
  /** The proof is on its way; from here on nothing can be taken back. */
  | { readonly name: 'submitting' }
  /** Without a receipt the server sent none, or nothing was left to pay. */
  | {
      readonly name: 'paid'
      readonly receipt?: Receipt | undefined
      readonly charged: boolean
      /** Why the page could not take what was bought; it can be handed over again. */
      readonly unread?: Error | undefined
      /** What was bought went to another part of the page, or to another tab. */
      readonly elsewhere?: boolean | undefined
    }
  | { readonly name: 'declined'; readonly reason: DeclineReason; readonly error: Error }
  | { readonly name: 'failed'; readonly error: Error }
  | { readonly name: 'expired'; readonly renewing: boolean; readonly error?: Error | undefined }
  /** Money may have moved, or has (`paid`) without an answer. */
  | {
      readonly name: 'unknown'
      readonly attemptId?: string | undefined
      readonly paid: boolean
      readonly checking: boolean
      /** How often was looked in vain, so that every look is told. */
      readonly checks: number
    }
  | { readonly name: 'cancelled' }

/** Why a ready form wants to be looked at again. */
export type CardNotice =
  | { readonly kind: 'invalid'; readonly message?: string | undefined }
  /** The seller asks for something else than it did; nothing is paid until the person agrees. */
  | { readonly kind: 'changed'; readonly before: Offer; readonly now: Offer }

/** Why a card was refused, where the form has a sentence of its own for it. */
export type DeclineReason =
  | 'declined'
  | 'insufficient_funds'
  | 'expired_card'
  | 'incorrect_cvc'
  | 'incorrect_number'
  | 'processing_error'
  | 'authentication_failed'

/** The states of the payment alone; whether the fields are there is kept beside them. */
export type Stage = Exclude<CardState, { name: 'loading' | 'loadFailed' }>

/** Whether Pay may be lit: nothing is under way, and it is certain that nothing was charged. */
export function isPayable({ name }: CardState): boolean {
  return /^(ready|declined|failed|cancelled)$/.test(name)
}

/** Whether a payment is under way. */
export function isBusy({ name }: CardState): boolean {
  return /^(validating|authorizing|requiresAction|submitting)$/.test(name)
}

/** Whether a payment is under way that can still be called off. */
export function isStoppable(state: CardState): boolean {
  return isBusy(state) && state.name !== 'submitting'
}

/** Money may have moved, or has (`paid`), and nobody has looked again yet. */
export function unknownStage(attemptId: string | undefined, paid: boolean): Stage {
  return { name: 'unknown', attemptId, paid, checking: false, checks: 0 }
}
