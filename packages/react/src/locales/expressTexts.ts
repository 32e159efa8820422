/** The texts of paying with a wallet of the browser, which no other component has. */
export type ExpressTexts = {
  /** What the buttons of Apple Pay, Google Pay and Link do. */
  readonly buttons: string
  /** Stands between them and the card's fields. */
  readonly or: string
}

/**
 * The texts in English.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer} locale={{ ...en, express: { ...expressTexts, or: 'Or use a card' } }}>
 * ```
 */
export const expressTexts: ExpressTexts = {
  buttons: 'Pay in one step',
  or: 'Or pay by card',
}
