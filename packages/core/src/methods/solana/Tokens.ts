import { InvalidError } from '../../chain/Fields.js'
import * as Address from './Address.js'
import type { Cluster } from './Cluster.js'
import type { Network } from './Network.js'
import { mint, UnreachableError } from './Rpc.js'

/** A token that the application knows. */
export type SolanaToken = {
  /** The mint. */
  readonly address: Address.Address
  readonly network: Network
  readonly symbol: string
  readonly decimals: number
  /** The program that the mint belongs to. */
  readonly tokenProgram: Address.Address
  /** The ISO 4217 code that it counts as in limits, in lower case. */
  readonly currency?: string | undefined
}

/** What is known of a currency; `decimals` and `tokenProgram` are missing where nobody knows them. */
type Known = {
  readonly symbol: string
  readonly decimals: number | undefined
  /** `undefined` for SOL too. */
  readonly tokenProgram: Address.Address | undefined
  readonly currency?: string | undefined
}

/** What a challenge asks to be paid in, and says of it. */
export type Claimed = {
  /** `sol`, or a mint. */
  readonly currency: string
  readonly network: Network
  readonly decimals?: number | undefined
  readonly tokenProgram?: Address.Address | undefined
}

/**
 * The dollar tokens that count as dollars without being configured, on the mainnet and the devnet.
 *
 * @example
 * ```ts
 * import { tokens } from '@payerkit/core/solana'
 *
 * const symbols = tokens.map(({ symbol }) => symbol)
 * ```
 */
export const tokens: readonly SolanaToken[] = /* @__PURE__ */ list()

function list(): SolanaToken[] {
  const usd = (symbol: string, address: string, tokenProgram: string, network: Network = 'mainnet') => ({
    address,
    network,
    symbol,
    decimals: 6,
    tokenProgram,
    currency: 'usd',
  })
  const { TOKEN, TOKEN_2022 } = Address
  return [
    usd('USDC', 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v', TOKEN),
    usd('USDT', 'Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB', TOKEN),
    usd('PYUSD', '2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo', TOKEN_2022),
    usd('USDG', '2u1tszSeqZ3qBWF3uNGPFc8TzMk2tdiwknnRMWGWjGWH', TOKEN_2022),
    usd('CASH', 'CASHx9KJUStyftLFWGvEVf59SGeG9sh5FfcnZMVPCASH', TOKEN_2022),
    usd('USDC', '4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU', TOKEN, 'devnet'),
    usd('PYUSD', 'CXk2AMBfi3TwaEL2468s6zP8xq9NxTXjp9gjMgzeUynM', TOKEN_2022, 'devnet'),
    usd('USDG', '4F6PM96JJxngmHnZLBh9n58RH4aTVNWvDs2nuwrT5BP7', TOKEN_2022, 'devnet'),
  ]
}

/** What SOL is. */
const sol: Known = { symbol: 'SOL', decimals: 9, tokenProgram: undefined }

/** Finds out what a currency is: from the lists, then from the network, which is asked once. */
export type Lookup = (claimed: Claimed) => Promise<Known>

/**
 * Makes a lookup. What a challenge says of a currency is held against what is known, and never used in its place.
 *
 * Its functions throw {@link InvalidError} when the challenge says otherwise, or the mint is none.
 */
export function createLookup(cluster: Cluster, configured: readonly SolanaToken[] = []): Lookup {
  const asked = new Map<string, Promise<Known | undefined>>()
  const find = async (claimed: Claimed): Promise<Known | undefined> => {
    const { currency, network } = claimed
    if (currency === 'sol') return sol
    const listed = [...configured, ...tokens].find(
      (token) => token.network === network && token.address === currency,
    )
    if (listed) return listed
    const key = `${network}:${currency}`
    const answer =
      asked.get(key) ??
      cluster(network)
        .then((rpc) => mint(rpc, currency))
        .then(named)
    asked.set(key, answer)
    try {
      return await answer
    } catch {
      // What could not be read may be readable the next time.
      asked.delete(key)
      return { symbol: unknown, decimals: undefined, tokenProgram: undefined }
    }
  }
  return async (claimed) => {
    const known = await find(claimed)
    if (!known) throw new InvalidError('currency', 'is no token of this network')
    const { decimals = known.decimals, tokenProgram = known.tokenProgram } = claimed
    if (known.decimals !== undefined && decimals !== known.decimals)
      throw new InvalidError('methodDetails.decimals', 'is not what the token has')
    if (known.tokenProgram !== undefined && tokenProgram !== known.tokenProgram)
      throw new InvalidError('methodDetails.tokenProgram', 'is not that of the token')
    return known
  }
}

// Mints have no names of their own, and those that others give them can be anything.
const unknown = 'unknown token'

const named = (found: { decimals: number; tokenProgram: Address.Address } | undefined): Known | undefined =>
  found && { symbol: unknown, ...found }

/** What is needed to move a currency: `undefined` for SOL. */
export type Asset = { readonly decimals: number; readonly tokenProgram: Address.Address } | undefined

/**
 * What is needed to move a currency.
 *
 * @throws UnreachableError when nobody could say.
 */
export async function toAsset(lookup: Lookup, claimed: Claimed): Promise<Asset> {
  const { decimals, tokenProgram } = await lookup(claimed)
  if (claimed.currency === 'sol') return undefined
  if (decimals === undefined || tokenProgram === undefined) throw new UnreachableError()
  return { decimals, tokenProgram }
}
