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
import * as Challenge from '../../../protocol/Challenge.js'
import * as JsonObject from '../../../protocol/JsonObject.js'
import { canonicalEscrow } from './EscrowV2.js'
import type { Version } from './Protocol.js'

/** What a `tempo/session` challenge asks for (draft-tempo-session-00, "Request Schema"). Hex is in lower case. */
export type SessionRequest = {
  /** The price of one unit, in the token's smallest parts. */
  readonly amount: bigint
  /** What is counted, in the server's word. */
  readonly unitType?: string | undefined
  readonly suggestedDeposit?: bigint | undefined
  /** The TIP-20 token. */
  readonly currency: Hex.Hex
  readonly recipient: Hex.Hex
  readonly escrowContract: Hex.Hex
  readonly chainId: number
  /** Who may act for the payee; the zero address where nobody may. Of v2 alone. */
  readonly operator: Hex.Hex
  /** The least step from one voucher to the next. */
  readonly minVoucherDelta: bigint
  /** Whether the server pays the network's fee of opening and topping up. */
  readonly feePayer: boolean
  /** The token that a sponsor pays the fee in; not in the draft. */
  readonly feeToken?: Hex.Hex | undefined
  readonly sessionProtocol: Version
  /** Of a channel that the server would like to go on with. */
  readonly channelId?: Hex.Hex | undefined
  /** What the server says of that channel, as it came: a hint, checked where it is used. */
  readonly sessionSnapshot?: JsonObject.JsonObject | undefined
}

/** The chain of a v1 challenge that names none (draft-tempo-session-00, "Method Details"). */
const defaultChainId = 4217

/**
 * Reads a challenge's request. Strict: addresses are 20 bytes, amounts fit into what the protocol's escrow can hold,
 * the escrow is Tempo's own or one that the application knows. Fields the draft does not have are passed over.
 *
 * @example
 * ```ts
 * SessionRequest.read(challenge).amount // 25n
 * ```
 *
 * @throws InvalidError that says which field is wrong and why.
 */
export function read(challenge: Challenge.Challenge, escrows: readonly Hex.Hex[] = []): SessionRequest {
  const request = Challenge.decodeRequest(challenge)
  const details = readObject(own(request, 'methodDetails'), 'methodDetails')
  const protocol = readProtocol(own(details, 'sessionProtocol'))
  const bits = protocol === 'v2' ? 96 : 128
  const field = <name extends string, type>(
    from: JsonObject.JsonObject,
    name: name,
    reader: (value: unknown, path: string) => type,
  ) => {
    const value = own(from, name)
    if (value === undefined) return {}
    const path = from === request ? name : `methodDetails.${name}`
    return { [name]: reader(value, path) } as { [key in name]: type }
  }
  const amount = readAmount(own(request, 'amount'), 'amount', bits)
  if (amount === 0n) throw new InvalidError('amount', 'is zero')
  const anAmount = (value: unknown, path: string) => readAmount(value, path, bits)
  const anAddress = (value: unknown, path: string) => readBytes(value, path, 20)
  const snapshot = own(details, 'sessionSnapshot')
  return {
    amount,
    ...field(request, 'unitType', readText),
    ...field(request, 'suggestedDeposit', anAmount),
    currency: readBytes(own(request, 'currency'), 'currency', 20),
    recipient: readPayee(own(request, 'recipient'), 'recipient'),
    escrowContract: readEscrow(own(details, 'escrowContract'), protocol, escrows),
    chainId: readChainId(own(details, 'chainId') ?? (protocol === 'v1' ? defaultChainId : undefined)),
    operator: `0x${'0'.repeat(40)}`,
    ...(protocol === 'v2' ? field(details, 'operator', anAddress) : {}),
    minVoucherDelta: 0n,
    ...field(details, 'minVoucherDelta', anAmount),
    feePayer: readFeePayer(own(details, 'feePayer')),
    ...field(details, 'feeToken', anAddress),
    sessionProtocol: protocol,
    ...field(details, 'channelId', (value, path) => readBytes(value, path, 32)),
    ...(JsonObject.is(snapshot) ? { sessionSnapshot: snapshot } : {}),
  }
}

function readProtocol(value: unknown = 'v1'): Version {
  if (value !== 'v1' && value !== 'v2')
    throw new InvalidError('methodDetails.sessionProtocol', 'is neither "v1" nor "v2"')
  return value
}

function readEscrow(value: unknown, protocol: Version, escrows: readonly Hex.Hex[]): Hex.Hex {
  const field = 'methodDetails.escrowContract'
  const escrow = readBytes(value, field, 20)
  // Whoever names the escrow names who holds the money.
  const isKnown =
    (protocol === 'v2' && escrow === canonicalEscrow) ||
    escrows.some((known) => known.toLowerCase() === escrow)
  if (!isKnown) throw new InvalidError(field, 'is not an escrow that this application knows')
  return escrow
}

type Route = Pick<
  SessionRequest,
  'sessionProtocol' | 'chainId' | 'escrowContract' | 'recipient' | 'currency' | 'operator'
>

/** The same text for requests that one channel can pay. */
export function routeOf(request: Route): string {
  const { sessionProtocol, chainId, escrowContract, recipient, currency, operator } = request
  return ['tempo', sessionProtocol, chainId, escrowContract, recipient, currency, operator].join('/')
}
