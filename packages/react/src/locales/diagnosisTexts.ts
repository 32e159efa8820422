import type { NoticeText } from './Locale.js'

/** The texts of why paying does not work on this page or this device, which no other component has. */
export type DiagnosisTexts = {
  readonly headersHidden: NoticeText
  readonly popupBlocked: NoticeText
  readonly cardBlocked: NoticeText
  /** `by` is how much the clock is off, where that is known: `2 hours`. */
  clock(by: string | undefined, isFast: boolean): NoticeText
  readonly sellerClock: NoticeText
  readonly insecurePage: NoticeText
  readonly storageRefused: NoticeText
  readonly storageFull: NoticeText
  readonly otherNetwork: NoticeText
  readonly noWallet: NoticeText
  /** Opens the page over https. */
  readonly secure: string
}

const money = 'Nothing was paid.'

/**
 * The texts in English.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer} locale={{ ...en, diagnosis: { ...diagnosisTexts, secure: 'Use https' } }}>
 * ```
 */
export const diagnosisTexts: DiagnosisTexts = {
  headersHidden: {
    what: 'The seller asks for payment in a way this page may not read.',
    money,
    next: 'It is not your doing, and trying again does not help. The people behind this page can mend it.',
  },
  popupBlocked: {
    what: 'The browser blocked the window of your wallet.',
    money,
    next: 'Allow windows for this page, often by a sign in the address bar, and press the button again.',
  },
  cardBlocked: {
    what: 'The card form did not load.',
    money,
    next: 'A content blocker or a strict network may hold js.stripe.com back. Allow it, or pay another way.',
  },
  clock: (by, isFast) => ({
    what: by
      ? `The clock of this device is ${by} ${isFast ? 'fast' : 'slow'}.`
      : 'The clock of this device seems to be wrong.',
    money,
    next: 'Have the device set its time by itself, in its settings, and try again.',
  }),
  sellerClock: {
    what: "The seller's offers have ended before they arrive.",
    money,
    next: 'Try again later. If it stays so, tell the seller.',
  },
  insecurePage: {
    what: 'This page came over a connection that others can change.',
    money,
    next: 'Nothing can be paid here. Open the page with https in its address.',
  },
  storageRefused: {
    what: 'This browser does not let the page remember anything.',
    money,
    next: 'Leave the private window, or allow site data for this page, and try again.',
  },
  storageFull: {
    what: 'There is no room left for what this page has to remember.',
    money,
    next: 'Free some space on the device, and try again.',
  },
  otherNetwork: {
    what: 'Your wallet is on another network than this payment.',
    money,
    next: 'Switch the network in your wallet, and try again.',
  },
  noWallet: {
    what: 'No wallet was found in this browser.',
    money,
    next: 'Open this page in the browser of your wallet, or add a wallet to this one. Or pay another way.',
  },
  secure: 'Open it with https',
}
