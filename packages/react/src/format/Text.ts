/**
 * An address or id as people compare it, six characters and four: `0x742d…fE00`. Of a DID the last part.
 *
 * @example
 * ```ts
 * shortId('0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00') // '0x742d…fE00'
 * ```
 */
export function shortId(id: string): string {
  const last = plainText(id.slice(id.lastIndexOf(':') + 1))
  return last.length > 14 ? `${last.slice(0, 6)}…${last.slice(-4)}` : last
}

/** Another party's words as one line that cannot disguise itself: no control or direction characters, 80 at most. */
export function plainText(text: string, longest = 80): string {
  const clean = text
    .slice(0, 2_000)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .trim()
  const characters = [...clean]
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : clean
}

/** The host of an address, as it is in the address bar. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : plainText(url)
}

/** Seconds as a countdown: `4:32`, `1:02:09`. */
export function clockText(seconds: number): string {
  const pad = (part: number) => String(part).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`
}

/** The name that a server gives itself, where that says more than the address it is at. */
export function realmOf({ realm, origin }: { realm: string; origin: string }): string | undefined {
  const { host, hostname } = new URL(origin)
  const name = plainText(realm)
  return name === host || name === hostname ? undefined : name || undefined
}
