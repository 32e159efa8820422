import { atomicity } from '../../chain/Calls.js'
import * as Client from '../../chain/Client.js'
import * as Hex from '../../chain/Hex.js'
import { incapable } from '../../chain/Incapable.js'
import * as Rpc from '../../chain/Rpc.js'
import type { Capability } from '../Method.js'
import type { ChargeRequest, Mode } from './ChargeRequest.js'

/**
 * The ways to pay a request, the preferred first: a key in the page signs and lets the server send, a wallet sends
 * by itself. What the server sponsors is always the server's to send (draft-tempo-charge-00, "Hash Settlement").
 */
export function modes(request: ChargeRequest, account: Client.ChainAccount, only: Mode | undefined): Mode[] {
  const orders: { [type: string]: readonly Mode[] } = {
    local: ['pull', 'push'],
    'json-rpc': ['push', 'pull'],
  }
  return (orders[account.type] ?? []).filter(
    (mode) =>
      request.modes.includes(mode) && (only ?? mode) === mode && !(mode === 'push' && request.feePayer),
  )
}

/** What {@link capable} needs to know besides the request. */
export type Means = {
  readonly source: Client.ClientSource
  readonly only: Mode | undefined
  /** What an unsponsored transaction pays its fee in. */
  readonly feeToken: Hex.Hex
}

/** Whether the account can pay a request, as far as it can be known without a prompt. */
export async function capable(
  request: ChargeRequest,
  { source, only, feeToken }: Means,
): Promise<Capability> {
  try {
    const connection = await Client.connect(source, request.chainId)
    const lack = await lacking(request, connection, only)
    if (lack) return { able: false, reason: 'unsupported', message: lack }
    if (request.amount === 0n) return { able: true }
    const balance = await balanceOf(connection, request.currency)
    // A local account pays the fee in the token that we name; what a wallet pays it in is the wallet's to say.
    const paysFee = connection.account.type === 'local' && !request.feePayer && feeToken === request.currency
    if (balance > request.amount || (balance === request.amount && !paysFee)) return { able: true }
    const what = balance < request.amount ? 'this payment' : "the network's fee besides this payment"
    return { able: false, reason: 'balance', message: `There is not enough in this wallet for ${what}.` }
  } catch (error) {
    return incapable(error)
  }
}

/** What the account cannot do that the request needs, as a sentence. */
async function lacking(
  request: ChargeRequest,
  connection: Client.Connection,
  only: Mode | undefined,
): Promise<string | undefined> {
  const { account } = connection
  if (account.type === 'local') {
    if (request.amount === 0n)
      return account.signTypedData ? undefined : 'This account cannot sign typed data.'
    if (!account.sign) return 'This account cannot sign Tempo transactions.'
  }
  if (request.amount === 0n) return undefined
  const ways = modes(request, account, only)
  if (ways.length === 0) return 'The server takes this payment in a way that this account has not.'
  if (account.type === 'local' || (ways.includes('push') && request.splits.length === 0)) return undefined
  const atomic = await atomicity(connection)
  // Whoever makes several calls at once without preparation makes Tempo transactions, and can sign one for a server.
  if (atomic === 'supported' || (atomic === 'ready' && ways.includes('push'))) return undefined
  if (request.feePayer)
    return 'This wallet cannot sign Tempo transactions, so the server cannot pay the fee for it.'
  return ways.includes('push')
    ? 'This wallet cannot pay several payees at once.'
    : 'This wallet cannot sign Tempo transactions, and the server takes nothing else.'
}

async function balanceOf({ client, account }: Client.Connection, token: Hex.Hex): Promise<bigint> {
  const data = `0x70a08231${Hex.word(account.address)}`
  return Rpc.quantity(client, 'eth_call', { to: token, data }, 'latest')
}
