import type { Chain, Client, Transport } from 'viem'
import { readContract } from 'viem/actions'
import { Abis, Addresses } from 'viem/tempo'
import type { Channels } from './channels.js'

/** Ends the channels that the chain does not know: a development chain may start anew without the merchant. */
export async function endLostChannels(channels: Channels, client: Client<Transport, Chain>): Promise<void> {
  for (const { channelId } of await channels.open()) {
    const { deposit } = await readContract(client, {
      ...{ address: Addresses.tip20ChannelReserve, abi: Abis.tip20ChannelReserve },
      ...{ functionName: 'getChannelState', args: [channelId] },
    })
    if (deposit === 0n) await channels.end(channelId)
  }
}
