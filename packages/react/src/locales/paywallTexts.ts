/** The texts of a paywall, which no other component has. */
export type PaywallTexts = {
  /** What is still to be paid for, for who cannot see it. */
  readonly locked: string
  /** What the button says that asks in the dialog. */
  unlock(amount: string | undefined): string
  /** What paying means. */
  readonly once: string
  /** What is said once it is there; `amount` where something was paid just now. */
  unlocked(amount: string | undefined): string
}

/**
 * The texts in English.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer} locale={{ ...en, paywall: { ...paywallTexts, once: 'Yours for good.' } }}>
 * ```
 */
export const paywallTexts: PaywallTexts = {
  locked: 'How to unlock this',
  unlock: (amount) => (amount ? `Unlock for ${amount}` : 'Unlock'),
  once: 'You pay once. After that it is there for you in this browser.',
  unlocked: (amount) => (amount ? `Unlocked. ${amount} was paid, once.` : 'Unlocked.'),
}
