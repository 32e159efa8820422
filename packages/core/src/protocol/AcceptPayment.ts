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

const range = /^([a-z0-9:_-]+|\*)[ \t]*\/[ \t]*([A-Za-z0-9-]+|\*)(?:[ \t]*;[ \t]*[Qq]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/

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
  for (const part of value.split(',')) {
    const text = part.trim()
    // RFC 9110 section 5.6.1: an empty element of a list counts for nothing.
    if (!text) continue
    const [, method, intent, q] = range.exec(text) ?? []
    if (!method || !intent) throw new InvalidError(text)
    ranges.push({ method, intent, q: q === undefined ? 1 : Number(q) })
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
  return ranges
    .map(({ method, intent, q }) => `${method}/${intent}${q === 1 ? '' : `;q=${Math.round(q * 1000) / 1000}`}`)
    .join(', ')
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
  return offers
    .map((offer) => ({ offer, weight: weigh(ranges, offer) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ offer }) => offer)
}

/** Thrown when an `Accept-Payment` value is not of the draft's form. */
export class InvalidError extends BaseError {
  override readonly name = 'AcceptPayment.InvalidError'
  constructor(text: string) {
    super('accept_payment_invalid', `"${text.slice(0, 40)}" is no range of Accept-Payment.`, {
      metaMessages: ['A range is method/intent, with an optional weight: "tempo/charge;q=0.5".'],
    })
  }
}
