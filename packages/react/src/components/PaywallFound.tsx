'use client'

import type { ReactNode } from 'react'
import type { Found } from '../paywall/useFound.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { Notice } from './Notice.js'

/** What stands in the place of the price where it may be paid already: it is looked for, and not sold again. */
export function PaywallFound({ found }: { readonly found: Found }): ReactNode {
  const { locale } = useSurroundings()
  const { attempt, isBusy, error, check } = found
  const open = attempt.phase === 'paidUndelivered' ? 'paidUndelivered' : 'unknown'
  const rests = error ? locale.tryAgain(undefined) : locale.checkNow
  return (
    <>
      <Notice error={error} phase={error ? undefined : open} />
      <Action
        label={isBusy ? locale.checking : rests}
        others={[locale.checkNow, locale.checking, locale.tryAgain(undefined)]}
        state={error ? 'unread' : 'unknown'}
        rest={isBusy && 'busy'}
        onClick={check}
      />
    </>
  )
}
