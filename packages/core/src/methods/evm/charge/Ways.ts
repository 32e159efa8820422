import { atomicity } from '../../../chain/Calls.js'
import type { Connection } from '../../../chain/Client.js'
import * as Eip3009 from '../../../chain/Eip3009.js'
import { allowance } from '../../../chain/Erc20.js'
import * as Hex from '../../../chain/Hex.js'
import * as Permit2 from '../../../chain/Permit2.js'
import { ask, RevertedError, UnreachableError } from '../../../chain/Rpc.js'
import type { createDomains, TokenDomain } from '../../../chain/TokenDomain.js'
import { BaseError } from '../../../Errors.js'
import type { Challenge } from '../../../protocol/Challenge.js'
import type { ChargeType, EvmChargeRequest } from './ChargeRequest.js'
import { challengeHash } from './Signing.js'

/** How a charge will be paid. */
export type Way =
  | { readonly type: 'transaction' }
  | { readonly type: 'hash' }
  | { readonly type: 'authorization'; readonly domain: TokenDomain }
  | {
      readonly type: 'permit2'
      readonly spender: Hex.Hex
      /** Permit2 may not take as much yet, so that this comes first, in a transaction of its own. */
      readonly approves: boolean
      /** A contract says whether the signature is its own (ERC-1271). */
      readonly isContract: boolean
    }

/** What a way is chosen by. */
export type Choice = {
  readonly connection: Connection
  readonly request: EvmChargeRequest
  readonly challenge: Pick<Challenge, 'id' | 'realm'>
  readonly domainOf: ReturnType<typeof createDomains>
}

/**
 * The first listed way that the account can go. Permit2 counts as such where it may take the amount already; where
 * nothing else can be done, it is approved first. Never prompts.
 *
 * @throws {@link NoWayError} when there is none, RevertedError when the challenge was paid by this account before.
 */
export async function choose({ connection, request, challenge, domainOf }: Choice): Promise<Way> {
  const { client, account } = connection
  const { amount, chainId, currency: token, permit2Address, spender, credentialTypes } = request
  const isLocal = account.type === 'local'
  if (!isLocal && account.type !== 'json-rpc') throw new NoWayError('This kind of account cannot pay this.')
  const signs = !isLocal || account.signTypedData !== undefined
  const sends = !isLocal || account.sign !== undefined
  const nonce = challengeHash(challenge)
  const needsSignature = credentialTypes.some((type) => !sendsFor(type))
  const kind = signs && needsSignature ? await kindOf(connection) : 'key'
  let lack = new NoWayError('The server takes this payment in a way that this account has not.')
  let last: Way | undefined
  for (const type of credentialTypes) {
    if (type === 'hash' && sends) return { type }
    // A wallet sends what it signs, and hands it to nobody.
    if (type === 'transaction' && isLocal && sends) return { type }
    if (sendsFor(type) || !signs) continue
    if (kind === 'undeployed') lack = new NoWayError(undeployed)
    else if (type === 'permit2') {
      if (!spender) continue
      const owner = account.address
      const isUsed = await Permit2.isUsed(client, permit2Address, { owner, nonce: BigInt(nonce) })
      if (isUsed === undefined) continue
      if (isUsed) throw paidBefore()
      const way = { type, spender, isContract: kind === 'contract' } as const
      if ((await allowance(connection, token, permit2Address)) >= amount) return { ...way, approves: false }
      if (sends) last = { ...way, approves: true }
      else lack = unapproved('this account sends no transactions')
    } else if (kind === 'contract') lack = new NoWayError(contract)
    else {
      const domain = await domainOf(client, { chainId, token })
      if (!domain) lack = new NoWayError('This token takes no payments by signature.')
      else if (await Eip3009.isUsed(client, token, { from: account.address, nonce })) throw paidBefore()
      else return { type: 'authorization', domain }
    }
  }
  if (last) return last
  throw lack
}

/** Whether the account sends a transaction of its own, and pays its fee. */
export function sends(way: Way): boolean {
  return sendsFor(way.type) || (way.type === 'permit2' && way.approves)
}

/** Whether paying so is a transaction of the payer's own. */
export function sendsFor(type: ChargeType): boolean {
  return type === 'hash' || type === 'transaction'
}

const contract = 'This wallet is a contract, and nobody but itself can say whether a signature is its own.'
const undeployed =
  'This wallet is a contract that this network does not have yet, so that its signatures say nothing.'

/**
 * What stands at the account: the signatures of a contract are the contract's to check, which the token and the server of
 * an EIP-3009 transfer do not ask for, and which nobody can where there is no contract yet (ERC-6492).
 */
async function kindOf(connection: Connection): Promise<'key' | 'contract' | 'undeployed'> {
  const { client, account } = connection
  const code = await ask(client, 'eth_getCode', account.address, 'latest')
  if (!Hex.is(code)) throw new UnreachableError()
  // A key that runs a contract's code is a key still (EIP-7702).
  if (code.length > 2) return /^0xef0100[0-9a-f]{40}$/i.test(code) ? 'key' : 'contract'
  // A key alone does not make several calls as one; who can without any code will have some.
  return account.type !== 'local' && (await atomicity(connection)) === 'supported' ? 'undeployed' : 'key'
}

/** What is said where Permit2 cannot be allowed to take the amount. */
export function unapproved(why: string): NoWayError {
  return new NoWayError(`Permit2 has to be allowed to take this amount first, and ${why}.`, 'allowance')
}

function paidBefore(): RevertedError {
  return new RevertedError(new Error('This account has used what would be signed.'))
}

/** Thrown when the account has no way to pay that the server takes. Nothing was signed. */
export class NoWayError extends BaseError {
  override readonly name = 'Ways.NoWayError'
  /** What a program switches on. */
  readonly reason: 'unsupported' | 'allowance'
  constructor(message: string, reason: 'unsupported' | 'allowance' = 'unsupported') {
    super('wallet_unsupported', `${message} Nothing was paid.`)
    this.reason = reason
  }
}
