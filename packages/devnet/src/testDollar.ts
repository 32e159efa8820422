import type { Address } from 'viem'
import { readContract, waitForTransactionReceipt } from 'viem/actions'
import { readArtifact } from './artifacts.js'
import { ChainError } from './ChainError.js'
import { call } from './jsonRpc.js'
import { createDeployer, place } from './place.js'
import { createQueue } from './queue.js'

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
  const address = await place(url, 'TestToken')
  const { abi } = readArtifact('TestToken')
  const client = await createDeployer(url)
  // One at a time: they share the nonce.
  const inTurn = createQueue()
  return {
    address,
    topUp: (owner, balance) =>
      inTurn(async () => {
        await call(url, 'anvil_setBalance', [owner, '0x21e19e0c9bab2400000'])
        const had = (await readContract(client, {
          address,
          abi,
          functionName: 'balanceOf',
          args: [owner],
        })) as bigint
        if (had >= balance) return
        const mint = { address, abi, functionName: 'mint', args: [owner, balance - had] }
        const hash = await client.writeContract(mint)
        const { status } = await waitForTransactionReceipt(client, { hash, pollingInterval: 50 })
        if (status !== 'success') throw new ChainError('The test dollar refused a transaction.', 'RPC_FAILED')
      }),
  }
}
