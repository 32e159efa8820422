'use client'

import { type ReactNode, useEffect } from 'react'
import { Notice } from '../components/Notice.js'
import { useRoot } from '../components/useRoot.js'
import { diagnosisTexts } from '../locales/diagnosisTexts.js'
import type { NoticeText } from '../locales/Locale.js'
import { useSurroundings } from '../provider/context.js'
import { type Finding, tell } from './Finding.js'
import { findingSays } from './says.js'
import { type DiagnosisOptions, useDiagnosis } from './useDiagnosis.js'

/** What {@link Diagnosis} takes. */
export type DiagnosisProps = DiagnosisOptions & {
  /** Does it again, once the cause is gone. */
  readonly onRetry?: (() => void) | undefined
  /** What else helps: a button that connects a wallet, or switches its network. */
  readonly remedy?: ((finding: Finding) => ReactNode) | undefined
  /** Your own look. */
  readonly children?: ((finding: Finding, says: NoticeText) => ReactNode) | undefined
}

/**
 * Says why paying does not work on this page or this device, that nothing was paid, and what helps; and tells the
 * developer in the console, once. Shows nothing where nothing is wrong, or where the reason is another.
 *
 * @example
 * ```tsx
 * const { error, quote, fetch } = usePaidFetch()
 *
 * <Diagnosis error={error} quote={quote} onRetry={() => fetch('/api/photo')} />
 * ```
 */
export function Diagnosis(props: DiagnosisProps): ReactNode {
  const { onRetry, remedy, children } = props
  const { locale } = useSurroundings()
  const root = useRoot()
  const finding = useDiagnosis(props)
  useEffect(() => {
    if (finding) tell(finding)
  }, [finding])
  if (!finding) return null

  const says = findingSays(finding, locale)
  if (children) return children(finding, says)
  const { id, help } = finding
  const helps = remedy?.(finding)
  const again = help !== 'nothing' && help !== 'https' && onRetry
  const secure = help === 'https' && location.protocol === 'http:'
  return (
    <div {...root} data-part="diagnosis" data-state={id}>
      <Notice text={{ ...says, tone: 'bad' }}>
        {(helps || again || secure) && (
          <>
            {helps}
            {secure && (
              <a data-part="button-ghost" href={location.href.replace(/^http:/, 'https:')}>
                {(locale.diagnosis ?? diagnosisTexts).secure}
              </a>
            )}
            {again && (
              <button type="button" data-part="button-ghost" onClick={onRetry}>
                {locale.tryAgain(undefined)}
              </button>
            )}
          </>
        )}
      </Notice>
    </div>
  )
}
