import { createPublicClient, erc20Abi, http } from 'viem'
import { afterEach, expect, test } from 'vitest'
import { deploy } from './deploy.js'
import { devAccount } from './devAccounts.js'
import { type EvmChain, startEvmChain } from './startEvmChain.js'

let chain: EvmChain | undefined
afterEach(async () => {
  await chain?.stop()
})

test('runs an ordinary chain with Permit2, where contracts can be deployed', async () => {
  chain = await startEvmChain()
  const client = createPublicClient({ transport: http(chain.url) })
  expect(await client.getChainId()).toBe(chain.chainId)
  const permit2 = '0x000000000022D473030F116dDEE9F6B43aC78BA3'
  const parameters = [
    {
      name: 'DOMAIN_SEPARATOR',
      type: 'function',
      stateMutability: 'view',
      inputs: [],
      outputs: [{ type: 'bytes32' }],
    },
  ] as const
  // What Permit2's code answers is of the chain it stands on.
  const separator = await client.readContract({
    address: permit2,
    abi: parameters,
    functionName: 'DOMAIN_SEPARATOR',
  })
  expect(separator).toMatch(/^0x[0-9a-f]{64}$/)
  const token = await deploy(chain.url, 'TestToken')
  expect(await client.readContract({ address: token, abi: erc20Abi, functionName: 'symbol' })).toBe('TUSD')
  const { address } = devAccount(3)
  await chain.fund(address)
  expect(await client.getBalance({ address })).toBe(10n ** 19n)
})
