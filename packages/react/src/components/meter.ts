import type { ChannelState, Money, SessionPart } from '@payerkit/core'
import { formatUnits, parseUnits } from '@payerkit/core'
import { formatMoney } from '../format/Money.js'
import type { SessionView } from '../hooks/sessionControl.js'
import type { SessionTexts } from '../locales/sessionTexts.js'

/** What a session counts in and by: of its channel, else of what is offered. */
export type Terms = Pick<SessionPart, 'unit'> & { readonly price: Money }

export function termsOf({ channel, offer }: SessionView): Terms | undefined {
  if (channel) return { price: { ...channel.asset, value: channel.price }, unit: channel.unit }
  return offer?.session
}

/** Writes a session's amounts with as many digits as its price has, so that what counts up does not jump. */
export function writerOf(price: Money, tag: string): (value: bigint) => string {
  const digits = formatUnits(price.value, price.decimals ?? 0).split('.')[1]?.length
  return (value) => formatMoney({ ...price, value }, tag, digits)
}

/** An amount to three digits: of what changes all the time nobody reads more. */
export function rounded(value: bigint): bigint {
  const step = 10n ** BigInt(Math.max(0, value.toString().length - 3))
  return (value / step) * step
}

/** A share of a whole, from 0 to 1. */
export function shareOf(part: bigint, whole: bigint): number {
  if (whole <= 0n) return 0
  return Math.min(1, Number((part * 10_000n) / whole) / 10_000)
}

/** What is added at a time: as the page says, else as much as was there first. */
export function additionOf(
  { asset, step }: ChannelState,
  add: string | undefined,
): { value: bigint; text: string } {
  const decimals = asset.decimals ?? 0
  const value = add === undefined ? step : parseUnits(add, decimals)
  return { value, text: formatUnits(value, decimals) }
}

/** Where a session stands, with what was just asked of it and has not begun yet. */
export function stepOf({ status, pending }: SessionView): SessionView['status'] {
  if (pending === 'open' && (status === 'idle' || status === 'closed')) return 'challenged'
  if (pending === 'close' && isPaying(status)) return 'closing'
  return pending === 'topUp' && isPaying(status) ? 'toppingUp' : status
}

/** The sentence for where it stands. */
export function saysOf(
  step: SessionView['status'],
  channel: ChannelState | undefined,
  write: ((value: bigint) => string) | undefined,
  texts: SessionTexts,
): string {
  return step === 'closed' && channel && write ? texts.stopped(write(channel.refund)) : texts.says[step]
}

export function isPaying(status: SessionView['status']): boolean {
  return status === 'active' || status === 'voucherNeeded' || status === 'toppingUp'
}
