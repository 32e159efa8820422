'use client'

import { attemptTexts } from '../attemptTexts.js'
import { budgetTexts } from '../budgetTexts.js'
import { cardTexts } from '../cardTexts.js'
import { diagnosisTexts } from '../diagnosisTexts.js'
import { en as texts } from '../en.js'
import { expressTexts } from '../expressTexts.js'
import type { FullLocale } from '../Locale.js'
import { paywallTexts } from '../paywallTexts.js'
import { receiptTexts } from '../receiptTexts.js'
import { sessionTexts } from '../sessionTexts.js'
import { subscriptionTexts } from '../subscriptionTexts.js'
import { walletTexts } from '../walletTexts.js'

/**
 * All texts in English, to be changed or measured against. Who only wants English needs none of this.
 *
 * @example
 * ```tsx
 * import { en } from '@payerkit/react/locales/en'
 *
 * <PayerProvider payer={payer} locale={{ ...en, receipts: { ...en.receipts, csv: 'Spreadsheet' } }}>
 * ```
 */
export const en: FullLocale = {
  ...texts,
  sessions: sessionTexts,
  subscriptions: subscriptionTexts,
  attempts: attemptTexts,
  budget: budgetTexts,
  receipts: receiptTexts,
  cards: cardTexts,
  diagnosis: diagnosisTexts,
  express: expressTexts,
  paywall: paywallTexts,
  wallets: walletTexts,
}
