// Minor units of ISO 4217, by which card networks count: of the currencies that a card is asked for most.
const none = 'clp isk jpy krw pyg ugx vnd xaf xof xpf'
const three = 'bhd iqd jod kwd lyd omr tnd'
const two =
  'aed ars aud azn bdt bob brl cad chf cny cop crc czk dkk dop dzd egp eur gbp gel ghs gtq hkd huf idr ils inr kes kzt ' +
  'lkr mad mxn myr ngn nok nzd pen php pkr pln qar ron rsd sar sek sgd thb try twd tzs uah usd uyu zar'

/** How many decimals an amount in a currency has, by its code in lower case. */
export const defaults: ReadonlyMap<string, number> = new Map(
  [two, none, three].flatMap((codes, at) =>
    codes.split(' ').map((code) => [code, [2, 0, 3][at] ?? 2] as const),
  ),
)
