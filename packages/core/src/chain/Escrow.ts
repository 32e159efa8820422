import { BaseError } from '../Errors.js'
import type { ChainClient } from './Client.js'
import type * as Hex from './Hex.js'
import { ask, head } from './Rpc.js'

/** One call of a contract. */
export type Call = { readonly to: Hex.Hex; readonly data: Hex.Hex }

/** What an escrow keeps of a payment channel. */
export type State = {
  readonly deposit: bigint
  readonly settled: bigint
  /** Unix seconds; 0 while nobody wants it closed. */
  readonly closeRequestedAt: bigint
}

/** What is known of the channels of an escrow, whatever its contract is. Pure. */
export interface Escrow {
  /** The largest deposit and voucher. */
  readonly largest: bigint
  /** How long after a close request the rest can be withdrawn, in seconds. */
  readonly gracePeriod: bigint
  /** The data of the `eth_call` to the escrow that asks for {@link State}. */
  stateData(id: Hex.Hex): Hex.Hex
  /** Reads the answer; `undefined` when the escrow knows no such channel, or not any more. */
  readState(answer: unknown): State | undefined
}

/** A channel of an escrow on a chain. */
export type Place = { readonly chainId: number; readonly escrow: Hex.Hex; readonly id: Hex.Hex }

/** What the chain says of a channel, and what time it is there, in Unix seconds. */
export async function readChannel(
  client: ChainClient,
  contract: Escrow,
  { escrow, id }: Pick<Place, 'escrow' | 'id'>,
): Promise<{ state: State | undefined; time: number }> {
  const [answer, { timestamp }] = await Promise.all([
    ask(client, 'eth_call', { to: escrow, data: contract.stateData(id) }, 'latest'),
    head(client),
  ])
  return { state: contract.readState(answer), time: Number(timestamp) }
}

/** What was read of a channel, in milliseconds where it is of time. */
export function toOnChain(
  { gracePeriod }: Escrow,
  { state, time }: { state: State | undefined; time: number },
): { deposit: bigint; settled: bigint; time: number; withdrawableAt?: number } | undefined {
  if (!state) return undefined
  const { deposit, settled, closeRequestedAt } = state
  const withdrawableAt = Number(closeRequestedAt + gracePeriod) * 1000
  return { deposit, settled, time: time * 1000, ...(closeRequestedAt > 0n ? { withdrawableAt } : {}) }
}

/** Refuses what no channel of an escrow can hold. */
export function assertAmount(amount: bigint, { largest }: Pick<Escrow, 'largest'>): void {
  if (amount < 0n || amount > largest) throw new AmountError()
}

/** Thrown when an amount is more than a channel can hold. Nothing was signed. */
export class AmountError extends BaseError {
  override readonly name = 'Escrow.AmountError'
  constructor() {
    super('channel_amount_invalid', 'The amount is more than a payment channel can hold. Nothing was paid.')
  }
}
