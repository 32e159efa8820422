import type { Connection } from '../../../chain/Client.js'
import { allowance } from '../../../chain/Erc20.js'
import { UnsupportedError } from '../../../chain/Rpc.js'
import type { createDomains, TokenDomain } from '../../../chain/TokenDomain.js'
import type { CredentialType, SessionRequest } from './SessionRequest.js'

/** How a deposit will be made. */
export type Way =
  | { readonly type: 'hash' }
  | { readonly type: 'authorization'; readonly domain: TokenDomain }
  /** `approves`: Permit2 may not take as much yet, so that this comes first, in a transaction of its own. */
  | { readonly type: 'permit2'; readonly approves: boolean }

/** What a way is chosen by. */
export type Choice = {
  readonly connection: Connection
  readonly request: SessionRequest
  readonly amount: bigint
  /** What the application wants, if not all. */
  readonly only?: readonly CredentialType[] | undefined
  readonly domainOf: ReturnType<typeof createDomains>
}

/**
 * What the server takes, in the order that it is tried. A server that pays the fee gets what it can send; a transaction
 * of the payer's own is the last resort there.
 */
export function order(
  { credentialTypes, feePayer }: SessionRequest,
  only: readonly CredentialType[] | undefined,
): CredentialType[] {
  const wanted = credentialTypes.filter((type) => only?.includes(type) ?? true)
  if (!feePayer) return wanted
  return [...wanted.filter((type) => type !== 'hash'), ...wanted.filter((type) => type === 'hash')]
}

/**
 * The first listed way that the account can go. Permit2 counts as such where it may take the amount already; where
 * nothing else can be done, it is approved first.
 *
 * @throws UnsupportedError when there is none.
 */
export async function choose(choice: Choice): Promise<Way> {
  const { connection, request, amount, only, domainOf } = choice
  const { client, account } = connection
  const { chainId, currency: token, permit2Contract } = request
  const isLocal = account.type === 'local'
  const signs = !isLocal || account.signTypedData !== undefined
  const sends = !isLocal || account.sign !== undefined
  const types = order(request, only)
  for (const type of types) {
    if (type === 'hash' && sends) return { type }
    if (type === 'authorization' && signs) {
      const domain = await domainOf(client, { chainId, token })
      if (domain) return { type, domain }
    }
    if (type === 'permit2' && signs && (await allowance(connection, token, permit2Contract)) >= amount)
      return { type, approves: false }
  }
  if (types.includes('permit2') && signs && sends) return { type: 'permit2', approves: true }
  throw new UnsupportedError('any way to deposit that the server takes')
}

/** Whether the account sends a transaction of its own, and pays its fee. */
export function sends(way: Way): boolean {
  return way.type === 'hash' || (way.type === 'permit2' && way.approves)
}
