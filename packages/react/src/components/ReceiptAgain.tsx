'use client'

import { type ReactNode, useState } from 'react'
import type { ReceiptEntry } from '../receipts/ReceiptEntry.js'
import { useReceiptTexts } from '../receipts/useReceiptTexts.js'
import { Action } from './Action.js'

/** What {@link ReceiptAgain} takes. */
export type ReceiptAgainProps = {
  readonly receipt: ReceiptEntry
  readonly response: (id: string) => Promise<Response | undefined>
  readonly onShow: (response: Response, receipt: ReceiptEntry) => unknown
  /** The id of what says what is shown. */
  readonly about: string
}

/** Shows what was bought once more, from where it is kept. */
export function ReceiptAgain({ receipt, response, onShow, about }: ReceiptAgainProps): ReactNode {
  const texts = useReceiptTexts()
  const [state, setState] = useState<'idle' | 'showing' | 'gone' | 'unshown'>('idle')
  const isBusy = state === 'showing'

  async function show(): Promise<void> {
    setState('showing')
    try {
      const kept = await response(receipt.id)
      if (kept) await onShow(kept, receipt)
      setState(kept ? 'idle' : 'gone')
    } catch {
      setState('unshown')
    }
  }

  return (
    <div data-part="receipt-again" data-state={state}>
      <Action
        ghost
        label={isBusy ? texts.showing : texts.show}
        others={[texts.show, texts.showing]}
        about={about}
        state={state}
        rest={isBusy && 'busy'}
        onClick={show}
      />
      <p role="status">{state === 'gone' || state === 'unshown' ? texts[state] : ''}</p>
    </div>
  )
}
