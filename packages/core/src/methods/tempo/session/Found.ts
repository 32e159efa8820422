import { assertChain, type ChainClient } from '../../../chain/Client.js'
import * as Hex from '../../../chain/Hex.js'
import { ask } from '../../../chain/Rpc.js'
import type * as JsonObject from '../../../protocol/JsonObject.js'
import type { Found } from '../../../session/Scheme.js'
import * as ChannelIdentity from './ChannelIdentity.js'
import { escrowV2 } from './EscrowV2.js'
import type { SessionRequest } from './SessionRequest.js'

// ChannelOpened(bytes32,address,address,address,address,address,bytes32,bytes32,uint96)
const opened = '0xdebaba36f0e9c7978f536fed432d9360b1f9646d7ca88531c34c3eae43f154a7'

/**
 * The channels of an account that pay for a request: what the server says of them, and what is in the chain's log. Of
 * v2 alone: neither server nor chain say enough of a channel of v1.
 */
export async function findChannels(
  client: ChainClient,
  request: SessionRequest,
  snapshot: JsonObject.JsonObject | undefined,
): Promise<readonly Found[]> {
  const payer = client.account?.address.toLowerCase() as Hex.Hex | undefined
  if (!payer || request.sessionProtocol !== 'v2') return []
  await assertChain(client, request.chainId)
  const hints = [request.sessionSnapshot, snapshot].flatMap(
    (sessionSnapshot) => ChannelIdentity.readSnapshot({ ...request, sessionSnapshot }, escrowV2) ?? [],
  )
  // Many nodes look only so far back; then the server's word is what there is.
  const logged = await readLog(client, request, payer).catch(() => [])
  const found = new Map<string, Found>(logged.map((each) => [each.identity.id, each]))
  for (const hint of hints) if (hint.identity.parts.payer === payer) found.set(hint.identity.id, hint)
  return [...found.values()]
}

async function readLog(client: ChainClient, request: SessionRequest, payer: Hex.Hex): Promise<Found[]> {
  const { chainId, escrowContract: escrow, recipient: payee, currency } = request
  const topic = (address: Hex.Hex) => `0x${Hex.word(address)}`
  const topics = [opened, null, topic(payer), topic(payee)]
  const logs = await ask(client, 'eth_getLogs', { address: escrow, topics, fromBlock: 'earliest' })
  if (!Array.isArray(logs)) return []
  return logs.flatMap((log: { topics?: unknown[]; data?: unknown } | null) => {
    const data = log?.data
    if (!Hex.is(data, 6 * 32)) return []
    const word = (at: number): Hex.Hex => `0x${data.slice(2 + at * 64, 66 + at * 64)}`
    const address = (at: number): Hex.Hex => `0x${word(at).slice(26)}`
    const [operator, token, authorizedSigner] = [address(0), address(1), address(2)]
    const [salt, expiringNonceHash] = [word(3), word(4)]
    const parts = {
      chainId,
      escrow,
      payer,
      payee,
      operator,
      token,
      salt,
      authorizedSigner,
      expiringNonceHash,
    }
    const identity = ChannelIdentity.of({ protocol: 'v2', ...parts }, escrowV2)
    // A channel that another contract or a lying node made up does not derive from its parts.
    return token === currency && identity.id === log?.topics?.[1] ? [{ identity }] : []
  })
}
