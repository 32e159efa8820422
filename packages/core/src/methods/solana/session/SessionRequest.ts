import { InvalidError, own, readFeePayer, readObject, readText } from '../../../chain/Fields.js'
import * as Challenge from '../../../protocol/Challenge.js'
import type { JsonObject } from '../../../protocol/JsonObject.js'
import type * as Address from '../Address.js'
import * as Network from '../Network.js'
import type { Split } from './ChannelProgram.js'
import * as Generation from './Generation.js'
import * as Program from './Program.js'
import {
  optional,
  readAddress,
  readDecimals,
  readGrace,
  readMint,
  readNetwork,
  readSplits,
  readTokenProgram,
  readU64,
} from './SessionFields.js'
import * as Voucher from './Voucher.js'

/** What a `solana/session` challenge asks for, in whichever generation. Amounts in the token's smallest parts. */
export type SessionRequest = {
  readonly generation: Generation.Generation
  readonly network: Network.Network
  /** The channel program. */
  readonly program: Address.Address
  /** The mint. */
  readonly currency: Address.Address
  readonly recipient: Address.Address
  /** The price of one unit. Only `C` names one: else it is the least step that the server takes. */
  readonly amount: bigint
  readonly unitType?: string | undefined
  readonly suggestedDeposit?: bigint | undefined
  readonly minimumDeposit: bigint
  /** The most that may be deposited. */
  readonly cap: bigint
  readonly minVoucherDelta: bigint
  /** What the challenge says of the token: held against what the token is. */
  readonly decimals?: number | undefined
  readonly tokenProgram?: Address.Address | undefined
  /** The account of the server that pays fees and rent, where the server does. */
  readonly feePayer?: Address.Address | undefined
  /** The server's key, where it signs the vouchers itself, up to the whole deposit. */
  readonly operator?: Address.Address | undefined
  /** Ordered, as the server has them. */
  readonly splits: readonly Split[]
  /** Of a forced close, in seconds. */
  readonly gracePeriod: number
  /** The channel that the server would go on with; without one a new channel is asked for. */
  readonly channelId?: Address.Address | undefined
  /** The end of what opens a new channel; only `C` always names it. */
  readonly blockhash?: string | undefined
  /** Missing in `A`. */
  readonly slot?: bigint | undefined
}

/** What is trusted besides the program of the drafts. */
export type Trusted = {
  /** Programs at other addresses, and such as older servers speak to. Default: none. */
  readonly programs?: readonly Program.Program[] | undefined
  /**
   * Whether servers may sign the vouchers themselves (`voucherSigner: "operator"`). All that is deposited is at their hand
   * then. Default: no; such challenges are refused.
   */
  readonly operatorSigns?: boolean | undefined
}

// What the older generation leaves unsaid and the draft recommends, in seconds.
const usualGrace = 900

/**
 * Reads a challenge's request. Strict: addresses are base58 of 32 bytes, amounts fit into a u64, splits into the whole,
 * the program is one that is known on this very network, and a new channel has what it needs. Fields the drafts do not
 * have are passed over.
 *
 * @example
 * ```ts
 * SessionRequest.read(challenge).generation // 'C'
 * ```
 *
 * @throws InvalidError that says which field is wrong and why.
 */
export function read(challenge: Challenge.Challenge, trusted: Trusted = {}): SessionRequest {
  const request = Challenge.decodeRequest(challenge)
  const generation = Generation.of(request)
  return generation === 'C' ? readDraft(request, trusted) : readOlder(request, generation, trusted)
}

function readDraft(request: JsonObject, trusted: Trusted): SessionRequest {
  const details = readObject(own(request, 'methodDetails'), 'methodDetails')
  const at = (name: string) => own(details, name)
  const network = readNetwork(at('network'), 'methodDetails.network')
  const amount = readU64(own(request, 'amount'), 'amount')
  if (amount === 0n) throw new InvalidError('amount', 'is zero')
  const minimumDeposit = optional(
    at('minimumDeposit') ?? own(request, 'minimumDeposit'),
    'minimumDeposit',
    readU64,
  )
  return {
    generation: 'C',
    network,
    program: Program.read('C', at('channelProgram'), 'methodDetails.channelProgram', { network, ...trusted }),
    currency: readAddress(own(request, 'currency'), 'currency'),
    recipient: readAddress(own(request, 'recipient'), 'recipient'),
    amount,
    unitType: optional(own(request, 'unitType'), 'unitType', readText),
    suggestedDeposit: optional(own(request, 'suggestedDeposit'), 'suggestedDeposit', readU64),
    minimumDeposit: minimumDeposit ?? 0n,
    cap: Voucher.largest,
    minVoucherDelta: optional(at('minVoucherDelta'), 'methodDetails.minVoucherDelta', readU64) ?? 0n,
    decimals: readDecimals(at('decimals'), 'methodDetails.decimals'),
    tokenProgram: optional(at('tokenProgram'), 'methodDetails.tokenProgram', readTokenProgram),
    ...readSponsor(details),
    operator: readOperator(details, trusted),
    splits: readSplits(at('distributionSplits'), 'methodDetails.distributionSplits', 'shareBps', 32),
    ...readAge(details),
  }
}

