import { type ClientSource, type Connection, connect } from '../chain/Client.js'
import { allowance, balanceOf } from '../chain/Erc20.js'
import { incapable } from '../chain/Incapable.js'
import * as Permit2 from '../chain/Permit2.js'
import { quantity, UnsupportedError } from '../chain/Rpc.js'
import type { createDomains, TokenDomain } from '../chain/TokenDomain.js'
import { BaseError } from '../Errors.js'
import type { Capability } from '../methods/Method.js'
import type { ExactRequest } from './ExactRequest.js'

/** How a payment will be made. */
export type Way =
  | { readonly type: 'eip3009'; readonly domain: TokenDomain }
  /** `approves`: Permit2 may not take as much yet, so that this comes first, in a transaction of its own. */
  | { readonly type: 'permit2'; readonly approves: boolean }

/**
 * How the account can pay a request.
 *
 * @throws UnsupportedError when it cannot, {@link DomainMismatchError} when the server would not take what it signs.
 */
export async function find(
  connection: Connection,
  { transfer, chainId, asset, amount, name, domainVersion }: ExactRequest,
  domainOf: ReturnType<typeof createDomains>,
): Promise<Way> {
  const { client, account } = connection
  const isLocal = account.type === 'local'
  if (isLocal && !account.signTypedData) throw new UnsupportedError('signing typed data')
  if (transfer === 'eip3009') {
    const domain = await domainOf(client, { chainId, token: asset })
    if (!domain) throw new UnsupportedError('transfers of this token by signature')
    if ((name ?? domain.name) !== domain.name || (domainVersion ?? domain.version) !== domain.version)
      throw new DomainMismatchError()
    return { type: 'eip3009', domain }
  }
  // Without it an approval would cost a fee for nothing, and nobody could say what became of a signature.
  if ((await Permit2.isUsed(client, Permit2.canonical, { owner: account.address, nonce: 0n })) === undefined)
    throw new UnsupportedError('Permit2 on this network')
  const approves = (await allowance(connection, asset, Permit2.canonical)) < amount
  if (approves && isLocal && !account.sign) throw new UnsupportedError('signing transactions')
  return { type: 'permit2', approves }
}

/** Whether the account can pay a request, as far as it can be known without a prompt. */
export async function capable(
  request: ExactRequest,
  source: ClientSource,
  domainOf: ReturnType<typeof createDomains>,
): Promise<Capability> {
  try {
    const connection = await connect(source, request.chainId)
    const [balance, way] = await Promise.all([
      balanceOf(connection, request.asset),
      find(connection, request, domainOf),
    ])
    if (balance < request.amount)
      return {
        able: false,
        reason: 'balance',
        message: 'There is not enough in this wallet for this payment.',
      }
    const { client, account } = connection
    // A wallet that others pay the fees of may have none of the network's coin; a key in the page has nobody.
    const isStuck =
      way.type === 'permit2' &&
      way.approves &&
      account.type === 'local' &&
      (await quantity(client, 'eth_getBalance', account.address, 'latest')) === 0n
    if (!isStuck) return { able: true }
    return {
      able: false,
      reason: 'allowance',
      message:
        "This token has to be approved first, and there is nothing in this wallet for the network's fee.",
    }
  } catch (error) {
    if (error instanceof DomainMismatchError)
      return {
        able: false,
        reason: 'unsupported',
        message: error.shortMessage.replace(' Nothing was paid.', ''),
      }
    return incapable(error)
  }
}

/** Thrown when the server takes the token for another than the chain says it is. Nothing was signed. */
export class DomainMismatchError extends BaseError {
  override readonly name = 'X402.DomainMismatchError'
  constructor() {
    super(
      'x402_domain_mismatch',
      'The server names this token otherwise than the network does, and could not take the payment. Nothing was paid.',
      { metaMessages: ["Its extra.name and extra.version have to be those of the token's EIP-712 domain."] },
    )
  }
}
