import type { ChainError } from './ChainError.js'
import { installChannelReserve } from './channelReserve.js'
import { resetTime } from './clock.js'
import { call } from './jsonRpc.js'
import { runAnvil } from './runAnvil.js'

export const chainId = 42431

export type Chain = { url: string; chainId: number; stop(): Promise<void> }

export type ChainOptions = {
  /** 0 takes a free one. */
  port: number
  host?: string
  /** A file that the chain goes on from, and is written to when it is stopped. */
  statePath?: string
  /** Called when the chain ends without having been stopped. */
  onCrash?: (error: ChainError) => void
}

/** Starts a Tempo development chain. */
export async function startChain(options: ChainOptions): Promise<Chain> {
  const { statePath } = options
  const flags = ['--network', 'tempo', '--hardfork', 't4', '--chain-id', String(chainId)]
  if (statePath !== undefined) flags.push('--state', statePath)
  const { url, stop } = await runAnvil(flags, options, async (url) => {
    // A call on the genesis block sees second 1, before any transaction's validAfter.
    await call(url, 'evm_mine')
    await installChannelReserve(url)
    // The clock that is written down with the chain may have been moved ahead.
    if (statePath !== undefined) await resetTime(url)
  })
  return { url, chainId, stop }
}
