import { type Address, createWalletClient, defineChain, http } from 'viem'
import { waitForTransactionReceipt } from 'viem/actions'
import { readArtifact } from './artifacts.js'
import { ChainError } from './ChainError.js'
import { devAccounts } from './devAccounts.js'
import { call } from './jsonRpc.js'

/**
 * Puts one of the contracts in `contracts/` on the chain and gives its address.
 *
 * @example
 * ```ts
 * const escrow = await deploy(devnet.url, 'TempoStreamChannel')
 * ```
 */
export async function deploy(url: string, name: string, args: readonly unknown[] = []): Promise<Address> {
  const { abi, bytecode } = readArtifact(name)
  // Not viem's chain of Tempo: a contract is made by an ordinary transaction.
  const nativeCurrency = { name: 'USD', symbol: 'USD', decimals: 18 }
  const chain = defineChain({
    id: Number(await call(url, 'eth_chainId')),
    name: 'Devnet',
    nativeCurrency,
    rpcUrls: { default: { http: [url] } },
  })
  const client = createWalletClient({ account: devAccounts.deployer(), chain, transport: http(url) })
  const hash = await client.deployContract({ abi, bytecode, args })
  const { contractAddress, status } = await waitForTransactionReceipt(client, { hash, pollingInterval: 50 })
  if (contractAddress && status === 'success') return contractAddress
  throw new ChainError(`The contract ${name} could not be deployed.`, 'RPC_FAILED')
}
