import { BaseError } from '../../Errors.js'
import { genesis, type Network } from './Network.js'
import { genesisHash, type SolanaRpc } from './Rpc.js'

/** How the networks are asked that an application pays on: one, whichever it is, or several by their names. */
export type RpcSource = SolanaRpc | { readonly [network in Network]?: SolanaRpc | undefined }

/** Finds how a network is asked, and makes sure that it is that network. */
export type Cluster = (network: Network, signal?: AbortSignal) => Promise<SolanaRpc>

/** What finds networks: each server is asked once which network it is of. */
export function createCluster(source: RpcSource): Cluster {
  const asked = new Map<SolanaRpc, Promise<string>>()
  return async (network, signal) => {
    const rpc = typeof source === 'object' ? source[network] : source
    if (!rpc) throw new NetworkError(network)
    const answer = asked.get(rpc) ?? genesisHash(rpc, signal)
    asked.set(rpc, answer)
    try {
      if (!isOf(network, await answer)) throw new NetworkError(network)
    } catch (error) {
      // What did not answer may answer the next time.
      if (!(error instanceof NetworkError)) asked.delete(rpc)
      throw error
    }
    return rpc
  }
}

// The network that validators try things on; nobody is asked to pay there.
const testnet = '4uhcVJyU9pJkvQyUS88uRDiswHXSCkY3zQawwpjk2NsY'

function isOf(network: Network, hash: string): boolean {
  const known = (['mainnet', 'devnet'] as const).find((name) => genesis[name] === hash)
  // A network of somebody's own is any but those of everybody.
  return hash !== testnet && (known ?? 'localnet') === network
}

/** Thrown when the payment is on another network of Solana than the application is set up for. Nothing was signed. */
export class NetworkError extends BaseError {
  override readonly name = 'Cluster.NetworkError'
  /** The network of the payment. */
  readonly network: Network
  constructor(network: Network) {
    super('chain_mismatch', `This page cannot pay on Solana's ${network}. Nothing was paid.`)
    this.network = network
  }
}
