import * as Hex from '../../chain/Hex.js'
import type { Challenge } from '../../protocol/Challenge.js'
import type { ChargeRequest } from './ChargeRequest.js'
import * as Memo from './Memo.js'
import type { Call } from './TempoTransaction.js'

/** One TIP-20 transfer. */
export type Transfer = { readonly to: Hex.Hex; readonly amount: bigint; readonly memo?: Hex.Hex | undefined }

/**
 * The transfers that fulfil a challenge: the payee's, whose memo ties it to the challenge unless the server has one
 * of its own, then the splits in their order (draft-tempo-charge-00, "Split Payments").
 */
export function list(
  { amount, recipient, splits, memo }: ChargeRequest,
  { realm, id }: Challenge,
  clientId: string | undefined,
): [Transfer, ...Transfer[]] {
  const rest = splits.reduce((left, split) => left - split.amount, amount)
  return [
    { to: recipient, amount: rest, memo: memo ?? Memo.bind({ realm, challengeId: id, clientId }) },
    ...splits.map(({ amount, recipient, memo }) => ({ to: recipient, amount, memo })),
  ]
}

/** The call of a token's `transfer(address,uint256)`, or `transferWithMemo(address,uint256,bytes32)`. */
export function toCall(currency: Hex.Hex, { to, amount, memo }: Transfer): Call {
  const parameters = Hex.word(to) + Hex.word(Hex.fromNumber(amount))
  return { to: currency, data: memo ? `0x95777d59${parameters}${memo.slice(2)}` : `0xa9059cbb${parameters}` }
}
