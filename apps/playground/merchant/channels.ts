import type { Hex } from 'viem'
import type { FileStore } from './fileStore.js'

/** What the merchant has written down of a channel, as mppx writes it. */
type StoredChannel = {
  channelId: Hex
  payer: Hex
  payee: Hex
  deposit: bigint
  highestVoucherAmount: bigint
  spent: bigint
  units: number
  settledOnChain: bigint
  closeRequestedAt: bigint
  finalized: boolean
  createdAt: string
}

/** The merchant's channels: what it believes of each, for whoever looks at it. */
export class Channels {
  readonly store: FileStore
  /** Counted since the start: a refusal changes nothing that would have to be kept. */
  readonly #rejected = new Map<string, number>()

  constructor(store: FileStore) {
    this.store = store
  }

  reject(channelId: string): void {
    this.#rejected.set(channelId, (this.#rejected.get(channelId) ?? 0) + 1)
  }

  async list() {
    return (await this.#all()).map((channel) => ({
      channelId: channel.channelId,
      payer: channel.payer,
      deposit: channel.deposit.toString(),
      accepted: channel.highestVoucherAmount.toString(),
      spent: channel.spent.toString(),
      units: channel.units,
      settled: channel.settledOnChain.toString(),
      closeRequestedAt: channel.closeRequestedAt.toString(),
      finalized: channel.finalized,
      rejected: this.#rejected.get(channel.channelId) ?? 0,
      createdAt: channel.createdAt,
    }))
  }

  /** The newest channel that a payer can go on using. */
  async openOf(payer: string): Promise<string | undefined> {
    const theirs = (await this.open()).filter(
      (channel) => channel.payer.toLowerCase() === payer.toLowerCase() && channel.closeRequestedAt === 0n,
    )
    return theirs.at(-1)?.channelId
  }

  /** What is not closed. */
  async open(): Promise<StoredChannel[]> {
    return (await this.#all()).filter(({ finalized }) => !finalized)
  }

  /** Writes down that a channel is closed. */
  async end(channelId: string): Promise<void> {
    await this.store.update(channelId, (channel) =>
      isChannel(channel)
        ? { op: 'set', value: { ...channel, finalized: true }, result: undefined }
        : { op: 'noop', result: undefined },
    )
  }

  async #all(): Promise<StoredChannel[]> {
    const values = await Promise.all((await this.store.keys()).map((key) => this.store.get(key)))
    return values.filter(isChannel).sort((one, other) => one.createdAt.localeCompare(other.createdAt))
  }
}

/** The store holds other things too, such as proofs that were used. */
function isChannel(value: unknown): value is StoredChannel {
  return typeof value === 'object' && value !== null && 'highestVoucherAmount' in value
}
