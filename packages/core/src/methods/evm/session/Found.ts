import { assertChain, type ChainClient } from '../../../chain/Client.js'
import * as Hex from '../../../chain/Hex.js'
import { ask } from '../../../chain/Rpc.js'
import type { Found } from '../../../session/Scheme.js'
import * as ChannelIdentity from './ChannelIdentity.js'
import type { SessionRequest } from './SessionRequest.js'

/**
 * The channels of an account that pay for a request, by the chain's log. The draft names no events; they are read as Tempo's
 * v1 and the escrow of our own write them: channel, payer and payee as topics, then token, signer, salt and deposit.
 */
export async function findChannels(client: ChainClient, request: SessionRequest): Promise<readonly Found[]> {
  const { chainId, escrowContract: escrow, recipient: payee, currency: token } = request
  const payer = client.account?.address.toLowerCase() as Hex.Hex | undefined
  if (!payer) return []
  await assertChain(client, chainId)
  const topics = [null, null, topicOf(payer), topicOf(payee)]
  // Many nodes look only so far back.
  const logs = await ask(client, 'eth_getLogs', { address: escrow, topics, fromBlock: 'earliest' }).catch(
    () => [],
  )
  if (!Array.isArray(logs)) return []
  return logs.flatMap((log: { topics?: unknown[]; data?: unknown } | null) => {
    const data = log?.data
    if (!Hex.is(data, 4 * 32)) return []
    const [signer, salt]: Hex.Hex[] = [`0x${data.slice(90, 130)}`, `0x${data.slice(130, 194)}`]
    if (!signer || !salt) return []
    const identity = ChannelIdentity.of({
      chainId,
      escrow,
      payer,
      payee,
      token,
      salt,
      authorizedSigner: signer,
    })
    // An event of another kind, or what a lying node made up, does not derive from its parts.
    return identity.id === log?.topics?.[1] ? [{ identity }] : []
  })
}

function topicOf(address: Hex.Hex): Hex.Hex {
  return `0x${Hex.word(address)}`
}
