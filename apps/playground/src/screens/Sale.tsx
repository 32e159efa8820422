import type { Offer } from '@payerkit/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Currency } from '../shop/config.js'
import { Purchase } from './Purchase.js'

export type SaleProps = {
  /** What is for sale in this round. */
  url(round: number): string
  read(response: Response): Promise<string>
  /** The thing for sale; without `data` its place. */
  goods(data: string | undefined, offer: Offer | undefined): ReactNode
  /** What the button for the next round says. */
  again: string
  /** Whether it can be paid without a wallet. */
  walletless?: boolean
  /** Who pays, where that is not the page's wallet. */
  wallet?: ReactNode
  /** What it is paid in, where that is not the shop's own currency. */
  currency?: Currency | undefined
}

/** One thing after another, each bought once. */
export function Sale({ url, ...rest }: SaleProps) {
  const [round, setRound] = useState(0)
  const sheet = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The button that was pressed is gone; the next thing to press takes the focus.
    if (round > 0) sheet.current?.querySelector<HTMLElement>('[data-part=pay] button')?.focus()
  }, [round])
  return (
    <div className="sheet" ref={sheet}>
      <Purchase key={round} {...rest} url={url(round)} next={() => setRound(round + 1)} />
    </div>
  )
}
