import { BaseError } from '../Errors.js'
import { largest } from './Whole.js'

/**
 * Where a channel stands.
 *
 * - `idle`: nothing is known of it yet.
 * - `challenged`: the server named its terms.
 * - `opening`: what opens it was signed; the chain may have it at any moment.
 * - `active`: it pays.
 * - `voucherNeeded`: the server waits for a larger voucher.
 * - `toppingUp`: what adds to the deposit was signed.
 * - `closing`: the server was asked to close it and to send the rest back.
 * - `closeRequested`: the chain was asked; the rest can be withdrawn after a grace period.
 * - `withdrawable`: the grace period is over.
 * - `closed`: the rest is back, or there was never anything in it.
 * - `stale`: the server does not know it any more, or breaks its rules; what is left can be taken back on the chain.
 */
export type Status =
  | 'idle'
  | 'challenged'
  | 'opening'
  | 'active'
  | 'voucherNeeded'
  | 'toppingUp'
  | 'closing'
  | 'closeRequested'
  | 'withdrawable'
  | 'closed'
  | 'stale'

/** A channel as numbers (draft-tempo-session-00, "Accounting State"). Plain data; {@link apply} alone makes a new one. */
export type Channel = {
  readonly status: Status
  /** On the chain. */
  readonly deposit: bigint
  /** Of an opening or a top-up that the chain does not have yet. */
  readonly pending: bigint
  /** What the payee has taken on the chain. */
  readonly settled: bigint
  /** The highest voucher that the server says it has. */
  readonly accepted: bigint
  /** What the server says was used up. */
  readonly spent: bigint
  /** The highest voucher that may have left this page. Never goes down; a new challenge is a new channel. */
  readonly signed: bigint
  /** All that may be deposited without a further question. */
  readonly limit: bigint
  /** The most that may be signed beyond what is spent: a server could take it without delivering. */
  readonly headroom: bigint
  /** From when on the rest can be withdrawn, in milliseconds since 1970 on the chain's clock. */
  readonly withdrawableAt?: number | undefined
}

/** What happens to a channel. */
export type Event =
  | { readonly type: 'challenge' }
  | {
      readonly type: 'open'
      readonly deposit: bigint
      readonly limit: bigint
      readonly headroom: bigint
      readonly signed: bigint
    }
  | { readonly type: 'opened' }
  | { readonly type: 'openFailed' }
  | { readonly type: 'sign'; readonly cumulative: bigint }
  | { readonly type: 'receipt'; readonly accepted: bigint; readonly spent: bigint }
  | { readonly type: 'needVoucher' }
  | { readonly type: 'approve'; readonly limit: bigint; readonly headroom: bigint }
  | { readonly type: 'topUp'; readonly amount: bigint }
  | { readonly type: 'topUpFailed' }
  | { readonly type: 'close' }
  | { readonly type: 'closeFailed' }
  | { readonly type: 'closed'; readonly captured: bigint }
  | { readonly type: 'lost' }
  | {
      readonly type: 'chain'
      readonly deposit: bigint
      readonly settled: bigint
      readonly signed?: bigint | undefined
      readonly withdrawableAt?: number | undefined
      readonly time: number
    }
  | { readonly type: 'gone' }

/** A channel of which nothing is known. */
export const idle: Channel = {
  status: 'idle',
  deposit: 0n,
  pending: 0n,
  settled: 0n,
  accepted: 0n,
  spent: 0n,
  signed: 0n,
  limit: 0n,
  headroom: 0n,
}

/** Where vouchers may be signed. */
const paying: readonly Status[] = ['active', 'voucherNeeded', 'toppingUp']
/** Where the server may still say what it has. */
const live: readonly Status[] = ['opening', ...paying, 'closing', 'closeRequested', 'withdrawable', 'stale']

/** Whether vouchers can be signed for a channel. */
export const pays = ({ status }: Channel): boolean => paying.includes(status)

/** Whether what a server counts still says something of a channel. */
export const counts = ({ status }: Channel): boolean => live.includes(status)

/**
 * What a channel becomes by an event. Pure: whoever keeps channels writes the answer down before it acts on it.
 *
 * @example
 * ```ts
 * const next = Channel.apply(channel, { type: 'sign', cumulative: 2_000n })
 * await store.set(key, next)
 * ```
 *
 * @throws {@link TransitionError} for an event that cannot happen here, {@link BoundsError} for one that would break an
 * invariant. The channel stays as it was.
 */
export function apply(channel: Channel, event: Event): Channel {
  const next = step(channel, event)
  assertSound(next)
  if (next.signed < channel.signed && event.type !== 'challenge')
    throw new BoundsError('signed would go down')
  return next
}

