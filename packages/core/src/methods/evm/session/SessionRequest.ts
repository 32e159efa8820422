import {
  InvalidError,
  own,
  readAmount,
  readBytes,
  readChainId,
  readFeePayer,
  readObject,
  readPayee,
  readText,
} from '../../../chain/Fields.js'
import type * as Hex from '../../../chain/Hex.js'
import * as Permit2 from '../../../chain/Permit2.js'
import * as Challenge from '../../../protocol/Challenge.js'
import type * as JsonObject from '../../../protocol/JsonObject.js'

/** How a deposit is made: `payload.type` of the draft. */
export type CredentialType = 'hash' | 'authorization' | 'permit2'

/** What an `evm/session` challenge asks for (draft-evm-session-00, "Request Schema"). Hex is in lower case. */
export type SessionRequest = {
  /** The price of one unit, in the token's smallest parts. */
  readonly amount: bigint
  /** What is counted, in the server's word. */
  readonly unitType?: string | undefined
  readonly suggestedDeposit?: bigint | undefined
  /** The ERC-20 token. */
  readonly currency: Hex.Hex
  readonly recipient: Hex.Hex
  readonly chainId: number
  readonly escrowContract: Hex.Hex
  /** Of a channel that the server would like to go on with. */
  readonly channelId?: Hex.Hex | undefined
  /** The least step from one voucher to the next. */
  readonly minVoucherDelta: bigint
  /** Whether the server pays the network's fee of opening and topping up. */
  readonly feePayer: boolean
  /** What the server takes, the preferred first. Never empty. */
  readonly credentialTypes: readonly CredentialType[]
  readonly permit2Contract: Hex.Hex
}

/** What is trusted besides. */
export type Trusted = {
  readonly escrows: readonly Permit2.Contract[]
  readonly permit2?: readonly Permit2.Contract[] | undefined
}

/**
 * Reads a challenge's request. Strict: addresses are 20 bytes, amounts fit into what the escrow can hold, the escrow is
 * one that the application knows on this very chain. Fields the draft does not have are passed over.
 *
 * @example
 * ```ts
 * SessionRequest.read(challenge, { escrows }).amount // 100n
 * ```
 *
 * @throws InvalidError that says which field is wrong and why.
 */
export function read(challenge: Challenge.Challenge, trusted: Trusted): SessionRequest {
  const request = Challenge.decodeRequest(challenge)
  const details = readObject(own(request, 'methodDetails'), 'methodDetails')
  const field = <name extends string, type>(
    from: JsonObject.JsonObject,
    name: name,
    reader: (value: unknown, path: string) => type,
  ) => {
    const value = own(from, name)
    if (value === undefined) return {}
    return { [name]: reader(value, from === request ? name : `methodDetails.${name}`) } as {
      [key in name]: type
    }
  }
  const anAmount = (value: unknown, path: string) => readAmount(value, path, 128)
  const amount = anAmount(own(request, 'amount'), 'amount')
  if (amount === 0n) throw new InvalidError('amount', 'is zero')
  const chainId = readKnownChain(own(details, 'chainId'), trusted)
  return {
    amount,
    ...field(request, 'unitType', readText),
    ...field(request, 'suggestedDeposit', anAmount),
    currency: readBytes(own(request, 'currency'), 'currency', 20),
    recipient: readPayee(own(request, 'recipient'), 'recipient'),
    chainId,
    escrowContract: readEscrow(own(details, 'escrowContract'), chainId, trusted),
    ...field(details, 'channelId', (value, path) => readBytes(value, path, 32)),
    minVoucherDelta: 0n,
    ...field(details, 'minVoucherDelta', anAmount),
    feePayer: readFeePayer(own(details, 'feePayer')),
    ...readTypes(details, chainId, trusted),
  }
}

function readKnownChain(value: unknown, { escrows }: Trusted): number {
  const field = 'methodDetails.chainId'
  const chainId = readChainId(value, field)
  if (!escrows.some((known) => known.chainId === chainId))
    throw new InvalidError(field, 'is a network that this application has no escrow on')
  return chainId
}

function readEscrow(value: unknown, chainId: number, { escrows }: Trusted): Hex.Hex {
  const field = 'methodDetails.escrowContract'
  const escrow = readBytes(value, field, 20)
  // Whoever names the escrow names who holds the money.
  if (!Permit2.isListed(escrows, chainId, escrow))
    throw new InvalidError(field, 'is not an escrow that this application knows')
  return escrow
}

/** What the server takes, as far as it is known here: types that came later are passed over. */
function readTypes(
  details: JsonObject.JsonObject,
  chainId: number,
  { permit2 }: Trusted,
): Pick<SessionRequest, 'credentialTypes' | 'permit2Contract'> {
  const path = 'methodDetails.credentialTypes'
  const value = own(details, 'credentialTypes') ?? ['hash']
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
    throw new InvalidError(path, 'is not a list of texts')
  const contract = own(details, 'permit2Contract') ?? Permit2.canonical
  const permit2Contract = readBytes(contract, 'methodDetails.permit2Contract', 20)
  const isPermit2 = Permit2.isKnown(permit2Contract, chainId, permit2)
  const known = [...new Set(value)].filter(isType)
  const credentialTypes = known.filter((type) => type !== 'permit2' || isPermit2)
  if (known.length > credentialTypes.length && credentialTypes.length === 0)
    throw new InvalidError('methodDetails.permit2Contract', 'is not a Permit2 that this application knows')
  if (credentialTypes.length === 0) throw new InvalidError(path, 'names nothing that is known here')
  return { credentialTypes, permit2Contract }
}

function isType(value: string): value is CredentialType {
  return value === 'hash' || value === 'authorization' || value === 'permit2'
}

/** The same text for requests that one channel can pay. */
export function routeOf({
  chainId,
  escrowContract,
  recipient,
  currency,
}: Pick<SessionRequest, 'chainId' | 'escrowContract' | 'recipient' | 'currency'>): string {
  return ['evm', chainId, escrowContract, recipient, currency].join('/')
}
