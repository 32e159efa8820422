import { formatUnits } from '@payerkit/core'

/** Base units of a dollar currency as a person writes them: `$0.01`. */
export function formatDollars(value: bigint, decimals: number): string {
  return `$${formatUnits(value, decimals)}`
}
