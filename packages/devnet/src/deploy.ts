import type { Address } from 'viem'
import { waitForTransactionReceipt } from 'viem/actions'
import { readArtifact } from './artifacts.js'
import { ChainError } from './ChainError.js'
import { createDeployer } from './place.js'

/**
 * Puts one of the contracts in `contracts/` on the chain, however often it is there, and gives its address.
 *
 * @example
 * ```ts
 * const escrow = await deploy(devnet.url, 'TempoStreamChannel')
 * ```
 */
export async function deploy(url: string, name: string, args: readonly unknown[] = []): Promise<Address> {
  const { abi, bytecode } = readArtifact(name)
  const client = await createDeployer(url)
  const hash = await client.deployContract({ abi, bytecode, args })
  const { contractAddress, status } = await waitForTransactionReceipt(client, { hash, pollingInterval: 50 })
  if (contractAddress && status === 'success') return contractAddress
  throw new ChainError(`The contract ${name} could not be deployed.`, 'RPC_FAILED')
}
