import type { Money } from '../policy/Amount.js'
import type { Challenge } from '../protocol/Challenge.js'
import type { Channel } from './Channel.js'
import type { SessionOffer } from './Host.js'
import type { Identity } from './Scheme.js'

/** What is kept of a channel: enough to use, close or withdraw it after a reload. Holds no key. */
export type Record = {
  readonly version: 1
  readonly identity: Identity
  /** Of the keyring. */
  readonly keyId: string
  /** The method that knows it: `tempo/session`. */
  readonly rail: string
  /** The origin that asked, and alone gets its vouchers. */
  readonly origin: string
  readonly realm: string
  readonly payee: { readonly id: string; readonly name?: string | undefined }
  /** Who pays the fees of adding to it, and what the person is asked to do then. */
  readonly fees: SessionOffer['fees']
  readonly prompt: SessionOffer['prompt']
  /** What amounts are counted in. */
  readonly asset: Omit<Money, 'value'>
  /** What the person agreed to pay for one unit at most. */
  readonly price: bigint
  /** The server named none: it is the least of a request. */
  readonly unpriced?: boolean | undefined
  readonly unit?: string | undefined
  /** What was first deposited, and is added each time. */
  readonly step: bigint
  readonly channel: Channel
  /** Up to where what is signed is spoken for, by a stream of a tab that let go. */
  readonly claimed: bigint
  /** When an opening or a top-up under way has ended for sure, in milliseconds since 1970. */
  readonly endsAt?: number | undefined
  /** The last challenge of each resource, and the address it came from, so that the next request needs no 402. */
  readonly challenges: { readonly [resource: string]: Remembered }
  /** The attempt that opened it. */
  readonly attempt?: string | undefined
  /** What may be deposited again without a question, after a channel that ended by itself. */
  readonly allowance?: bigint | undefined
  /** Milliseconds since 1970. */
  readonly openedAt: number
  readonly usedAt: number
  /** What went wrong last, for people. */
  readonly trouble?: { readonly code: string; readonly message: string } | undefined
}

/** A challenge and where it came from. */
export type Remembered = {
  readonly challenge: Challenge
  readonly url: string
  /** How the resource was asked for. */
  readonly method: string
}

/** Where records are kept. */
export const prefix = 'channel/'

/** The key of a channel's record. */
export const keyOf = (id: string) => `${prefix}${id}`

// How many resources of one channel are remembered.
export const most = 16

/** A record with the newest challenge of a resource. */
export function remember(record: Record, latest: Remembered): Pick<Record, 'challenges'> {
  const resource = resourceOf(latest.url)
  const { [resource]: _, ...others } = record.challenges
  const kept = Object.entries(others).slice(-(most - 1))
  return { challenges: { ...Object.fromEntries(kept), [resource]: latest } }
}

/** What of an address names the resource: requests that differ in the query alone cost the same. */
export function resourceOf(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

/** Whether a value of the store is a record of this version. */
export function is(value: unknown): value is Record {
  return (value as { readonly version?: unknown } | null | undefined)?.version === 1
}
