import * as Abi from '../../../chain/Abi.js'
import type { ChainClient } from '../../../chain/Client.js'
import type { Call, Escrow } from '../../../chain/Escrow.js'
import type * as Hex from '../../../chain/Hex.js'
import { ask, UnreachableError } from '../../../chain/Rpc.js'
import { type Channel, largest, readRecord, stateData } from '../../../chain/StreamChannel.js'

/** The digest that a voucher's signature is of, 32 bytes. */
export function voucher(channel: Channel, id: Hex.Hex, cumulative: bigint): Uint8Array {
  return Abi.voucherDigest({ name: 'EVM Payment Channel', type: 'uint128' }, channel, id, cumulative)
}

/** `topUp(bytes32,uint128)` */
export function topUp({ escrow }: Channel, id: Hex.Hex, amount: bigint): Call {
  return { to: escrow, data: `0x9f6f687a${Abi.words(id, amount)}` }
}

// What the draft calls the reference value, in seconds.
const usualGrace = 900n

const asked = new WeakMap<ChainClient, Map<Hex.Hex, Promise<bigint>>>()

/** An escrow with its own grace period, which is asked once. */
export async function escrowAt(client: ChainClient, address: Hex.Hex): Promise<Escrow> {
  const known = asked.get(client) ?? new Map<Hex.Hex, Promise<bigint>>()
  asked.set(client, known)
  const grace = known.get(address) ?? readGrace(client, address)
  known.set(address, grace)
  // What was not answered now may be answered the next time.
  grace.catch(() => known.delete(address))
  return {
    largest,
    gracePeriod: await grace,
    stateData,
    readState: (answer) => readRecord(answer).state,
  }
}

/** `CLOSE_GRACE_PERIOD()`; the usual where the contract does not say. */
async function readGrace(client: ChainClient, to: Hex.Hex): Promise<bigint> {
  const answer = await ask(client, 'eth_call', { to, data: '0x956c8327' }, 'latest').catch(
    (error: unknown) => {
      if (error instanceof UnreachableError) throw error
      return undefined
    },
  )
  const [seconds = usualGrace] = Abi.numbers(answer, 1) ?? []
  return seconds >> 64n ? usualGrace : seconds
}
