import { type Address, address, getAddressDecoder, getAddressEncoder } from '@solana/kit'

/** Where a channel stands; in the order of the account's own numbers. */
const states = ['open', 'sealed', 'closing', 'distributed'] as const

/** A channel as its account has it. Amounts in the token's smallest parts, times in seconds since 1970. */
export type Channel = {
  readonly status: (typeof states)[number]
  readonly bump: number
  readonly salt: bigint
  readonly deposit: bigint
  /** What vouchers that were brought to the chain allow in all. */
  readonly settled: bigint
  /** What of that was paid out. */
  readonly paid: bigint
  /** When the payer asked for the close; 0 when not. */
  readonly closureStartedAt: bigint
  /** When the rest went back; 0 when it did not. */
  readonly payerWithdrawnAt: bigint
  /** In seconds. */
  readonly gracePeriod: number
  readonly payer: Address
  readonly payee: Address
  readonly authorizedSigner: Address
  readonly mint: Address
  readonly rentPayer: Address
  readonly openSlot: bigint
}

/** The channel program of draft-solana-session-00 and of `@solana/pay-kit`. */
export const channelProgram = address('CHNLxYvVA28MJP9PrFuDXccuoGXAx7jBacfLEkahyGsX')

/** Of a channel's account, in bytes. */
export const channelSize = 256

const encoder = getAddressEncoder()
const decoder = getAddressDecoder()
// Kind of account and version.
const tag = [1, 1]

/** The bytes of a channel's account. The hash of splits stays empty: there are none here. */
export function writeChannel(channel: Channel): Uint8Array {
  const { salt, deposit, settled, paid, closureStartedAt, payerWithdrawnAt } = channel
  const data = new Uint8Array(channelSize)
  const view = new DataView(data.buffer)
  data.set([...tag, channel.bump, states.indexOf(channel.status)])
  for (const [index, value] of [salt, deposit, settled, paid].entries())
    view.setBigUint64(4 + 8 * index, value, true)
  view.setBigInt64(36, closureStartedAt, true)
  view.setBigInt64(44, payerWithdrawnAt, true)
  view.setUint32(52, channel.gracePeriod, true)
  const { payer, payee, authorizedSigner, mint, rentPayer } = channel
  for (const [index, key] of [payer, payee, authorizedSigner, mint, rentPayer].entries())
    data.set(encoder.encode(key), 88 + 32 * index)
  view.setBigUint64(248, channel.openSlot, true)
  return data
}

/** Reads a channel's account; `undefined` for bytes that are none. */
export function readChannel(data: Uint8Array): Channel | undefined {
  const status = states[data[3] ?? -1]
  if (data.length !== channelSize || tag.some((byte, at) => data[at] !== byte) || !status) return undefined
  const view = new DataView(Uint8Array.from(data).buffer)
  const key = (index: number) => decoder.decode(data.slice(88 + 32 * index, 120 + 32 * index))
  return {
    status,
    bump: view.getUint8(2),
    salt: view.getBigUint64(4, true),
    deposit: view.getBigUint64(12, true),
    settled: view.getBigUint64(20, true),
    paid: view.getBigUint64(28, true),
    closureStartedAt: view.getBigInt64(36, true),
    payerWithdrawnAt: view.getBigInt64(44, true),
    gracePeriod: view.getUint32(52, true),
    payer: key(0),
    payee: key(1),
    authorizedSigner: key(2),
    mint: key(3),
    rentPayer: key(4),
    openSlot: view.getBigUint64(248, true),
  }
}
