import { BaseError } from '../Errors.js'

/** An amount with what is needed to show and to compare it. Never a float. */
export type Money = {
  /** Base units: cents, or the token's smallest part. */
  readonly value: bigint
  /** The real number of decimals; `undefined` where neither a built-in list nor the chain knows it. */
  readonly decimals: number | undefined
  /** What people call it: `pathUSD`, `USD`. */
  readonly symbol: string
  /** What allow lists name: a token's address in lower case, or an ISO 4217 code in lower case. */
  readonly asset: string
  /** The ISO 4217 code it counts as in limits; absent for what has no known worth. */
  readonly currency?: string | undefined
}

/**
 * Writes base units as a decimal text, exact, without trailing zeros beyond two.
 *
 * @example
 * ```ts
 * formatUnits(10_000n, 6) // '0.01'
 * formatUnits(5n, 6) // '0.000005'
 * ```
 */
export function formatUnits(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  let part = digits.slice(digits.length - decimals)
  while (part.length > 2 && part.endsWith('0')) part = part.slice(0, -1)
  return `${value < 0n ? '-' : ''}${whole}${part ? `.${part}` : ''}`
}

/**
 * Reads a decimal text as base units.
 *
 * @example
 * ```ts
 * parseUnits('0.01', 6) // 10000n
 * ```
 *
 * @throws {@link AmountError} when the text is no plain decimal, or finer than `decimals` can hold.
 */
export function parseUnits(text: string, decimals: number): bigint {
  const [, whole, part = ''] = /^(0|[1-9]\d{0,77})(?:\.(\d{1,77}))?$/.exec(text) ?? []
  if (whole === undefined || part.slice(decimals).replaceAll('0', '') !== '')
    throw new AmountError(text, decimals)
  return BigInt(whole + part.slice(0, decimals).padEnd(decimals, '0'))
}

/**
 * Whether an amount is above a limit that is written in the same currency's units.
 *
 * @param before What the limit has been used for already, in 10^-18 of its unit.
 *
 * @example
 * ```ts
 * exceeds({ value: 20_000n, decimals: 6, symbol: 'pathUSD', asset: '0x20c0…' }, '0.01') // true
 * ```
 */
export function exceeds(amount: Money, limit: string, before = 0n): boolean {
  // Nobody knows what an amount without decimals is worth, so it is above every limit.
  return amount.decimals === undefined || before + scale(amount) > parseUnits(limit, 18)
}

/** An amount in 10^-18 of its unit, so that tokens of different decimals add up. */
export function scale(amount: Pick<Money, 'value' | 'decimals'>): bigint {
  const decimals = amount.decimals ?? 0
  return decimals <= 18
    ? amount.value * 10n ** BigInt(18 - decimals)
    : amount.value / 10n ** BigInt(decimals - 18)
}

/** Thrown when a text is no plain decimal amount. */
export class AmountError extends BaseError {
  override readonly name = 'Amount.AmountError'
  constructor(text: string, decimals: number) {
    super('amount_invalid', `"${text.slice(0, 40)}" is not an amount with at most ${decimals} decimals.`)
  }
}
