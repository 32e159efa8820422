/** The texts of what helps a wallet that cannot pay, which no other component has. */
export type WalletTexts = {
  readonly connect: string
  connectTo(name: string): string
  readonly switchNetwork: string
  readonly fund: string
  readonly approve: string
  readonly another: string
  /** While the wallet asks. */
  readonly waiting: string
  readonly none: string
  /** Where the page cannot switch the network. */
  readonly byHand: string
  /** What came of it: a no in the wallet, a window that was blocked, or anything else. */
  readonly refused: string
  readonly blocked: string
  readonly failed: string
}

/**
 * The texts in English.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer} locale={{ ...en, wallets: { ...walletTexts, fund: 'Top up' } }}>
 * ```
 */
export const walletTexts: WalletTexts = {
  connect: 'Connect a wallet',
  connectTo: (name) => `Connect ${name}`,
  switchNetwork: 'Switch network',
  fund: 'Add money',
  approve: 'Allow this payment',
  another: 'Use another wallet',
  waiting: 'Look in your wallet…',
  none: 'No wallet was found in this browser.',
  byHand: 'Switch the network in your wallet.',
  refused: 'You said no in your wallet. Nothing was paid.',
  blocked: 'The browser blocked the window of your wallet. Nothing was paid. Allow it, and press again.',
  failed: 'That did not work. Nothing was paid. Try again.',
}
