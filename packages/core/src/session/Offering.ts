import { BaseError } from '../Errors.js'
import { type Money, parseUnits } from '../policy/Amount.js'
import type { SessionOptions, SessionPart } from './Host.js'
import type { SessionTerms } from './Scheme.js'
import * as Whole from './Whole.js'

// Units that a deposit lasts for where neither the caller nor the server says how much, and that may be signed ahead.
const defaultUnits = 100n
const headroomUnits = 32n

/** What opening a channel would cost, and how far the yes to it would go. */
export function offering(
  { price, unpriced, unit, suggestedDeposit, largest }: SessionTerms,
  asset: Omit<Money, 'value'>,
  options: SessionOptions = {},
): { amount: Money; session: SessionPart } {
  const money = (value: bigint) => ({ ...asset, value })
  const parse = (text: string | undefined) =>
    text === undefined ? undefined : parseUnits(text, asset.decimals ?? 0)
  const most = parse(options.maxDeposit)
  const wished = parse(options.deposit) ?? suggestedDeposit ?? price * defaultUnits
  const deposit = Whole.smallest(Whole.largest(wished, price), most ?? largest, largest)
  if (deposit < price || deposit <= 0n) throw new DepositTooSmallError()
  const limit = Whole.smallest(Whole.largest(most ?? deposit, deposit), largest)
  const ahead = parse(options.headroom) ?? Whole.largest(price * headroomUnits, deposit / 8n)
  const headroom = Whole.smallest(Whole.largest(ahead, price), limit)
  return {
    amount: money(deposit),
    session: { price: money(unpriced ? 0n : price), unit, limit: money(limit), headroom: money(headroom) },
  }
}

/** Thrown when what may be deposited does not even pay for one unit. Nothing was signed. */
export class DepositTooSmallError extends BaseError {
  override readonly name = 'Offering.DepositTooSmallError'
  constructor() {
    super('session_deposit_small', 'What may be deposited does not pay for one unit of this.', {
      metaMessages: ['Allow a larger `maxDeposit`.'],
    })
  }
}
