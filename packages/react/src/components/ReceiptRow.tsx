'use client'

import { memo, type ReactNode, useId } from 'react'
import { useSurroundings } from '../provider/context.js'
import { stateOf } from '../receipts/files.js'
import type { ReceiptEntry } from '../receipts/ReceiptEntry.js'
import { useReceiptTexts } from '../receipts/useReceiptTexts.js'
import { receiptFacts, receiptWords } from '../receipts/words.js'
import { ReceiptAgain } from './ReceiptAgain.js'

/** What {@link ReceiptRow} takes. */
export type ReceiptRowProps = {
  readonly receipt: ReceiptEntry
  readonly response: (id: string) => Promise<Response | undefined>
  readonly onShow: ((response: Response, receipt: ReceiptEntry) => unknown) | undefined
}

/** One receipt: what is asked for most in a line or two, and all else behind it. */
export const ReceiptRow: (props: ReceiptRowProps) => ReactNode = memo(Row)

function Row({ receipt, response, onShow }: ReceiptRowProps): ReactNode {
  const { locale } = useSurroundings()
  const texts = useReceiptTexts()
  const id = useId()
  const state = stateOf(receipt)
  const { who, amount, about, note, reference } = receiptWords(receipt, texts, locale)
  const { link, isKept, isUnchecked } = receipt
  return (
    <li data-part="receipt" data-state={state}>
      <details>
        <summary id={id}>
          <Part name="receipt-who">{who}</Part> <Part name="receipt-amount">{amount}</Part>{' '}
          <Part name="receipt-about">{about}</Part>{' '}
          {note ? (
            <Part name="receipt-note" state={state}>
              {note}
            </Part>
          ) : (
            <Part name="id">{reference}</Part>
          )}
        </summary>
        <div data-part="receipt-details">
          <dl>
            {receiptFacts(receipt, texts, locale).map(([name, value, kind], at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two parts of a payment may go to one payee.
              <div key={at} data-part="receipt-fact">
                <dt>{name}</dt>
                <dd data-state={kind} dir={kind === 'id' ? 'ltr' : undefined}>
                  {value}
                </dd>
              </div>
            ))}
          </dl>
          {isUnchecked && <p>{texts.unchecked}</p>}
          {link && (
            <a
              data-part="receipt-link"
              href={link}
              target="_blank"
              rel="noreferrer noopener"
              aria-describedby={id}
            >
              {receipt.method === 'stripe' ? texts.stripe : texts.transaction}
            </a>
          )}
          {onShow && isKept && (
            <ReceiptAgain receipt={receipt} response={response} onShow={onShow} about={id} />
          )}
        </div>
      </details>
    </li>
  )
}

/** A piece of a row: it stands as the page reads, and its words as they are written. */
function Part(props: { name: string; state?: string | undefined; children: ReactNode }): ReactNode {
  return (
    <span data-part={props.name} data-state={props.state}>
      <bdi>{props.children}</bdi>
    </span>
  )
}
