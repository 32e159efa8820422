import { type Address, type Hex, isAddress, keccak256, maxUint128, pad, toHex } from 'viem'
import { Addresses } from 'viem/tempo'
import { readArtifact } from './artifacts.js'
import { call, type RpcRequest, type RpcResponse } from './jsonRpc.js'
import { createQueue } from './queue.js'
import { callsReserve, readReserveTransaction, tokensMoved } from './reserveTransaction.js'
import { allowanceSlot } from './token.js'

type Forward = () => Promise<RpcResponse>
type Need = { sender: Address; tokens: readonly Address[]; nonceHash: Hex; sent?: Hex }

const reserve = Addresses.tip20ChannelReserve
const nonceHashSlot = pad('0x', { size: 32 })
const simulations = new Set(['eth_call', 'eth_estimateGas', 'eth_fillTransaction'])
/** A simulation has no hash yet; what it says of the channel's id is not used. */
const anyHash = keccak256('0x')
const longestWait = 10_000

/** Puts the stand-in for Tempo's channel precompile where the precompile would be. */
export async function installChannelReserve(nodeUrl: string): Promise<void> {
  await call(nodeUrl, 'anvil_setCode', [reserve, readArtifact('ChannelReserve').deployedBytecode])
}

/**
 * Does for the stand-in what it cannot do itself: tells it the hash of the transaction that calls it, and lets
 * it move the sender's tokens. One such request at a time, because there is one place for the hash.
 */
export function createReserveDesk(nodeUrl: string) {
  const inTurn = createQueue()
  return {
    /** Forwards a request, prepared where it needs to be. */
    async serve(request: RpcRequest, forward: Forward): Promise<RpcResponse> {
      const need = await needOf(request)
      if (!need) return forward()
      return inTurn(async () => {
        await prepare(nodeUrl, need)
        const response = await forward()
        if (need.sent && !response.error) await mined(nodeUrl, need.sent)
        return response
      })
    },
  }
}

async function prepare(nodeUrl: string, { sender, tokens, nonceHash }: Need): Promise<void> {
  const unlimited = pad(toHex(maxUint128), { size: 32 })
  for (const token of tokens)
    await call(nodeUrl, 'anvil_setStorageAt', [token, allowanceSlot(sender, reserve), unlimited])
  await call(nodeUrl, 'anvil_setStorageAt', [reserve, nonceHashSlot, nonceHash])
}

/** Waits for the block: until then the next transaction must not write its hash over this one's. */
async function mined(nodeUrl: string, hash: Hex): Promise<void> {
  const end = Date.now() + longestWait
  while (Date.now() < end) {
    if (await call(nodeUrl, 'eth_getTransactionReceipt', [hash])) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function needOf({ method, params = [] }: RpcRequest): Promise<Need | undefined> {
  const [first] = params
  if (/^eth_sendRawTransaction(Sync)?$/.test(method)) return needOfRaw(first)
  return simulations.has(method) ? needOfSimulation(first) : undefined
}

async function needOfRaw(raw: unknown): Promise<Need | undefined> {
  if (typeof raw !== 'string') return undefined
  // What cannot be read is for the chain to refuse.
  const read = await readReserveTransaction(raw as Hex).catch(() => undefined)
  if (!read) return undefined
  const { sender, tokens, hash, expiringNonceHash = nonceHashSlot } = read
  return { sender, tokens, nonceHash: expiringNonceHash, sent: hash }
}

function needOfSimulation(transaction: unknown): Need | undefined {
  if (typeof transaction !== 'object' || transaction === null) return undefined
  const { from, to, data, input, calls } = transaction as { [field: string]: unknown }
  const all = [{ to, data: data ?? input }, ...(Array.isArray(calls) ? calls : [])].map(readCall)
  if (typeof from !== 'string' || !isAddress(from, { strict: false }) || !callsReserve(all)) return undefined
  return { sender: from, tokens: tokensMoved(all), nonceHash: anyHash }
}

function readCall(value: unknown): { to?: Address; data?: Hex } {
  const { to, data, input } = (value ?? {}) as { [field: string]: unknown }
  if (typeof to !== 'string' || !isAddress(to, { strict: false })) return {}
  const bytes = data ?? input
  return { to, ...(typeof bytes === 'string' ? { data: bytes as Hex } : {}) }
}
