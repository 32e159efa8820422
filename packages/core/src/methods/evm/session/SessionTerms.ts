import { type ClientSource, type Connection, connect } from '../../../chain/Client.js'
import { balanceOf } from '../../../chain/Erc20.js'
import { type EvmToken, tokens } from '../../../chain/EvmTokens.js'
import * as Hex from '../../../chain/Hex.js'
import { incapable } from '../../../chain/Incapable.js'
import type { Contract } from '../../../chain/Permit2.js'
import { quantity } from '../../../chain/Rpc.js'
import { createDomains } from '../../../chain/TokenDomain.js'
import { createLookup } from '../../../chain/Tokens.js'
import type { Challenge } from '../../../protocol/Challenge.js'
import type { Capability, Money, Payee, Terms } from '../../Method.js'
import * as SessionRequest from './SessionRequest.js'
import * as Ways from './Ways.js'

/** What `evmSession` needs to know. */
export type EvmSessionOptions = {
  /** The client that signs and asks the chain, or what finds the one of a chain. */
  readonly client: ClientSource
  /** The escrows to trust with deposits, on each network that is paid on. */
  readonly escrows: readonly Contract[]
  /** Permit2 where it is not at its usual address. */
  readonly permit2?: readonly Contract[] | undefined
  /** How deposits may be made, of what the server takes. Default: every way. */
  readonly credentialTypes?: readonly SessionRequest.CredentialType[] | undefined
  /** How long the server has to use what was signed for it, in seconds. Default: 60. */
  readonly authorizationLifetime?: number | undefined
  /** Tokens to know besides `tokens`. */
  readonly tokens?: readonly EvmToken[] | undefined
  /** Names that the application vouches for, by address. */
  readonly payees?: { readonly [address: string]: string } | undefined
}

/** What is known of a request besides its deposit. */
type Described = Omit<Terms, 'amount' | 'session'> & {
  readonly asset: Omit<Money, 'value'>
  readonly payee: Payee
}

/** Reads the challenges of `evm/session` and says what they mean. */
export type EvmTerms = {
  read(challenge: Challenge): SessionRequest.SessionRequest
  describe(request: SessionRequest.SessionRequest): Promise<Described>
  capable(request: SessionRequest.SessionRequest, deposit: bigint): Promise<Capability>
  choose(connection: Connection, request: SessionRequest.SessionRequest, amount: bigint): Promise<Ways.Way>
}

/** The part of `evm/session` that neither signs nor prompts. */
export function evmTerms(options: EvmSessionOptions): EvmTerms {
  const { client: source, escrows, permit2, credentialTypes: only } = options
  const known = [...(options.tokens ?? []), ...tokens]
  const lookup = createLookup(source, known)
  const domainOf = createDomains(known)
  const names = new Map(
    Object.entries(options.payees ?? {}).map(([address, name]) => [address.toLowerCase(), name]),
  )

  const terms: EvmTerms = {
    read: (challenge) => SessionRequest.read(challenge, { escrows, permit2 }),
    choose: (connection, request, amount) => Ways.choose({ connection, request, amount, only, domainOf }),
    async describe(request) {
      const { chainId, currency, recipient } = request
      const [{ symbol, decimals, currency: counts, network }, connection] = await Promise.all([
        lookup(chainId, currency),
        connect(source, chainId).catch(() => undefined),
      ])
      // Without an account it is not known which way it will be; the first listed is the likeliest.
      const [likely = 'hash'] = Ways.order(request, only)
      const way =
        connection &&
        (await terms
          .choose(connection, request, request.suggestedDeposit ?? request.amount)
          .catch(() => undefined))
      const sends = way ? Ways.sends(way) : likely === 'hash'
      const isLocal = connection?.account.type === 'local'
      return {
        asset: { decimals, symbol, asset: currency, currency: counts },
        payee: { id: Hex.checksum(recipient), name: names.get(recipient) },
        network,
        fees: sends ? 'payer' : 'payee',
        prompt: isLocal ? 'none' : sends ? 'transaction' : 'signature',
        payer: connection && Hex.checksum(connection.account.address),
      }
    },
    async capable(request, deposit) {
      try {
        const connection = await connect(source, request.chainId)
        const { client, account } = connection
        const [balance, way] = await Promise.all([
          balanceOf(connection, request.currency),
          terms.choose(connection, request, deposit),
        ])
        const lacks = (what: string): Capability => ({
          able: false,
          reason: 'balance',
          message: `There is not enough in this wallet for ${what}.`,
        })
        if (balance < deposit) return lacks('this payment')
        // A wallet that others pay the fees of may have none of the network's coin; a key in the page has nobody.
        const needsCoins = Ways.sends(way) && account.type === 'local'
        const hasNone =
          needsCoins && (await quantity(client, 'eth_getBalance', account.address, 'latest')) === 0n
        return hasNone ? lacks("the network's fee") : { able: true }
      } catch (error) {
        return incapable(error)
      }
    },
  }
  return terms
}
