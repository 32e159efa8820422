import { type Address, parseEther, toHex } from 'viem'
import { increaseTime, resetTime } from './clock.js'
import { call } from './jsonRpc.js'
import { type AnvilOptions, runAnvil } from './runAnvil.js'

/** Where Permit2 is on most chains. */
const permit2: Address = '0x000000000022D473030F116dDEE9F6B43aC78BA3'
const evmChainId = 31337

export type EvmChain = {
  url: string
  chainId: number
  rpc(method: string, params?: readonly unknown[]): Promise<unknown>
  /** Gives an address ten ether, for fees. */
  fund(address: Address): Promise<void>
  increaseTime(seconds: number): Promise<void>
  resetTime(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts an ordinary EVM development chain, with Permit2 at its usual address.
 *
 * @example
 * ```ts
 * const chain = await startEvmChain()
 * const token = await deploy(chain.url, 'TestToken')
 * await chain.fund(account.address)
 * await chain.stop()
 * ```
 */
export async function startEvmChain(options: Partial<AnvilOptions> = {}): Promise<EvmChain> {
  const { url, stop } = await runAnvil(
    ['--chain-id', String(evmChainId)],
    { ...options, port: options.port ?? 0 },
    async (url) => {
      await call(url, 'anvil_setCode', [permit2, await readPermit2()])
      await call(url, 'evm_mine')
    },
  )
  return {
    url,
    chainId: evmChainId,
    rpc: (method, params = []) => call(url, method, [...params]),
    async fund(address) {
      await call(url, 'anvil_setBalance', [address, toHex(parseEther('10'))])
    },
    increaseTime: (seconds) => increaseTime(url, seconds),
    resetTime: () => resetTime(url),
    stop,
  }
}

/** The code of Permit2. A Tempo chain starts with it, an ordinary one does not. */
async function readPermit2(): Promise<unknown> {
  const tempo = await runAnvil(['--network', 'tempo'], { port: 0 })
  try {
    return await call(tempo.url, 'eth_getCode', [permit2, 'latest'])
  } finally {
    await tempo.stop()
  }
}