/** What a new channel needs, and one that is gone on with must not have. */
function readAge(
  details: JsonObject,
): Pick<SessionRequest, 'channelId' | 'blockhash' | 'slot' | 'gracePeriod'> {
  const [channelId, blockhash, slot] = ['channelId', 'recentBlockhash', 'recentSlot'].map((name) =>
    own(details, name),
  )
  const grace = own(details, 'gracePeriodSeconds')
  const gracePeriod = optional(grace, 'methodDetails.gracePeriodSeconds', readGrace)
  if (channelId !== undefined) {
    const extra = blockhash !== undefined ? 'recentBlockhash' : 'recentSlot'
    if (blockhash !== undefined || slot !== undefined)
      throw new InvalidError(`methodDetails.${extra}`, 'does not belong beside channelId')
    return {
      channelId: readAddress(channelId, 'methodDetails.channelId'),
      gracePeriod: gracePeriod ?? usualGrace,
    }
  }
  if (gracePeriod === undefined) throw new InvalidError('methodDetails.gracePeriodSeconds', 'is missing')
  return {
    gracePeriod,
    blockhash: readAddress(blockhash, 'methodDetails.recentBlockhash'),
    slot: readU64(slot, 'methodDetails.recentSlot'),
  }
}

function readOlder(request: JsonObject, generation: 'A' | 'B', trusted: Trusted): SessionRequest {
  const at = (name: string) => own(request, name)
  const network = readNetwork(Network.from(at('network') ?? 'mainnet'), 'network')
  const program = Program.read(generation, at('programId'), 'programId', { network, ...trusted })
  const modes = at('modes')
  // The operator has to sign what it pays the rent of, so that only it can bring it to the chain.
  if (!Array.isArray(modes) || !modes.includes('pull'))
    throw new InvalidError('modes', 'lets nobody but the payer bring the deposit to the chain')
  if (at('pullVoucherStrategy') !== 'clientVoucher')
    throw new InvalidError('pullVoucherStrategy', 'lets the server sign for the whole deposit')
  const cap = readU64(at('cap'), 'cap')
  if (cap === 0n) throw new InvalidError('cap', 'is zero')
  const slot = at('recentSlot')
  const minVoucherDelta = optional(at('minVoucherDelta'), 'minVoucherDelta', readU64) ?? 0n
  return {
    generation,
    network,
    program,
    currency: (generation === 'A' ? readMint : readAddress)(at('currency'), 'currency', network),
    recipient: readAddress(at('recipient'), 'recipient'),
    amount: minVoucherDelta || 1n,
    suggestedDeposit: cap,
    minimumDeposit: 0n,
    cap,
    minVoucherDelta,
    decimals: optional(at('decimals'), 'decimals', readDecimals),
    feePayer: readAddress(at('operator'), 'operator'),
    splits: readSplits(at('splits'), 'splits', 'bps', 8),
    gracePeriod: usualGrace,
    blockhash: optional(at('recentBlockhash'), 'recentBlockhash', readAddress),
    // It comes as a number too.
    slot: optional(Number.isSafeInteger(slot) ? String(slot) : slot, 'recentSlot', readU64),
  }
}

/** Whether the server pays all that the network takes: in `A` the payer pays the rent, whoever pays the fee. */
export const isSponsored = ({ generation, feePayer }: SessionRequest): boolean =>
  generation !== 'A' && feePayer !== undefined

/** The same text for requests that one channel can pay. */
export function routeOf(
  request: Pick<
    SessionRequest,
    'generation' | 'network' | 'program' | 'recipient' | 'currency' | 'splits' | 'operator'
  >,
): string {
  const { generation, network, program, recipient, currency, splits, operator } = request
  const shares = splits.map((split) => `${split.recipient}:${split.bps}`)
  // A channel whose vouchers the server signs pays for nothing else, and nothing else for what asks for one.
  const signs = operator === undefined ? [] : ['operator', operator]
  return ['solana', generation, network, program, recipient, currency, ...shares, ...signs].join('/')
}

function readSponsor(details: JsonObject): Pick<SessionRequest, 'feePayer'> {
  const key = own(details, 'feePayerKey')
  if (readFeePayer(own(details, 'feePayer')))
    return { feePayer: readAddress(key, 'methodDetails.feePayerKey') }
  if (key !== undefined)
    throw new InvalidError('methodDetails.feePayerKey', 'names who pays the fee, which feePayer denies')
  return {}
}

function readOperator(details: JsonObject, { operatorSigns }: Trusted): Address.Address | undefined {
  const signer = own(details, 'voucherSigner') ?? 'client'
  if (signer === 'client') return undefined
  if (signer !== 'operator' || !operatorSigns)
    throw new InvalidError('methodDetails.voucherSigner', 'lets the server sign for the whole deposit')
  return readAddress(own(details, 'operator'), 'methodDetails.operator')
}
