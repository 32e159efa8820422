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
 * All texts in Spanish.
 *
 * @example
 * ```tsx
 * import { es } from '@payerkit/react/locales/es'
 *
 * <PayerProvider payer={payer} locale={es}>
 * ```
 */
export const es: FullLocale = {
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
