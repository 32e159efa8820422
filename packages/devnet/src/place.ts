import {
  type Address,
  type Chain,
  concat,
  createWalletClient,
  defineChain,
  getContractAddress,
  type Hex,
  type HttpTransport,
  http,
  type LocalAccount,
  type WalletClient,
} from 'viem'
import { getCode, waitForTransactionReceipt } from 'viem/actions'
import { readArtifact } from './artifacts.js'
import { ChainError } from './ChainError.js'
import { devAccounts } from './devAccounts.js'
import { call } from './jsonRpc.js'

// The deployer that every development chain has; what it deploys has the same address on each.
const factory: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C'
const salt: Hex = `0x${'00'.repeat(32)}`

/** Who puts things on a development chain. */
export type Deployer = WalletClient<HttpTransport, Chain, LocalAccount>

/** Not by viem's chain of Tempo: a contract is made by an ordinary transaction. */
export async function createDeployer(url: string): Promise<Deployer> {
  const chain = defineChain({
    id: Number(await call(url, 'eth_chainId')),
    name: 'Devnet',
    nativeCurrency: { name: 'USD', symbol: 'USD', decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  })
  return createWalletClient({ account: devAccounts.deployer(), chain, transport: http(url) })
}

/**
 * Puts one of the contracts in `contracts/` where it is on every development chain, unless it is there already.
 *
 * @example
 * ```ts
 * const escrow = await place(chain.url, 'EvmPaymentChannel')
 * ```
 */
export async function place(url: string, name: string): Promise<Address> {
  const { bytecode } = readArtifact(name)
  const client = await createDeployer(url)
  const address = getContractAddress({ opcode: 'CREATE2', from: factory, salt, bytecode })
  if (await getCode(client, { address })) return address
  const hash = await client.sendTransaction({ to: factory, data: concat([salt, bytecode]) })
  await waitForTransactionReceipt(client, { hash, pollingInterval: 50 })
  if (await getCode(client, { address })) return address
  throw new ChainError(`The contract ${name} could not be put on the chain.`, 'RPC_FAILED')
}
