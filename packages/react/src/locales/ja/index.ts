'use client'

import type { FullLocale } from '../Locale.js'
import { attempts } from './attempts.js'
import { budget } from './budget.js'
import { cards } from './cards.js'
import { diagnosis } from './diagnosis.js'
import { express } from './express.js'
import { paywall } from './paywall.js'
import { receipts } from './receipts.js'
import { sessions } from './sessions.js'
import { subscriptions } from './subscriptions.js'
import { texts } from './texts.js'
import { wallets } from './wallets.js'

/**
 * All texts in Japanese.
 *
 * @example
 * ```tsx
 * import { ja } from '@payerkit/react/locales/ja'
 *
 * <PayerProvider payer={payer} locale={ja}>
 * ```
 */
export const ja: FullLocale = {
  ...texts,
  sessions,
  subscriptions,
  attempts,
  budget,
  receipts,
  cards,
  diagnosis,
  express,
  paywall,
  wallets,
}
