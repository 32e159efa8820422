'use client'

import type { FullLocale } from '../Locale.js'
import { attempts } from './attempts.js'
import { budget } from './budget.js'
import { cards } from './cards.js'
import { receipts } from './receipts.js'
import { sessions } from './sessions.js'
import { texts } from './texts.js'

/**
 * All texts in German.
 *
 * @example
 * ```tsx
 * import { de } from '@payerkit/react/locales/de'
 *
 * <PayerProvider payer={payer} locale={de}>
 * ```
 */
export const de: FullLocale = { ...texts, sessions, attempts, budget, receipts, cards }
