import type { ChainAccount, ChainClient } from '../../../chain/Client.js'
import { attempt, type Sender, sendByWallet } from '../../../chain/Ending.js'
import * as Hex from '../../../chain/Hex.js'
import { guard } from '../../../chain/Rpc.js'
import * as Signing from '../Signing.js'
import type { Channel } from './Protocol.js'

/** Who acts on a channel, and what fees are paid in. */
type Means = {
  readonly client: ChainClient
  readonly account: ChainAccount
  readonly channel: Channel
  readonly feeToken: Hex.Hex
  readonly now: () => number
}

/** How an account sends a call of its own: a key in the page signs a Tempo transaction, a wallet does as it does. */
export function senderOf({ client, account, channel, feeToken, now }: Means): Sender {
  const { chainId, payer } = channel
  const from = account.address
  if (account.type !== 'local')
    return { from, send: (call) => sendByWallet(client, { from: payer, chainId }, call) }
  return {
    from,
    async send(call) {
      const plan = { client, account, chainId, calls: [call], sponsored: false, feeToken, now }
      const { raw, transaction } = await Signing.sign(plan)
      const hash = Hex.keccak(Hex.toBytes(raw))
      return attempt({ hash, endsAt: transaction.validBefore }, () =>
        guard('eth_sendRawTransaction', () =>
          client.request({ method: 'eth_sendRawTransaction', params: [raw] }, { retryCount: 0 }),
        ),
      )
    },
  }
}
