import * as Abi from '../../../chain/Abi.js'
import type { Connection } from '../../../chain/Client.js'
import * as Hex from '../../../chain/Hex.js'
import { UnsupportedError } from '../../../chain/Rpc.js'
import { toEthereum } from '../../../chain/Signature.js'
import type { Channel } from '../../../chain/StreamChannel.js'
import type { TokenDomain } from '../../../chain/TokenDomain.js'
import * as TypedData from '../../../chain/TypedData.js'
import type { JsonObject } from '../../../protocol/JsonObject.js'

// What is signed so that the server can have the escrow take a deposit (draft-evm-session-00, "Server-Paid Fees").

/** What a deposit is for: a channel that it opens, or one that it adds to. */
export type Purpose =
  | { readonly opens: Channel; readonly amount: bigint }
  | { readonly adds: Channel; readonly id: Hex.Hex; readonly amount: bigint; readonly salt: Hex.Hex }

/** What is signed, and what the payload says of it. */
export type Pull = { readonly typedData: TypedData.TypedData; readonly authorization: JsonObject }

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
  const message = {
    from: payer,
    to: escrow,
    value: String(purpose.amount),
    validAfter: '0',
    validBefore: String(validBefore),
    nonce: nonceOf(purpose),
  }
  const types = {
    ReceiveWithAuthorization: [
      ...fields('address', 'from', 'to'),
      ...fields('uint256', 'value', 'validAfter', 'validBefore'),
      ...fields('bytes32', 'nonce'),
    ],
  }
  return {
    typedData: { domain, types, primaryType: 'ReceiveWithAuthorization', message },
    authorization: message,
  }
}

/**
 * A transfer by Permit2 that names the channel.
 *
 * @param nonce Any that was not used.
 * @param deadline Unix seconds.
 */
export function byPermit2(purpose: Purpose, permit2: Hex.Hex, nonce: bigint, deadline: number): Pull {
  const { chainId, escrow, payer, token } = channelOf(purpose)
  const isOpen = 'opens' in purpose
  const witnessType = isOpen ? 'ChannelOpenWitness' : 'ChannelTopUpWitness'
  const permitted = { token, amount: String(purpose.amount) }
  const witness = isOpen
    ? {
        payee: purpose.opens.payee,
        salt: purpose.opens.salt,
        authorizedSigner: purpose.opens.authorizedSigner,
      }
    : { channelId: purpose.id }
  const rest = { nonce: String(nonce), deadline: String(deadline) }
  return {
    typedData: {
      domain: { name: 'Permit2', chainId, verifyingContract: permit2 },
      types: {
        PermitWitnessTransferFrom: [
          ...fields('TokenPermissions', 'permitted'),
          ...fields('address', 'spender'),
          ...fields('uint256', 'nonce', 'deadline'),
          ...fields(witnessType, 'witness'),
        ],
        TokenPermissions: [...fields('address', 'token'), ...fields('uint256', 'amount')],
        [witnessType]: isOpen
          ? [
              ...fields('address', 'payee'),
              ...fields('bytes32', 'salt'),
              ...fields('address', 'authorizedSigner'),
            ]
          : fields('bytes32', 'channelId'),
      },
      primaryType: 'PermitWitnessTransferFrom',
      message: { permitted, spender: escrow, ...rest, witness },
    },
    authorization: { from: payer, permitted, ...rest, witness },
  }
}

/**
 * Has the account sign, in 65 bytes.
 *
 * @throws UnsupportedError when the account signs otherwise, as contract wallets do.
 */
export async function sign(connection: Connection, { typedData }: Pull): Promise<Hex.Hex> {
  const signature = await TypedData.sign(connection, typedData)
  if (!Hex.is(signature, 65)) throw new UnsupportedError('signatures of 65 bytes')
  return Hex.fromBytes(toEthereum(Hex.toBytes(signature)))
}

function channelOf(purpose: Purpose): Channel {
  return 'opens' in purpose ? purpose.opens : purpose.adds
}

function fields(type: string, ...names: readonly string[]) {
  return names.map((name) => ({ name, type }))
}
