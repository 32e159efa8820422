import { InvalidError, own, readObject } from '../../../chain/Fields.js'
import * as Address from '../Address.js'
import * as Network from '../Network.js'
import { tokens } from '../Tokens.js'
import type { Split } from './ChannelProgram.js'
import * as Voucher from './Voucher.js'

// How the fields of session requests, and of what is kept of a channel, are read. Each throws InvalidError by its name.

// The longest that a deposit may be kept from its payer, in seconds: a week.
const longestGrace = 604_800

/** Reads what may be missing. */
export function optional<type>(
  value: unknown,
  field: string,
  reader: (value: unknown, field: string) => type,
): type | undefined {
  return value === undefined ? undefined : reader(value, field)
}

/** Reads a u64 as the drafts write it. */
export function readU64(value: unknown, field: string): bigint {
  if (typeof value !== 'string' || !/^(?:0|[1-9]\d{0,19})$/.test(value))
    throw new InvalidError(field, 'is not a whole number written as a text')
  const amount = BigInt(value)
  if (amount > Voucher.largest) throw new InvalidError(field, 'does not fit into a u64')
  return amount
}

/** Reads an account that is somebody's. */
export function readAddress(value: unknown, field: string): Address.Address {
  if (!Address.is(value)) throw new InvalidError(field, 'is not a Solana address')
  if (value === Address.SYSTEM) throw new InvalidError(field, 'is the zero address')
  return value
}

/** Reads a mint as the oldest servers write it: by its symbol too, which means the mainnet's on a network of one's own. */
export function readMint(value: unknown, field: string, network: Network.Network): Address.Address {
  const at = network === 'localnet' ? 'mainnet' : network
  const known = tokens.find((token) => token.symbol === value && token.network === at)
  return readAddress(known?.address ?? value, field)
}

/** Reads a network by the name that the draft has for it. */
export function readNetwork(value: unknown, field: string): Network.Network {
  const network = Network.from(value)
  if (!network || network !== value) throw new InvalidError(field, 'is none that is known')
  return network
}

/** Reads a number of decimals. */
export function readDecimals(value: unknown, field: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 9)
    throw new InvalidError(field, 'is not a whole number from 0 to 9')
  return value
}

/** Reads a token program: there are two. */
export function readTokenProgram(value: unknown, field: string): Address.Address {
  if (value !== Address.TOKEN && value !== Address.TOKEN_2022)
    throw new InvalidError(field, 'is no token program')
  return value
}

/** Reads a grace period, in seconds: above zero, and no longer than anybody should wait for their money. */
export function readGrace(value: unknown, field: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > longestGrace)
    throw new InvalidError(field, `is not a whole number of seconds from 1 to ${longestGrace}`)
  return value
}

/** Reads who else is paid: at most so many, each once, and all together no more than the whole. */
export function readSplits(
  value: unknown,
  field: string,
  share: 'shareBps' | 'bps',
  most: number,
): readonly Split[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new InvalidError(field, 'is not a list')
  if (value.length > most) throw new InvalidError(field, `has more than ${most} entries`)
  const splits = value.map((entry: unknown, at): Split => {
    const split = readObject(entry, `${field}[${at}]`)
    const bps = own(split, share)
    if (typeof bps !== 'number' || !Number.isInteger(bps) || bps < 1 || bps > 10_000)
      throw new InvalidError(`${field}[${at}].${share}`, 'is not a whole number from 1 to 10000')
    return { recipient: readAddress(own(split, 'recipient'), `${field}[${at}].recipient`), bps }
  })
  if (new Set(splits.map(({ recipient }) => recipient)).size < splits.length)
    throw new InvalidError(field, 'names somebody twice')
  if (splits.reduce((sum, { bps }) => sum + bps, 0) > 10_000)
    throw new InvalidError(field, 'adds up to more than the whole')
  return splits
}
