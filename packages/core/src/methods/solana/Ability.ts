import { DisconnectedError } from '../../chain/Client.js'
import { incapable } from '../../chain/Incapable.js'
import { BaseError } from '../../Errors.js'
import type { Capability } from '../Method.js'
import type { SolanaAccount } from './Account.js'
import * as Address from './Address.js'
import type { ChargeRequest } from './ChargeRequest.js'
import type { Cluster } from './Cluster.js'
import { accounts, type SolanaRpc, toBalance } from './Rpc.js'
import { maxUnits } from './Signing.js'
import { type Asset, type Lookup, toAsset } from './Tokens.js'

/** Who sends the payment: the server (`pull`) or the payer (`push`). */
export type Mode = 'pull' | 'push'

/** What a payment is made with. */
export type Means = {
  readonly account: SolanaAccount
  readonly rpc: SolanaRpc
  readonly asset: Asset
}

/** What the application allows. */
export type Rules = {
  readonly only?: Mode | undefined
  readonly unitPrice: bigint
  /** Whether the payer may pay for token accounts of those who are paid. */
  readonly opensAccounts: boolean
}

/** What is missing, and why. */
type Lack = Extract<Capability, { able: false }>

/**
 * How a request is paid: whoever can sign without sending lets the server send, since a payment that is not sent has cost
 * nothing. What the server sponsors is always the server's to send (draft-solana-charge-00, "Limitations of Push Mode").
 */
export function modeOf(
  { feePayer }: ChargeRequest,
  account: SolanaAccount,
  only: Mode | undefined,
): Mode | undefined {
  const signs = account.signTransaction !== undefined
  if (signs && only !== 'push') return 'pull'
  return !feePayer && only !== 'pull' && (signs || account.signAndSend) ? 'push' : undefined
}

/** Whether the account can pay a request, as far as it can be known without a prompt. */
export async function capable(
  request: ChargeRequest,
  found: SolanaAccount | undefined,
  { cluster, lookup, rules }: { cluster: Cluster; lookup: Lookup; rules: Rules },
): Promise<Capability> {
  try {
    if (!found) throw new DisconnectedError()
    const rpc = await cluster(request.network)
    const asset = await toAsset(lookup, request)
    return (await lacking(request, { account: found, rpc, asset }, rules)) ?? { able: true }
  } catch (error) {
    return incapable(error)
  }
}

/**
 * Refuses what cannot be paid, before the wallet opens.
 *
 * @throws {@link UnableError}
 */
export async function assertAble(
  request: ChargeRequest,
  means: Means,
  rules: Rules,
  signal: AbortSignal | undefined,
): Promise<void> {
  const lack = await lacking(request, means, rules, signal)
  if (lack) throw new UnableError(lack)
}

async function lacking(
  request: ChargeRequest,
  { account, rpc, asset }: Means,
  { only, unitPrice, opensAccounts }: Rules,
  signal?: AbortSignal,
): Promise<Lack | undefined> {
  const { network, amount, currency, recipient, splits, feePayer } = request
  const lack = (reason: Lack['reason'], message: string): Lack => ({ able: false, reason, message })
  const { networks } = account
  if (networks && !networks.includes(network))
    return lack('chain', `This wallet's account is not for Solana's ${network}.`)
  if (!modeOf(request, account, only))
    return lack('unsupported', 'This wallet cannot sign a payment in the way in which the server takes it.')
  if (feePayer === account.address)
    return lack('unsupported', 'The server names this account as the one of its own that pays the fee.')
  const owners = asset ? [account.address, recipient, ...splits.map((split) => split.recipient)] : []
  const held = owners.map((owner) =>
    Address.associated({ owner, mint: currency, ...(asset as NonNullable<Asset>) }),
  )
  const [own, ...others] = await accounts(rpc, [account.address, ...held], signal)
  const [balance, ...payees] = others.map((info) => toBalance(info, currency))
  const missing = payees.map((each, at) => each === undefined && (splits[at - 1]?.createsAccount ?? false))
  if (payees.some((each, at) => each === undefined && !missing[at]))
    return lack('unsupported', 'Somebody who would be paid has no account for this token.')
  // One that is there can be closed before the payment is made, which then makes it again and pays for it.
  if (!feePayer && !opensAccounts && splits.some((split) => split.createsAccount))
    return lack(
      'unsupported',
      'The server wants the payer to pay for an account of somebody else too, which it says nowhere in the price.',
    )
  const opened = feePayer ? 0 : missing.filter(Boolean).length
  const fee = feePayer ? 0n : feeOf(unitPrice) + BigInt(opened) * rent
  const enough = (what: string) => lack('balance', `There is not enough in this wallet for ${what}.`)
  const lamports = own?.lamports ?? 0n
  const here = asset ? (balance ?? 0n) : lamports
  if (here < amount) return enough('this payment')
  return lamports < fee + (asset ? 0n : amount) ? enough("the network's fee besides this payment") : undefined
}

// What a token account of 170 bytes costs; those of some tokens are a little longer.
const rent = 2_074_080n

/** The most that the network takes for one payment of one signer, in lamports. */
function feeOf(unitPrice: bigint): bigint {
  return 5000n + ((unitPrice + 256n) * maxUnits) / 1_000_000n + 1n
}

/** Thrown when this account cannot pay this. Nothing was signed. */
export class UnableError extends BaseError {
  override readonly name = 'Ability.UnableError'
  readonly reason: Lack['reason']
  constructor({ reason, message }: Lack) {
    super('solana_unable', `${message} Nothing was paid.`)
    this.reason = reason
  }
}
