import { type ClientSource, connect } from '../../../chain/Client.js'
import { balanceOf } from '../../../chain/Erc20.js'
import { incapable } from '../../../chain/Incapable.js'
import { quantity } from '../../../chain/Rpc.js'
import type { createDomains } from '../../../chain/TokenDomain.js'
import type { Challenge } from '../../../protocol/Challenge.js'
import type { Capability } from '../../Method.js'
import type { EvmChargeRequest } from './ChargeRequest.js'
import * as Ways from './Ways.js'

/** Whether the account can pay a request, as far as it can be known without a prompt. */
export async function capable(
  request: EvmChargeRequest,
  challenge: Challenge,
  { source, domainOf }: { source: ClientSource; domainOf: ReturnType<typeof createDomains> },
): Promise<Capability> {
  try {
    const connection = await connect(source, request.chainId)
    const { client, account } = connection
    const [balance, way] = await Promise.all([
      balanceOf(connection, request.currency),
      Ways.choose({ connection, request, challenge, domainOf }),
    ])
    if (balance < request.amount) return lacks('this payment')
    // A wallet that others pay the fees of may have none of the network's coin; a key in the page has nobody.
    const needsCoins = Ways.sends(way) && account.type === 'local'
    const hasNone = needsCoins && (await quantity(client, 'eth_getBalance', account.address, 'latest')) === 0n
    if (hasNone && way.type === 'permit2')
      throw Ways.unapproved("there is nothing in this wallet for the network's fee")
    return hasNone ? lacks("the network's fee") : { able: true }
  } catch (error) {
    const told = incapable(error)
    return error instanceof Ways.NoWayError ? { ...told, reason: error.reason } : told
  }
}

function lacks(what: string): Capability {
  return {
    able: false,
    reason: 'balance',
    message: `There is not enough in this wallet for ${what}.`,
  }
}
