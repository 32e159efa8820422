import type { Money } from '../../policy/Amount.js'

// The exponents Stripe charges with (https://docs.stripe.com/currencies). They are not always ISO 4217's: the
// Icelandic króna has none there and two here. The Ugandan shilling is left out, as that page gives it both ways.

const none = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'
const three = 'bhd jod kwd omr tnd'
const two =
  'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc ' +
  'cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes kgs khr ' +
  'kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk ' +
  'php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah usd uyu ' +
  'uzs wst xcd yer zar zmw'

const exponents: ReadonlyMap<string, number> = new Map(
  [none, three, two].flatMap((codes, at) =>
    codes.split(' ').map((code) => [code, [0, 3, 2][at] ?? 2] as const),
  ),
)

/** The currencies a payer accepts unless the application names its own. */
export const defaults: readonly string[] = [...exponents.keys()]

/** An amount in the smallest unit of a currency; one that is not known here has no decimals that are. */
export function moneyOf(amount: number, currency: string): Money {
  return {
    value: BigInt(amount),
    decimals: exponents.get(currency),
    symbol: currency.toUpperCase(),
    asset: currency,
    currency,
  }
}
