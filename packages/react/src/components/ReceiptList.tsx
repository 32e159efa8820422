'use client'

import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { type UseReceipts, type UseReceiptsOptions, useReceipts } from '../hooks/useReceipts.js'
import { useSurroundings } from '../provider/context.js'
import { daysOf, type ReceiptDay } from '../receipts/days.js'
import type { ReceiptEntry } from '../receipts/ReceiptEntry.js'
import { type ReceiptFile, saveReceipts } from '../receipts/save.js'
import { useReceiptTexts } from '../receipts/useReceiptTexts.js'
import { useRested } from '../receipts/useRested.js'
import { type ReceiptWords, receiptWords } from '../receipts/words.js'
import { Action } from './Action.js'
import { ReceiptRow } from './ReceiptRow.js'
import { useRoot } from './useRoot.js'

/** Where a list stands: `nothing` fits what is searched for. */
export type ReceiptListState = 'loading' | 'empty' | 'nothing' | 'filled'

/** What a list of one's own is given. */
export type ReceiptListRender = Omit<UseReceipts, 'status'> & {
  readonly state: ReceiptListState
  /** What fits, by the day. */
  readonly days: readonly ReceiptDay[]
  readonly search: string
  setSearch(search: string): void
  wordsOf(receipt: ReceiptEntry): ReceiptWords
  /** Saves what fits as a file, and gives the file's name. */
  save(as: ReceiptFile): string
}

/** What {@link ReceiptList} takes. */
export type ReceiptListProps = Pick<UseReceiptsOptions, 'linkOf'> & {
  /** Shows what was bought once more, where it is kept: `payment: { keep: true }`. Without it nobody is offered that. */
  readonly onShow?: ((response: Response, receipt: ReceiptEntry) => unknown) | undefined
  /** What is shown where there is none. */
  readonly empty?: ReactNode
  /** How many are shown at a time. Default: 50. */
  readonly pageSize?: number | undefined
  /** Your own list. */
  readonly children?: ((list: ReceiptListRender) => ReactNode) | undefined
}

/**
 * Everything that was paid with this payer, by the day: found by a word, looked up at its chain, saved as a file.
 * Nothing is paid, fetched or asked by it.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer}>
 *   <ReceiptList onShow={async (response) => show(await response.blob())} />
 * </PayerProvider>
 * ```
 */
export function ReceiptList(props: ReceiptListProps): ReactNode {
  const { linkOf, onShow, empty, pageSize = 50, children } = props
  const { locale, now } = useSurroundings()
  const texts = useReceiptTexts()
  const root = useRoot()
  const id = useId()
  const [search, setSearch] = useState('')
  const [saved, setSaved] = useState('')
  const [pages, setPages] = useState(1)
  const found = useReceipts({ search, linkOf })
  const { receipts, total, status, error, response } = found
  const field = useRef<HTMLInputElement>(null)
  const { list, more } = usePages(pages, setPages)

  const isSearching = search.trim() !== ''
  const state =
    total === 0 ? (status === 'loading' ? 'loading' : 'empty') : receipts.length === 0 ? 'nothing' : 'filled'
  const save = (as: ReceiptFile) => saveReceipts(receipts, as, now())
  const says = useRested(
    total > 0 && isSearching
      ? state === 'nothing'
        ? texts.nothing(search.trim())
        : texts.found(receipts.length, total)
      : '',
  )

  function type(next: string): void {
    setSearch(next)
    setSaved('')
    setPages(1)
  }

  if (children) {
    const { status: _, ...rest } = found
    return children({
      ...rest,
      state,
      days: daysOf(receipts, now(), locale.tag),
      search,
      setSearch: type,
      wordsOf: (receipt) => receiptWords(receipt, texts, locale),
      save,
    })
  }

  const shown = receipts.slice(0, pages * pageSize)
  const rest = receipts.length - shown.length
  return (
    <section {...root} data-part="receipts" data-state={state} aria-labelledby={`${id}title`}>
      <div data-part="receipts-head">
        <h2 id={`${id}title`} data-part="receipts-title">
          {texts.receipts}
        </h2>
        {total > 0 && (
          <div data-part="receipts-files">
            {(['csv', 'json'] as const).map((as) => (
              <Action
                key={as}
                ghost
                label={texts[as]}
                state={state}
                rest={receipts.length === 0 && 'held'}
                onClick={() => setSaved(texts.saved(receipts.length, save(as)))}
              />
            ))}
          </div>
        )}
      </div>
      {error && <p data-part="receipts-failed">{texts.failed}</p>}
      {total > 0 && (
        <label data-part="receipts-search">
          <span>{texts.search}</span>
          <input
            ref={field}
            type="search"
            value={search}
            placeholder={texts.searchHint}
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="search"
            onChange={({ target }) => type(target.value)}
          />
        </label>
      )}
      <p data-part="receipts-says" role="status">
        {saved || says}
      </p>
      {state === 'nothing' && (
        <Action
          ghost
          label={texts.all}
          state={state}
          onClick={() => {
            type('')
            // The button is gone with what it was for.
            field.current?.focus()
          }}
        />
      )}
      {state === 'empty' && !error && <div data-part="receipts-empty">{empty ?? <p>{texts.empty}</p>}</div>}
      <div ref={list} data-part="receipts-days">
        {daysOf(shown, now(), locale.tag).map(({ date, name, receipts }) => (
          <section key={date} data-part="receipt-day" aria-labelledby={`${id}${date}`}>
            <h3 id={`${id}${date}`}>{name}</h3>
            <ul>
              {receipts.map((receipt) => (
                <ReceiptRow key={receipt.id} receipt={receipt} response={response} onShow={onShow} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {rest > 0 && <Action ghost label={texts.more(Math.min(rest, pageSize))} state={state} onClick={more} />}
    </section>
  )
}

/** Shows one page more, and goes on with the keyboard where that begins: the button may be gone. */
function usePages(pages: number, setPages: (pages: number) => void) {
  const list = useRef<HTMLDivElement>(null)
  const first = useRef<number>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when there is one page more.
  useEffect(() => {
    if (first.current !== undefined) list.current?.querySelectorAll('summary')[first.current]?.focus()
    first.current = undefined
  }, [pages])
  return {
    list,
    more() {
      first.current = list.current?.querySelectorAll('summary').length
      setPages(pages + 1)
    },
  }
}
