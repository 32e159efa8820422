import { BaseError } from '../Errors.js'

/** One range of an `Accept-Payment` field (draft-httpauth-payment-00, "Client Payment Preferences"). */
export type Range = {
  /** A method, or `*`. */
  readonly method: string
  /** An intent, or `*`. */
  readonly intent: string
  /** The weight, 0 to 1 with three decimals; 0 means "do not use". */
  readonly q: number
}

// RFC 9110 section 5.6.1: an empty element of a list counts for nothing.
const element =
  /[ \t]*(?:([a-z0-9:_-]+|\*)[ \t]*\/[ \t]*([A-Za-z0-9-]+|\*)(?:[ \t]*;[ \t]*[Qq]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?[ \t]*)?(?:,|$)/y

/**
 * Reads an `Accept-Payment` value.
 *
 * @example
 * ```ts
 * AcceptPayment.parse('tempo/charge, stripe/*;q=0.5')
 * ```
 *
 * @throws {@link InvalidError} when a range is not of the draft's form.
 */
export function parse(value: string): Range[] {
  const ranges: Range[] = []
  let at = 0
  while (at < value.length) {
    element.lastIndex = at
    const found = element.exec(value)
    if (!found) throw new InvalidError(value.slice(at).trim())
    const [, method, intent, q] = found
    if (method && intent) ranges.push({ method, intent, q: q === undefined ? 1 : Number(q) })
    at = element.lastIndex
  }
  return ranges
}

/**
 * Writes ranges as an `Accept-Payment` value.
 *
 * @example
 * ```ts
 * AcceptPayment.serialize([{ method: 'tempo', intent: 'charge', q: 1 }]) // 'tempo/charge'
 * ```
 */
export function serialize(ranges: readonly Range[]): string {
  let value = ''
  for (const { method, intent, q } of ranges)
    value += `${value && ', '}${method}/${intent}${q === 1 ? '' : `;q=${Math.round(q * 1000) / 1000}`}`
  return value
}

/**
 * The weight that a preference gives to a method and intent: that of the most specific range that fits, 0 where
 * none does. A method counts for more than an intent.
 *
 * @example
 * ```ts
 * AcceptPayment.weigh(AcceptPayment.parse('tempo/*;q=0.4, *\/charge'), { method: 'tempo', intent: 'charge' }) // 0.4
 * ```
 */
export function weigh(ranges: readonly Range[], offer: { method: string; intent: string }): number {
  let best = -1
  let weight = 0
  for (const { method, intent, q } of ranges) {
    if ((method !== '*' && method !== offer.method) || (intent !== '*' && intent !== offer.intent)) continue
    const specificity = (method === '*' ? 0 : 2) + (intent === '*' ? 0 : 1)
    if (specificity < best || (specificity === best && q <= weight)) continue
    best = specificity
    weight = q
  }
  return weight
}

/**
 * The offers that a preference allows, the preferred first and otherwise in the server's order.
 *
 * @example
 * ```ts
 * AcceptPayment.rank(AcceptPayment.parse('stripe/charge, tempo/*;q=0.5'), challenges)
 * ```
 */
export function rank<offer extends { method: string; intent: string }>(
  ranges: readonly Range[],
  offers: readonly offer[],
): offer[] {
  const ranked: offer[] = []
  const weights: number[] = []
  for (const offer of offers) {
    const weight = weigh(ranges, offer)
    if (weight === 0) continue
    // A list is short and mostly in order: each offer finds its place from the end at once.
    let place = ranked.length
    for (; place > 0 && (weights[place - 1] as number) < weight; place--) {
      ranked[place] = ranked[place - 1] as offer
      weights[place] = weights[place - 1] as number
    }
    ranked[place] = offer
    weights[place] = weight
  }
  return ranked
}

/** Thrown when an `Accept-Payment` value is not of the draft's form. */
export class InvalidError extends BaseError {
  override readonly name = 'AcceptPayment.InvalidError'
  constructor(text: string) {
    super('accept_payment_invalid', `"${text.slice(0, 40)}" is no range of Accept-Payment.`)
  }
}
