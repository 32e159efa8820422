/** The larger of whole numbers that `Math.max` cannot take. */
export function largest(...values: readonly [bigint, ...bigint[]]): bigint {
  let [most] = values
  for (const value of values) if (value > most) most = value
  return most
}

/** The smaller of whole numbers. */
export function smallest(...values: readonly [bigint, ...bigint[]]): bigint {
  let [least] = values
  for (const value of values) if (value < least) least = value
  return least
}
