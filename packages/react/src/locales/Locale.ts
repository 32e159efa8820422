import type { Lack } from '../components/OfferSlot.js'
import type { AttemptTexts } from './attemptTexts.js'
import type { BudgetTexts } from './budgetTexts.js'
import type { CardTexts } from './cardTexts.js'
import type { DiagnosisTexts } from './diagnosisTexts.js'
import type { ExpressTexts } from './expressTexts.js'
import type { PaywallTexts } from './paywallTexts.js'
import type { ReceiptTexts } from './receiptTexts.js'
import type { SessionTexts } from './sessionTexts.js'
import type { SubscriptionTexts } from './subscriptionTexts.js'
import type { WalletTexts } from './walletTexts.js'

/** A message in three parts and in this order: what happened, whether money moved, what to do next. */
export type NoticeText = { readonly what: string; readonly money: string; readonly next: string }

/** What a message is about; `components/messages.ts` says which error is which. */
export type NoticeId =
  | 'authentication'
  | 'budget'
  | 'cancelled'
  | 'chain'
  | 'declined'
  | 'disconnected'
  | 'elsewhere'
  | 'expired'
  | 'failed'
  | 'insecure'
  | 'limit'
  | 'network'
  | 'offer'
  | 'paid'
  | 'payee'
  | 'reverted'
  | 'session'
  | 'undelivered'
  | 'unknown'
  | 'unread'
  | 'unreadable'
  | 'wallet'

/** Every text of the components in one language. */
export type Locale = {
  /** BCP 47, also for numbers: `en`. */
  readonly tag: string
  readonly asks: string
  asksAs(realm: string): string
  readonly cancel: string
  readonly close: string
  readonly payWith: string
  readonly wallet: string
  readonly card: string
  readonly session: string
  readonly subscription: string
  readonly to: string
  readonly alsoTo: string
  readonly from: string
  readonly yourWallet: string
  readonly fee: string
  readonly feeBySeller: string
  readonly feeByYou: string
  readonly offerEnds: string
  endsIn(time: string): string
  readonly ended: string
  readonly asksWallet: string
  asksCard(to: string | undefined): string
  readonly asksNothing: string
  readonly details: string
  readonly address: string
  readonly payee: string
  readonly asset: string
  readonly method: string
  readonly realm: string
  readonly refused: string
  /** What one unit costs is paid for: `per token`. `unit` is the server's word, made safe to show. */
  perUnit(unit: string | undefined): string
  /** What a session's deposit is; `most` where more may be added without a question. */
  deposit(amount: string, most: string | undefined): string
  /** What more of a deposit is for: `price` is of one `unit`, which is `per token`. */
  goesOn(price: string, unit: string): string
  start(amount: string | undefined): string
  add(amount: string): string
  pay(amount: string | undefined): string
  tryAgain(amount: string | undefined): string
  readonly askAgain: string
  readonly askAnew: string
  /** What an account lacks to pay. Default: core's own sentence, which is English and says more. */
  readonly lacks?: { readonly [reason in Lack['reason']]: string } | undefined
  /** The price is another one than was shown before. */
  changed(before: string, now: string): string
  readonly confirm: string
  readonly sending: string
  readonly sendingAgain: string
  readonly paid: string
  readonly free: string
  readonly checkNow: string
  readonly checking: string
  smallest(symbol: string): string
  readonly unknownToken: string
  readonly unknownTokenHint: string
  says(who: string, words: string): string
  /** The texts of the session meter and list; {@link SessionTexts} in English by default. */
  readonly sessions?: SessionTexts | undefined
  /** The texts of subscriptions; {@link SubscriptionTexts} in English by default. */
  readonly subscriptions?: SubscriptionTexts | undefined
  /** The texts of open payments; {@link AttemptTexts} in English by default. */
  readonly attempts?: AttemptTexts | undefined
  /** The texts of the budget; {@link BudgetTexts} in English by default. */
  readonly budget?: BudgetTexts | undefined
  /** The texts of receipts; {@link ReceiptTexts} in English by default. */
  readonly receipts?: ReceiptTexts | undefined
  /** The texts of the card form; {@link CardTexts} in English by default. */
  readonly cards?: CardTexts | undefined
  /** The texts of why paying does not work here; {@link DiagnosisTexts} in English by default. */
  readonly diagnosis?: DiagnosisTexts | undefined
  /** The texts of a paywall; {@link PaywallTexts} in English by default. */
  readonly paywall?: PaywallTexts | undefined
  /** The texts of what helps a wallet; {@link WalletTexts} in English by default. */
  readonly wallets?: WalletTexts | undefined
  /** The texts of paying with a wallet of the browser; {@link ExpressTexts} in English by default. */
  readonly express?: ExpressTexts | undefined
  /** Says more of an error than `notices` do, where it can: see `diagnosed` of `@payerkit/react/diagnosis`. */
  diagnose?(error: unknown): NoticeText | undefined
  readonly notices: { readonly [id in NoticeId]: NoticeText }
}

/** A language with nothing left to the defaults, as the entries `@payerkit/react/locales/…` hold it. */
export type FullLocale = Locale & {
  readonly sessions: SessionTexts
  readonly subscriptions: SubscriptionTexts
  readonly attempts: AttemptTexts
  readonly budget: BudgetTexts
  readonly receipts: ReceiptTexts
  readonly cards: CardTexts
  readonly diagnosis: DiagnosisTexts
  readonly paywall: PaywallTexts
  readonly wallets: WalletTexts
  readonly express: ExpressTexts
}
