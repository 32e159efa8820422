import { BaseError } from '../Errors.js'
import type * as Hex from './Hex.js'
import { quantity, reasonOf } from './Rpc.js'
import type { TypedData } from './TypedData.js'

/** An account of viem: one whose key is in the page (`local`), or one that a wallet holds (`json-rpc`). */
export type ChainAccount = {
  readonly address: Hex.Hex
  readonly type: string
  /** What its signature is made with; `secp256k1` where nothing is said. */
  readonly keyType?: string | undefined
  /** The key that signs for another account, if it is such a key. */
  readonly accessKeyAddress?: Hex.Hex | undefined
  sign?: ((parameters: { hash: Hex.Hex }) => Promise<Hex.Hex>) | undefined
  signTypedData?: ((typedData: TypedData) => Promise<Hex.Hex>) | undefined
}

/**
 * What is needed of a client: viem's `createClient` and `createWalletClient` and wagmi's `getConnectorClient` give
 * one.
 *
 * @example
 * ```ts
 * import { createWalletClient, custom } from 'viem'
 *
 * const client: ChainClient = createWalletClient({ account: address, transport: custom(window.ethereum) })
 * ```
 */
export type ChainClient = {
  readonly account?: ChainAccount | undefined
  readonly chain?: { readonly id: number } | undefined
  request(
    call: { method: string; params?: unknown },
    options?: { retryCount?: number | undefined },
  ): Promise<unknown>
}

/** A client, or whatever finds the one of a chain; `undefined` while no wallet is connected. */
export type ClientSource =
  | ChainClient
  | ((parameters: { chainId: number }) => ChainClient | undefined | Promise<ChainClient | undefined>)

/** A client that is known to be on the right chain and to have an account. */
export type Connection = {
  readonly client: ChainClient
  readonly account: ChainAccount
  readonly chainId: number
}

/**
 * The client for a chain, if there is one.
 *
 * @throws {@link DisconnectedError} or {@link ChainMismatchError} when the application's own search fails.
 */
export async function find(source: ClientSource, chainId: number): Promise<ChainClient | undefined> {
  try {
    return typeof source === 'function' ? await source({ chainId }) : source
  } catch (cause) {
    // So does wagmi's `getConnectorClient` say that its wallet is elsewhere; its other errors say that there is none.
    if ((cause as Error | undefined)?.name === 'ConnectorChainMismatchError')
      throw new ChainMismatchError(chainId)
    throw new DisconnectedError(cause)
  }
}

/** The client of a chain, whether or not it has an account. */
export async function clientFor(source: ClientSource, chainId: number): Promise<ChainClient> {
  const client = await find(source, chainId)
  if (!client) throw new DisconnectedError()
  return client
}

/**
 * Finds the client and makes sure that it is on the chain. Never switches chains.
 *
 * @throws {@link DisconnectedError}, {@link ChainMismatchError}, or {@link UnreachableError} when the chain is silent.
 */
export async function connect(source: ClientSource, chainId: number): Promise<Connection> {
  const client = await find(source, chainId)
  if (!client?.account) throw new DisconnectedError()
  await assertChain(client, chainId)
  return { client, account: client.account, chainId }
}

/** Refuses a client that is on another chain, by its own word or by its wallet's. */
export async function assertChain(client: ChainClient, chainId: number): Promise<void> {
  if (client.chain && client.chain.id !== chainId) throw new ChainMismatchError(chainId, client.chain.id)
  const actual = Number(await quantity(client, 'eth_chainId'))
  if (actual !== chainId) throw new ChainMismatchError(chainId, actual)
}

/** The connected account, which has to be the one that a channel is of. */
export function ownerOf({ account }: ChainClient, payer: Hex.Hex): ChainAccount {
  if (!account) throw new DisconnectedError()
  if (account.address.toLowerCase() !== payer) throw new PayerMismatchError(payer)
  return account
}

/** Thrown when no wallet is connected. Nothing was signed. */
export class DisconnectedError extends BaseError {
  override readonly name = 'Client.DisconnectedError'
  constructor(cause?: unknown) {
    super('disconnected', 'No wallet is connected. Nothing was paid.', {
      details: reasonOf(cause),
      metaMessages: ['Connect a wallet and try again.'],
    })
  }
}

/** Thrown when the wallet is on another chain than the challenge's. Nothing was signed. */
export class ChainMismatchError extends BaseError {
  override readonly name = 'Client.ChainMismatchError'
  /** The chain of the payment. */
  readonly expected: number
  /** The chain of the wallet, where it is known. */
  readonly actual: number | undefined
  constructor(expected: number, actual?: number) {
    const where = actual === undefined ? 'another one' : actual
    super(
      'chain_mismatch',
      `The payment is on the network ${expected}, and the wallet is on ${where}. Nothing was paid.`,
      {
        metaMessages: ['Switch the network in the wallet and try again.'],
      },
    )
    this.expected = expected
    this.actual = actual
  }
}

/** Thrown when another account is connected than the one that opened a channel. Nothing was signed. */
export class PayerMismatchError extends BaseError {
  override readonly name = 'Client.PayerMismatchError'
  /** The account that the channel is of. */
  readonly expected: Hex.Hex
  constructor(expected: Hex.Hex) {
    super('channel_payer_mismatch', 'This payment channel is of another account than the connected one.', {
      metaMessages: [`Connect ${expected} and try again.`],
    })
    this.expected = expected
  }
}
