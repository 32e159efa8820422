import {
  type Address,
  concat,
  createWalletClient,
  defineChain,
  getContractAddress,
  type Hex,
  http,
  publicActions,
} from 'viem'
import { readArtifact } from './artifacts.js'
import { ChainError } from './ChainError.js'
import { devAccounts } from './devAccounts.js'
import { call } from './jsonRpc.js'
import { createQueue } from './queue.js'

// The deployer that every development chain has; what it deploys has the same address on each.
const factory: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C'
const salt: Hex = `0x${'00'.repeat(32)}`

/** An ordinary token with transfers by signature (EIP-3009), of which anybody can make more. */
export type TestDollar = {
  readonly address: Address
  /** Tops an address up to so many of its smallest parts, and gives it gas. */
  topUp(owner: Address, balance: bigint): Promise<void>
}

/**
 * The test dollar of a development chain, which is put there unless it is there already.
 *
 * @example
 * ```ts
 * const dollar = await openTestDollar(chain.url)
 * await dollar.topUp(account.address, 25_000_000n)
 * ```
 */
export async function openTestDollar(url: string): Promise<TestDollar> {
  const { abi, bytecode } = readArtifact('TestToken')
  const chain = defineChain({
    id: Number(await call(url, 'eth_chainId')),
    name: 'Devnet',
    nativeCurrency: { name: 'USD', symbol: 'USD', decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  })
  const client = createWalletClient({ account: devAccounts.deployer(), chain, transport: http(url) }).extend(
    publicActions,
  )
  // One at a time: they share the nonce.
  const inTurn = createQueue()
  const settled = async (hash: Hex) => {
    const { status } = await client.waitForTransactionReceipt({ hash, pollingInterval: 50 })
    if (status !== 'success') throw new ChainError('The test dollar refused a transaction.', 'RPC_FAILED')
  }

  const address = getContractAddress({ opcode: 'CREATE2', from: factory, salt, bytecode })
  if (!(await client.getCode({ address })))
    await settled(await client.sendTransaction({ to: factory, data: concat([salt, bytecode]) }))

  return {
    address,
    topUp: (owner, balance) =>
      inTurn(async () => {
        await call(url, 'anvil_setBalance', [owner, '0x21e19e0c9bab2400000'])
        const had = (await client.readContract({
          address,
          abi,
          functionName: 'balanceOf',
          args: [owner],
        })) as bigint
        if (had >= balance) return
        await settled(
          await client.writeContract({ address, abi, functionName: 'mint', args: [owner, balance - had] }),
        )
      }),
  }
}
