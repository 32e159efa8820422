'use client'

import type { FullLocale } from '../Locale.js'
import { attempts } from './attempts.js'
import { budget } from './budget.js'
import { cards } from './cards.js'
import { receipts } from './receipts.js'
import { sessions } from './sessions.js'
import { texts } from './texts.js'

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
export const ja: FullLocale = { ...texts, sessions, attempts, budget, receipts, cards }
