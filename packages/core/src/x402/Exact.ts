import * as Client from '../chain/Client.js'
import { allowance, balanceOf } from '../chain/Erc20.js'
import { type EvmToken, tokens } from '../chain/EvmTokens.js'
import * as Hex from '../chain/Hex.js'
import { sourceOf } from '../chain/Identity.js'
import * as Permit2 from '../chain/Permit2.js'
import { CancelledError, head, RevertedError } from '../chain/Rpc.js'
import { allow } from '../chain/Sending.js'
import { createDomains } from '../chain/TokenDomain.js'
import { createLookup } from '../chain/Tokens.js'
import { BaseError } from '../Errors.js'
import type { Method } from '../methods/Method.js'
import { exceeds, type Money, parseUnits } from '../policy/Amount.js'
import { dialect } from './Dialect.js'
import * as Entry from './Entry.js'
import * as Ability from './ExactAbility.js'
import * as ExactRequest from './ExactRequest.js'
import { settle } from './ExactSettlement.js'
import * as Transfer from './ExactTransfer.js'

/** What `x402` needs to know. */
export type X402Options = {
  /** The client that signs and asks the chain, or what finds the one of a chain. */
  readonly client: Client.ClientSource
  /** The most that one payment in a dollar token may be, in dollars. Default: `1`. Other tokens have no such limit. */
  readonly maxAmount?: string | undefined
  /** How long what is signed can be used at most, in seconds; the server may say less. Default: 600. */
  readonly authorizationLifetime?: number | undefined
  /** Tokens to know besides `tokens`. */
  readonly tokens?: readonly EvmToken[] | undefined
  /** Names that the application vouches for, by address. */
  readonly payees?: { readonly [address: string]: string } | undefined
}

/**
 * Pays servers that ask in x402, versions 1 and 2, by the scheme `exact` on EVM networks: the account signs a transfer of
 * the amount (EIP-3009, or Permit2), and the server has it made.
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { x402 } from '@payerkit/core/x402'
 * import { createWalletClient, custom } from 'viem'
 *
 * const client = createWalletClient({ account: address, transport: custom(window.ethereum) })
 * const payer = createPayer({ methods: [x402({ client, maxAmount: '5' })] })
 * ```
 *
 * @throws AmountError when `maxAmount` is no plain decimal.
 */
export function x402(options: X402Options): Method<ExactRequest.ExactRequest, Transfer.ExactPayload> {
  const { client: source, maxAmount = '1', authorizationLifetime = 600 } = options
  parseUnits(maxAmount, 18)
  const known = [...(options.tokens ?? []), ...tokens]
  const lookup = createLookup(source, known)
  const domainOf = createDomains(known)
  const names = new Map(
    Object.entries(options.payees ?? {}).map(([address, name]) => [address.toLowerCase(), name]),
  )

  return {
    name: Entry.methods.exact,
    intent: 'exact',
    dialect,
    read: ExactRequest.read,
    async describe(request) {
      const { amount: value, asset, chainId, payTo, transfer } = request
      const [{ symbol, decimals, currency, network }, connection] = await Promise.all([
        lookup(chainId, asset),
        Client.connect(source, chainId).catch(() => undefined),
      ])
      if (decimals === undefined) throw new UnknownTokenError(asset, chainId)
      const amount = { value, decimals, symbol, asset, currency }
      if (currency === 'usd' && exceeds(amount, maxAmount)) throw new LimitError(amount, maxAmount)
      const approves =
        connection !== undefined &&
        transfer === 'permit2' &&
        (await allowance(connection, asset, Permit2.canonical).catch(() => value)) < value
      const account = connection?.account
      return {
        amount,
        payee: { id: Hex.checksum(payTo), name: names.get(payTo) },
        network,
        fees: approves ? 'payer' : 'payee',
        prompt: account?.type === 'local' ? 'none' : approves ? 'transaction' : 'signature',
        payer: account && Hex.checksum(account.address),
      }
    },
    capable: (request) => Ability.capable(request, source, domainOf),
    async authorize(request, { challenge, signal }) {
      const { chainId, amount, asset } = request
      const connection = await Client.connect(source, chainId)
      const [way, balance] = await Promise.all([
        Ability.find(connection, request, domainOf),
        balanceOf(connection, asset),
      ])
      // What would fail is told before the wallet opens.
      if (balance < amount) throw new RevertedError(new Error('The balance is too small.'))
      if (signal?.aborted) throw new CancelledError()
      if (way.type === 'permit2' && way.approves)
        await allow(connection, { token: asset, spender: Permit2.canonical, amount }, signal)
      const { timestamp } = await head(connection.client)
      const end = Number(timestamp) + Math.min(request.timeout, authorizationLifetime)
      if (signal?.aborted) throw new CancelledError()
      const nonce = Transfer.nonceOf(challenge)
      const payload = await Transfer.sign(connection, request, { way, nonce, end })
      return { payload, source: sourceOf(chainId, connection.account.address), moves: 'after' }
    },
    async resolve(request, { authorization, signal }) {
      // What that page would have sent it did not send, and nobody else has it.
      if (!authorization) return 'unpaid'
      try {
        const client = await Client.clientFor(source, request.chainId)
        await Client.assertChain(client, request.chainId)
        return await settle(client, request, authorization.payload as Transfer.ExactPayload, signal)
      } catch {
        // A chain that cannot be asked leaves the question open.
        return 'unknown'
      }
    },
  }
}

/** Thrown when a server asks for more dollars than the application lets it. Nothing was signed. */
export class LimitError extends BaseError {
  override readonly name = 'X402.LimitError'
  /** What it asks for. */
  readonly amount: Money
  constructor(amount: Money, maxAmount: string) {
    super(
      'limit_exceeded',
      `This costs more than ${maxAmount} USD, and nothing dearer is paid here. Nothing was paid.`,
      {
        metaMessages: ['The option `maxAmount` of x402() is the most that it pays at once, in dollars.'],
      },
    )
    this.amount = amount
  }
}

/** Thrown when nobody knows how many decimals a token has, so that its amounts cannot be read. Nothing was signed. */
export class UnknownTokenError extends BaseError {
  override readonly name = 'X402.UnknownTokenError'
  constructor(asset: Hex.Hex, chainId: number) {
    super(
      'x402_token_unknown',
      'Neither this page nor the network knows the token that is asked for. Nothing was paid.',
      {
        metaMessages: [
          `The token is ${asset} on the network ${chainId}.`,
          'Connect a wallet that is on this network, or name the token in the option `tokens`.',
        ],
      },
    )
  }
}
