import { EVM_NETWORK_CHAIN_ID_MAP } from '@x402/evm/v1'
import { expect, test } from 'vitest'
import { EvmNetworkToChainId } from 'x402/types'
import * as Network from './Network.js'

test('names networks as the x402 packages do', () => {
  const theirs = { ...EVM_NETWORK_CHAIN_ID_MAP, ...Object.fromEntries(EvmNetworkToChainId) }
  expect(Object.keys(theirs).length).toBeGreaterThan(20)
  for (const [name, chainId] of Object.entries(theirs)) {
    expect(Network.chainIdOf(name, 1)).toBe(chainId)
    expect(Network.chainIdOf(name, 2)).toBeUndefined()
    expect(Network.chainIdOf(`eip155:${chainId}`, 2)).toBe(chainId)
  }
})

test.each([
  ['solana', 1],
  ['toString', 1],
  ['eip155:8453', 1],
  ['solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp', 2],
  ['eip155:', 2],
  ['eip155:0', 2],
  ['eip155:08453', 2],
  ['eip155:8453 ', 2],
  ['eip155:9999999999999999', 2],
] as const)('knows no %j in version %i', (network, version) => {
  expect(Network.chainIdOf(network, version)).toBeUndefined()
})