function step(channel: Channel, event: Event): Channel {
  const { status, deposit, pending, signed, spent } = channel
  const only = (...allowed: readonly Status[]) => {
    if (!allowed.includes(status)) throw new TransitionError(status, event.type)
  }
  switch (event.type) {
    case 'challenge':
      only('idle', 'challenged', 'closed')
      return { ...idle, status: 'challenged' }
    case 'open':
      only('challenged')
      if (event.deposit <= 0n) throw new BoundsError('deposit is nothing')
      if (event.deposit > event.limit) throw new BoundsError('more is deposited than was approved')
      return {
        ...channel,
        status: 'opening',
        pending: event.deposit,
        limit: event.limit,
        headroom: event.headroom,
        signed: event.signed,
      }
    case 'opened':
      only('opening')
      return { ...channel, status: 'active', deposit: deposit + pending, pending: 0n }
    case 'openFailed':
      only('opening')
      return { ...channel, status: 'closed', pending: 0n }
    case 'sign':
      only(...paying)
      if (event.cumulative <= signed) throw new BoundsError('signed would not grow')
      return {
        ...channel,
        status: status === 'voucherNeeded' ? 'active' : status,
        signed: event.cumulative,
      }
    case 'receipt':
      only(...live)
      return {
        ...channel,
        accepted: largest(channel.accepted, event.accepted),
        spent: largest(spent, event.spent),
      }
    case 'needVoucher':
      only(...paying)
      return status === 'active' ? { ...channel, status: 'voucherNeeded' } : channel
    case 'approve':
      only(...paying)
      return { ...channel, limit: largest(channel.limit, event.limit), headroom: event.headroom }
    case 'topUp':
      only('active', 'voucherNeeded')
      if (event.amount <= 0n) throw new BoundsError('deposit would not grow')
      if (deposit + event.amount > channel.limit) throw new BoundsError('more is deposited than was approved')
      return { ...channel, status: 'toppingUp', pending: event.amount }
    case 'topUpFailed':
      only('toppingUp')
      return { ...channel, status: 'active', pending: 0n }
    case 'close':
      only(...paying)
      return { ...channel, status: 'closing' }
    case 'closeFailed':
      only('closing')
      return { ...channel, status: pending > 0n ? 'toppingUp' : 'active' }
    case 'closed':
      only('closing')
      return end(channel, event.captured)
    case 'lost':
      only(...paying, 'closing', 'stale')
      return { ...channel, status: 'stale' }
    case 'chain':
      only(...live)
      return see(channel, event)
    case 'gone':
      only(...live)
      // Withdrawn, it was the payee's as far as taken before; else the payee closed it, with what was used up.
      return end(channel, status === 'withdrawable' ? channel.settled : largest(spent, channel.settled))
  }
}

/** What the chain says is so: the deposit, what was taken of it, and whether it is being closed. */
function see(
  channel: Channel,
  { deposit, settled, signed = settled, withdrawableAt, time }: Event & { type: 'chain' },
): Channel {
  const { status } = channel
  const isClosing = withdrawableAt !== undefined
  const grown = channel.pending > 0n && deposit >= channel.deposit + channel.pending
  const asked = status === 'closeRequested' || status === 'withdrawable'
  const open = status === 'opening' || (status === 'toppingUp' && grown) || (asked && !isClosing)
  return {
    ...channel,
    status: isClosing
      ? time >= withdrawableAt
        ? 'withdrawable'
        : 'closeRequested'
      : open
        ? 'active'
        : status,
    // Both only grow: a node that says less is behind.
    deposit: largest(channel.deposit, deposit),
    pending: status === 'opening' || grown ? 0n : channel.pending,
    settled: largest(channel.settled, settled),
    // What was taken on the chain was signed, accepted and is gone, whatever receipts and our store say.
    signed: largest(channel.signed, signed),
    accepted: largest(channel.accepted, settled),
    spent: largest(channel.spent, settled),
    withdrawableAt,
  }
}

function end(channel: Channel, captured: bigint): Channel {
  return {
    ...channel,
    status: 'closed',
    pending: 0n,
    settled: captured,
    accepted: largest(channel.accepted, captured),
    spent: largest(channel.spent, captured),
    withdrawableAt: undefined,
  }
}

/**
 * Refuses numbers that cannot be: `spent <= accepted <= signed`, `settled <= accepted`, and what is signed covered by
 * the deposit and by the headroom.
 *
 * @throws {@link BoundsError}
 */
function assertSound(channel: Channel): void {
  const { status, deposit, pending, settled, accepted, spent, signed, headroom } = channel
  if (status === 'idle' || status === 'challenged') return
  if (spent > accepted) throw new BoundsError('more is spent than accepted')
  if (accepted > signed) throw new BoundsError('more is accepted than signed')
  if (settled > accepted) throw new BoundsError('more is settled than accepted')
  if (pending < 0n || deposit < 0n || settled < 0n) throw new BoundsError('an amount is below nothing')
  if (status === 'closed') return
  if (signed > deposit + (status === 'opening' ? pending : 0n))
    throw new BoundsError('more is signed than deposited')
  if (signed - spent > headroom) throw new BoundsError('more is signed ahead than was allowed')
}

/** What would come back if the channel were closed now. */
export function refund({ status, deposit, settled, spent }: Channel): bigint {
  if (status === 'closed') return deposit > settled ? deposit - settled : 0n
  return deposit > spent ? deposit - spent : 0n
}

/** Thrown when something happens to a channel that cannot happen where it stands. */
export class TransitionError extends BaseError {
  override readonly name = 'Channel.TransitionError'
  constructor(status: Status, event: string) {
    super('channel_transition', `The payment channel is ${status}, so this cannot be done with it now.`, {
      details: `The event was ${event}.`,
    })
  }
}

/** Thrown when something would break what always holds of a channel. Nothing was signed. */
export class BoundsError extends BaseError {
  override readonly name = 'Channel.BoundsError'
  constructor(reason: string) {
    super('channel_bounds', `This would break a rule of the payment channel: ${reason}.`)
  }
}
