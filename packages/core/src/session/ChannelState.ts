import type { Money } from '../policy/Amount.js'
import { refund, type Status } from './Channel.js'
import type { Driver } from './Driver.js'

/** A channel as it can be shown: what a meter and a list need. Amounts in the asset's smallest parts. */
export type ChannelState = {
  readonly id: string
  readonly status: Status
  /** The origin that is paid from it. */
  readonly origin: string
  readonly realm: string
  readonly payee: { readonly id: string; readonly name?: string | undefined }
  /** What amounts are counted in. */
  readonly asset: Omit<Money, 'value'>
  /** The most that one unit costs; 0 where the server names no price. */
  readonly price: bigint
  /** What is counted, in the server's word. */
  readonly unit?: string | undefined
  readonly deposit: bigint
  /** All that may be deposited without a further question. */
  readonly limit: bigint
  /** What was first deposited, and is added each time. */
  readonly step: bigint
  /** Used up, as far as is known; what came since the server last counted is in it. */
  readonly spent: bigint
  /** Signed: the most that the payee could take. */
  readonly authorized: bigint
  /** What the payee has taken on the chain. */
  readonly settled: bigint
  /** What comes back if it is closed now; after the end, what came back. */
  readonly refund: bigint
  /** From when on the rest can be withdrawn, in milliseconds since 1970. */
  readonly withdrawableAt?: number | undefined
  /** Requests whose answer has not come. */
  readonly busy: number
  /** What went wrong last. */
  readonly trouble?: { readonly code: string; readonly message: string } | undefined
  /** Milliseconds since 1970. */
  readonly openedAt: number
  readonly usedAt: number
}

/** What can be shown of a channel. */
export function stateOf(driver: Driver): ChannelState {
  const { record, channel, used, flights } = driver
  const { status, deposit, pending, limit, signed, settled, spent, withdrawableAt } = channel
  const ahead = used - spent
  const rest = refund(channel) - (status === 'closed' ? 0n : ahead)
  return {
    id: record.identity.id,
    status,
    origin: record.origin,
    realm: record.realm,
    payee: record.payee,
    asset: record.asset,
    price: record.unpriced ? 0n : record.price,
    unit: record.unit,
    deposit: status === 'opening' ? pending : deposit,
    limit,
    step: record.step,
    spent: used,
    authorized: signed,
    settled,
    refund: status === 'opening' ? pending : rest > 0n ? rest : 0n,
    withdrawableAt,
    busy: flights,
    trouble: record.trouble,
    openedAt: record.openedAt,
    usedAt: record.usedAt,
  }
}
