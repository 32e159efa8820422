'use client'

import type { ReactNode } from 'react'
import { formatMoney } from '../format/Money.js'
import type { SessionView } from '../hooks/sessionControl.js'
import { useSurroundings } from '../provider/context.js'
import { rounded, shareOf, termsOf } from './meter.js'
import { unitText } from './offers.js'
import { useSessionTexts } from './useSessionTexts.js'

/** What {@link MeterFace} takes. */
export type MeterFaceProps = {
  readonly view: SessionView
  readonly label: string
  /** In the asset's smallest parts. */
  readonly perMinute: bigint
  readonly write: (value: bigint) => string
}

/** What is spent, authorized and deposited, and what it costs. */
export function MeterFace({ view, label, perMinute, write }: MeterFaceProps): ReactNode {
  const { locale } = useSurroundings()
  const texts = useSessionTexts()
  const { status, channel } = view
  const { spent = 0n, authorized = 0n, deposit = 0n } = channel ?? {}
  const back = channel?.refund ?? 0n
  const terms = termsOf(view)
  const plain = (value: bigint) => (terms ? formatMoney({ ...terms.price, value }, locale.tag) : '–')
  const facts = [
    [unitText(terms?.unit, locale), terms?.price.value ? write(terms.price.value) : '–'],
    [texts.perMinute, plain(rounded(perMinute))],
    [status === 'closed' ? texts.came : texts.back, write(back)],
  ]
  return (
    <>
      <div data-part="meter-head">
        <div>
          <p data-part="meter-label">{label}</p>
          <p data-part="spent">{write(spent)}</p>
        </div>
        <span data-part="chip" data-state={status}>
          {texts.states[status]}
        </span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> shows one value, and this bar two. */}
      <div
        data-part="bar"
        role="meter"
        aria-label={texts.spent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(shareOf(spent, deposit) * 100)}
        aria-valuetext={texts.bar(write(spent), plain(deposit))}
      >
        <span data-part="bar-authorized" style={{ inlineSize: `${shareOf(authorized, deposit) * 100}%` }} />
        <span data-part="bar-spent" style={{ inlineSize: `${shareOf(spent, deposit) * 100}%` }} />
      </div>
      <ul data-part="legend" data-state={channel ? 'filled' : 'empty'}>
        <li data-state="spent">{texts.spent}</li>
        <li data-state="authorized">{texts.authorized(write(authorized))}</li>
        <li data-state="deposit">{texts.deposit(plain(deposit))}</li>
      </ul>
      <dl data-part="facts">
        {facts.map(([name, value]) => (
          <div key={name} data-part="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
