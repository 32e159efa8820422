import { BaseError } from '../Errors.js'
import { formatUnits } from '../policy/Amount.js'
import type { Wish } from './Queue.js'
import type * as Record from './Record.js'
import type { Usage } from './Usage.js'
import { largest, smallest } from './Whole.js'

// How far a channel may sign: never above the deposit, nor further ahead of what was spent than the headroom.

/** What must be signed for a wish once every request under way is answered. */
export function needed({ channel }: Record.Record, usage: Usage, wish: Wish): bigint {
  const used = usage.exact ? channel.accepted : channel.spent + usage.kept
  return largest(used + wish.amount, wish.level)
}

/** The next voucher that covers a wish, and if it can all that is waited for; none where there is no room for it. */
export function next(record: Record.Record, usage: Usage, wish: Wish, total: bigint): bigint | undefined {
  const { signed, spent, deposit, headroom } = record.channel
  const taken = spent + usage.taken
  const least = usage.exact
    ? needed(record, usage, wish)
    : largest(taken + wish.amount, wish.level, signed + 1n)
  const cap = smallest(deposit, spent + headroom)
  if (least > cap) return undefined
  if (usage.exact) return least
  return smallest(cap, largest(least, taken + total, signed + step(record)))
}

/** By how much is signed ahead: half the headroom, so that the one after it is known beforehand. */
export function step({ price, channel }: Record.Record): bigint {
  const half = channel.headroom / 2n
  return half > price ? half - (half % (price || 1n)) : price
}

/** Why there is no room for a wish. */
export function exhausted(record: Record.Record, usage: Usage, wish: Wish): BaseError {
  const { spent, deposit, headroom } = record.channel
  const { decimals, symbol } = record.asset
  const show = (value: bigint) => `${decimals === undefined ? value : formatUnits(value, decimals)} ${symbol}`
  const isAhead = needed(record, usage, wish) - spent > headroom
  return isAhead ? new HeadroomError(show(headroom)) : new DepositError(show(deposit))
}

/** Thrown when the deposit is used up and no more was approved. Nothing more was signed. */
export class DepositError extends BaseError {
  override readonly name = 'Room.DepositError'
  constructor(deposit: string) {
    super('session_deposit_used', `The deposit of ${deposit} is used up.`, {
      metaMessages: ['Add to it to go on.'],
    })
  }
}

/** Thrown when the server wants more signed ahead than was allowed. Nothing more was signed. */
export class HeadroomError extends BaseError {
  override readonly name = 'Room.HeadroomError'
  constructor(headroom: string) {
    super('session_headroom', `The server wants more in advance than the ${headroom} that was allowed.`, {
      metaMessages: ['What was signed ahead and is not used comes back when the session is closed.'],
    })
  }
}
