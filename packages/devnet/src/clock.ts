import { call } from './jsonRpc.js'

/** Moves the chain's clock ahead, a new block included. */
export async function increaseTime(nodeUrl: string, seconds: number): Promise<void> {
  await call(nodeUrl, 'evm_increaseTime', [seconds])
  await call(nodeUrl, 'evm_mine')
}

/** Sets the chain's clock by the machine's again: payers that date by their own clock are too late until then. */
export async function resetTime(nodeUrl: string): Promise<void> {
  await call(nodeUrl, 'evm_setTime', [Math.floor(Date.now() / 1000)])
  await call(nodeUrl, 'evm_mine')
}
