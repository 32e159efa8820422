import * as Abi from '../../../chain/Abi.js'
import * as Eip3009 from '../../../chain/Eip3009.js'
import type * as Hex from '../../../chain/Hex.js'
import * as Permit2 from '../../../chain/Permit2.js'
import type { Channel } from '../../../chain/StreamChannel.js'
import type { TokenDomain } from '../../../chain/TokenDomain.js'
import { fields, type TypedData } from '../../../chain/TypedData.js'
import type { JsonObject } from '../../../protocol/JsonObject.js'

// What is signed so that the server can have the escrow take a deposit (draft-evm-session-00, "Server-Paid Fees").

/** What a deposit is for: a channel that it opens, or one that it adds to. */
export type Purpose =
  | { readonly opens: Channel; readonly amount: bigint }
  | { readonly adds: Channel; readonly id: Hex.Hex; readonly amount: bigint; readonly salt: Hex.Hex }

/** What is signed, and what the payload says of it. */
export type Pull = { readonly typedData: TypedData; readonly authorization: JsonObject }

/** The nonce that ties a transfer by signature to its channel ("Front-Running Protection"). */
export function nonceOf(purpose: Purpose): Hex.Hex {
  if ('opens' in purpose) {
    const { payer, payee, token, salt, authorizedSigner } = purpose.opens
    return Abi.hash(payer, payee, token, salt, authorizedSigner)
  }
  const { adds, id, amount, salt } = purpose
  return Abi.hash(id, amount, adds.payer, salt)
}

/**
 * A transfer by signature that the escrow alone can use (EIP-3009, `receiveWithAuthorization`).
 *
 * @param validBefore Unix seconds.
 */
export function byAuthorization(purpose: Purpose, domain: TokenDomain, validBefore: number): Pull {
  const { escrow, payer } = channelOf(purpose)
  const authorization = {
    from: payer,
    to: escrow,
    value: String(purpose.amount),
    validAfter: '0',
    validBefore: String(validBefore),
    nonce: nonceOf(purpose),
  }
  return { typedData: Eip3009.typedData('ReceiveWithAuthorization', domain, authorization), authorization }
}

/**
 * A transfer by Permit2 that names the channel.
 *
 * @param nonce Any that was not used.
 * @param deadline Unix seconds.
 */
export function byPermit2(purpose: Purpose, permit2: Hex.Hex, nonce: bigint, deadline: number): Pull {
  const { chainId, escrow, payer, token } = channelOf(purpose)
  const permitted = { token, amount: String(purpose.amount) }
  const rest = { nonce: String(nonce), deadline: String(deadline) }
  const witness = witnessOf(purpose)
  const typedData = Permit2.typedData(
    { chainId, address: permit2 },
    { permitted, spender: escrow, ...rest },
    witness,
  )
  return { typedData, authorization: { from: payer, permitted, ...rest, witness: witness.value } }
}

function witnessOf(purpose: Purpose): Permit2.Witness {
  if ('adds' in purpose)
    return {
      type: 'ChannelTopUpWitness',
      fields: fields('bytes32', 'channelId'),
      value: { channelId: purpose.id },
    }
  const { payee, salt, authorizedSigner } = purpose.opens
  return {
    type: 'ChannelOpenWitness',
    fields: [
      ...fields('address', 'payee'),
      ...fields('bytes32', 'salt'),
      ...fields('address', 'authorizedSigner'),
    ],
    value: { payee, salt, authorizedSigner },
  }
}

function channelOf(purpose: Purpose): Channel {
  return 'opens' in purpose ? purpose.opens : purpose.adds
}
