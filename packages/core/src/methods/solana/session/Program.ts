import { InvalidError } from '../../../chain/Fields.js'
import type * as Address from '../Address.js'
import type * as Network from '../Network.js'
import { CHANNELS } from './ChannelProgram.js'
import type { Generation } from './Generation.js'
import { readAddress } from './SessionFields.js'

// The one that the older SDKs mean where they name none.
const legacy: Address.Address = 'GuoKrzaBiZnW5DvJ3yZVE7xHqbcBvaX9SH6P6Cn9gNvc'

/**
 * A program that the application trusts, on one network. Whoever can change it can take what is deposited.
 *
 * @example
 * ```ts
 * const programs = [{ network: 'localnet', address: 'GuoKrzaBiZnW5DvJ3yZVE7xHqbcBvaX9SH6P6Cn9gNvc', generation: 'A' }] as const
 * ```
 */
export type Program = {
  readonly network: Network.Network
  readonly address: Address.Address
  /**
   * `A`: here stands what the older SDKs speak to, the channel program as its public source had it from May 7 to June 7,
   * 2026 (channels of 216 bytes). It is paid by requests of generation A then, and by no others.
   *
   * The key of the SDKs' own address, that of the example, was published with that source: it is refused on the mainnet.
   * Elsewhere name it where you know what stands there and that nobody can change it.
   */
  readonly generation?: 'A' | undefined
}

/**
 * Reads which program a request is for: one that is known on this very network for requests of this generation. Whoever
 * names the program names who holds the money.
 *
 * @throws InvalidError
 */
export function read(
  generation: Generation,
  value: unknown,
  field: string,
  { network, programs = [] }: { network: Network.Network; programs?: readonly Program[] | undefined },
): Address.Address {
  const isA = generation === 'A'
  // The draft's always name it.
  const usual = { A: legacy, B: CHANNELS, C: undefined }[generation]
  const address = readAddress(value ?? usual, field)
  if (address === legacy && network === 'mainnet')
    throw new InvalidError(field, 'is one whose key was published: anybody may put anything there')
  const named = programs.find((program) => program.network === network && program.address === address)
  if (isA ? named?.generation === 'A' : named ? !named.generation : address === CHANNELS) return address
  if (!isA) throw new InvalidError(field, 'is not a program that this application knows')
  throw new InvalidError(
    'recentSlot',
    'is missing, as in the oldest sessions: `programs` of solanaSession has to name their program, with generation A',
  )
}
