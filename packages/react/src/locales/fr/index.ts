'use client'

import type { FullLocale } from '../Locale.js'
import { attempts } from './attempts.js'
import { budget } from './budget.js'
import { cards } from './cards.js'
import { receipts } from './receipts.js'
import { sessions } from './sessions.js'
import { texts } from './texts.js'

/**
 * All texts in French.
 *
 * @example
 * ```tsx
 * import { fr } from '@payerkit/react/locales/fr'
 *
 * <PayerProvider payer={payer} locale={fr}>
 * ```
 */
export const fr: FullLocale = { ...texts, sessions, attempts, budget, receipts, cards }
