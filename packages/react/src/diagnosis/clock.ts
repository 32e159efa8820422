import type { Reading } from '@payerkit/core'
import { type Finding, findingOf } from './Finding.js'

/** What of a quote tells of clocks. */
export type Timed = Pick<Reading, 'offers' | 'refused' | 'response' | 'url'>

// Milliseconds by which two clocks may differ without anybody being wrong, and for which no offer stands.
const tolerance = 120_000
const absurd = 30 * 86_400_000

/**
 * Whose clock is wrong, where all offers of a quote had ended when they came, or one ends absurdly late.
 *
 * @param at When the quote came, in milliseconds on this device's clock.
 */
export function clockFinding(quote: Timed, at: number | undefined): Finding | undefined {
  const { offers, refused, response, url } = quote
  const late = offers.some(({ expiresAt = 0 }) => at !== undefined && expiresAt > at + absurd)
  const ends = refused.flatMap(({ challenge, error }) =>
    error.code === 'challenge_expired' && challenge?.expires ? Date.parse(challenge.expires) : [],
  )
  if (!late && (offers.length > 0 || ends.length === 0)) return undefined
  const { host } = new URL(url)
  const server = serverTime(response)
  if (server === undefined)
    return findingOf(
      'clock',
      `The offers of ${host} ${late ? 'end absurdly late' : 'have ended when they arrive'}, by the clock of this device; its Date header, which would say whose clock is wrong, is not readable here (Access-Control-Expose-Headers: Date).`,
    )
  const last = late ? Math.max(...offers.map(({ expiresAt = 0 }) => expiresAt)) : Math.max(...ends)
  const isSellers = late ? last > server + absurd : last < server
  if (isSellers)
    return findingOf(
      'sellerClock',
      `${host} sends offers whose "expires" is ${late ? 'absurdly late' : 'over'} by its own Date header: mend its clock, or how long its offers stand.`,
    )
  return deviceClock(host, at === undefined ? undefined : at - server)
}

/** What an answer that just came says of this device's clock. */
export function skewFinding(response: Response, at: number): Finding | undefined {
  const server = serverTime(response)
  if (server === undefined || Math.abs(at - server) <= tolerance) return undefined
  return deviceClock(URL.canParse(response.url) ? new URL(response.url).host : 'the server', at - server)
}

function deviceClock(host: string, ahead: number | undefined): Finding {
  const by = ahead === undefined ? '' : `, by ${Math.round(Math.abs(ahead) / 1_000)} seconds`
  const way = ahead === undefined ? 'differs from' : ahead > 0 ? 'is ahead of' : 'is behind'
  return findingOf('clock', `The clock of this device ${way} the Date header of ${host}${by}.`, ahead)
}

/** What time it was at the server, as far as the page may read it. */
function serverTime({ headers }: Response): number | undefined {
  const date = Date.parse(headers.get('Date') ?? '')
  // A cache in between sends an old date along, and says how old.
  const age = Number(headers.get('Age') ?? 0)
  return Number.isNaN(date) ? undefined : date + (age > 0 ? age * 1_000 : 0)
}

/** How much a clock is off, as people count it: `2 hours`. */
export function spanText(ahead: number, tag: string): string {
  const minutes = Math.max(1, Math.round(Math.abs(ahead) / 60_000))
  const [unit, count] =
    minutes < 120
      ? ['minute', minutes]
      : minutes < 2_880
        ? ['hour', Math.round(minutes / 60)]
        : ['day', Math.round(minutes / 1_440)]
  return new Intl.NumberFormat(tag, { style: 'unit', unit: String(unit), unitDisplay: 'long' }).format(
    Number(count),
  )
}
