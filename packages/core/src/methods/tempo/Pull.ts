import type { Connection } from '../../chain/Client.js'
import type * as Hex from '../../chain/Hex.js'
import type * as Challenge from '../../protocol/Challenge.js'
import type { ChargeRequest } from './ChargeRequest.js'
import * as Signing from './Signing.js'
import * as Transfer from './Transfer.js'

/** All that a payment is made from. */
export type Payment = {
  readonly connection: Connection
  readonly request: ChargeRequest
  readonly challenge: Challenge.Challenge
  /** The payee's, then the splits'. */
  readonly transfers: readonly [Transfer.Transfer, ...Transfer.Transfer[]]
  /** What an unsponsored transaction pays its fee in. */
  readonly feeToken: Hex.Hex
  readonly now: () => number
  readonly signal?: AbortSignal | undefined
}

/**
 * Makes and signs the transaction that pays, for the server to broadcast or for {@link push}
 * (draft-tempo-charge-00, "Transaction Payload").
 */
export async function sign(payment: Payment): Promise<Hex.Hex> {
  const { connection, request, challenge, transfers, feeToken, now } = payment
  const calls = transfers.map((transfer) => Transfer.toCall(request.currency, transfer))
  const sponsored = request.feePayer
  const { raw } = await Signing.sign({ ...connection, challenge, calls, sponsored, feeToken, now })
  return raw
}
