'use client'

import type { FullLocale } from '../Locale.js'
import { attempts } from './attempts.js'
import { budget } from './budget.js'
import { cards } from './cards.js'
import { receipts } from './receipts.js'
import { sessions } from './sessions.js'
import { texts } from './texts.js'

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
export const es: FullLocale = { ...texts, sessions, attempts, budget, receipts, cards }
