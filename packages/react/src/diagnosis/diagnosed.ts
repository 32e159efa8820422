import type { Locale } from '../locales/Locale.js'
import { diagnose } from './diagnose.js'
import { tell } from './Finding.js'
import { findingSays } from './says.js'

/**
 * A language whose notices say more where paying does not work on this page or this device: in the consent dialog,
 * `PayButton`, `Checkout` and wherever else a `Notice` is shown. The developer reads of it in the console, once.
 *
 * @example
 * ```tsx
 * const locale = diagnosed(en)
 *
 * <PayerProvider payer={payer} locale={locale}>
 * ```
 */
export function diagnosed(locale: Locale): Locale {
  return {
    ...locale,
    diagnose(error) {
      const finding = diagnose(error, { environment: { secure: globalThis.isSecureContext !== false } })
      if (!finding) return undefined
      // Called while something is drawn; what is logged has time.
      queueMicrotask(() => tell(finding))
      return findingSays(finding, locale)
    },
  }
}
