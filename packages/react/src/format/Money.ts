import { formatUnits, type Money } from '@payerkit/core'

/** An amount as a page shows it: the figure large, the unit small. */
export type MoneyParts = {
  /** `$0.01`; without a known currency `12.5`. */
  readonly figure: string
  /** `pathUSD`; of a token whose decimals nobody knows, its symbol, and the figure is in its smallest parts. */
  readonly unit: string
}

/**
 * Writes an amount in a person's notation, exactly: no float is involved, whatever the size.
 *
 * @param digits Digits behind the point that are there in any case, for what counts up. Default: two.
 *
 * @example
 * ```ts
 * moneyParts({ value: 10_000n, decimals: 6, symbol: 'pathUSD', asset: '0x20c0…', currency: 'usd' }, 'en')
 * // { figure: '$0.01', unit: 'pathUSD' }
 * ```
 */
export function moneyParts(
  money: Pick<Money, 'value' | 'decimals' | 'symbol' | 'currency'>,
  tag: string,
  digits = 0,
): MoneyParts {
  const { value, decimals, symbol, currency } = money
  const [whole = '0', part = ''] = formatUnits(value, decimals ?? 0).split('.')
  const fraction = part.padEnd(digits, '0')
  const options: Intl.NumberFormatOptions = {
    // Only then do the digits that are put in below fit the ones around them.
    numberingSystem: 'latn',
    minimumFractionDigits: fraction ? 1 : 0,
    maximumFractionDigits: fraction ? 1 : 0,
  }
  const figure = formatterOf(tag, options, decimals === undefined ? undefined : currency)
    .formatToParts(BigInt(whole))
    .map((part) => (part.type === 'fraction' ? fraction : part.value))
    .join('')
  return { figure, unit: symbol }
}

/**
 * An amount in one text, for buttons and sentences: `$0.01`, or with the unit where no currency says it.
 *
 * @example
 * ```ts
 * formatMoney({ value: 500n, decimals: 2, symbol: 'USD', asset: 'usd', currency: 'usd' }, 'en') // '$5.00'
 * ```
 */
export function formatMoney(
  money: Pick<Money, 'value' | 'decimals' | 'symbol' | 'currency'>,
  tag: string,
  digits?: number,
): string {
  const { figure, unit } = moneyParts(money, tag, digits)
  return money.currency !== undefined && money.decimals !== undefined ? figure : `${figure} ${unit}`
}

// Making one takes longer than using it a hundred times.
const formatters = new Map<string, Intl.NumberFormat>()

function formatterOf(
  tag: string,
  options: Intl.NumberFormatOptions,
  currency: string | undefined,
): Intl.NumberFormat {
  const name = `${tag} ${currency} ${options.minimumFractionDigits}`
  const known = formatters.get(name) ?? createFormatter(tag, options, currency)
  formatters.set(name, known)
  return known
}

function createFormatter(
  tag: string,
  options: Intl.NumberFormatOptions,
  currency: string | undefined,
): Intl.NumberFormat {
  if (currency !== undefined)
    try {
      return new Intl.NumberFormat(tag, { ...options, style: 'currency', currency })
    } catch {
      // Not every code that a method names is one that Intl takes.
    }
  return new Intl.NumberFormat(tag, options)
}
