import { DisconnectedError } from '../../../chain/Client.js'
import { incapable } from '../../../chain/Incapable.js'
import type { Challenge } from '../../../protocol/Challenge.js'
import type { Capability, Money, Terms } from '../../Method.js'
import { UnableError } from '../Ability.js'
import { type AccountSource, find, type SolanaAccount } from '../Account.js'
import * as Address from '../Address.js'
import { type Cluster, createCluster, type RpcSource } from '../Cluster.js'
import type { Network } from '../Network.js'
import { accounts, type SolanaRpc, toBalance } from '../Rpc.js'
import { createLookup, type SolanaToken, toAsset } from '../Tokens.js'
import * as SessionRequest from './SessionRequest.js'

/** What `solanaSession` needs to know. */
export type SolanaSessionOptions = SessionRequest.Trusted & {
  /** Who pays, or what finds who pays. */
  readonly account: AccountSource
  /** How the network is asked, or the networks by their names; which one it is, is checked. */
  readonly rpc: RpcSource
  /** Tokens to know besides `tokens`. */
  readonly mints?: readonly SolanaToken[] | undefined
  /** Names that the application vouches for, by address. */
  readonly payees?: { readonly [address: Address.Address]: string } | undefined
}

/** What a deposit is made with. */
export type Means = {
  readonly account: SolanaAccount
  readonly rpc: SolanaRpc
  readonly tokenProgram: Address.Address
}

/** What is known of a request besides its deposit. */
type Described = Omit<Terms, 'amount' | 'session'> & { readonly asset: Omit<Money, 'value'> }

/** Reads the challenges of `solana/session` and says what they mean. */
export type SolanaTerms = {
  readonly cluster: Cluster
  read(challenge: Challenge): SessionRequest.SessionRequest
  describe(request: SessionRequest.SessionRequest): Promise<Described>
  capable(request: SessionRequest.SessionRequest, deposit: bigint): Promise<Capability>
  /** The connected account, if it can be used on a network. */
  accountOn(network: Network): Promise<SolanaAccount>
  /**
   * What a deposit is made with.
   *
   * @throws UnableError or DisconnectedError when it cannot be made.
   */
  means(request: SessionRequest.SessionRequest, amount: bigint, signal?: AbortSignal): Promise<Means>
}

/** The part of `solana/session` that neither signs nor prompts. */
export function solanaTerms(options: SolanaSessionOptions): SolanaTerms {
  const { account: source, payees = {} } = options
  const cluster = createCluster(options.rpc)
  const lookup = createLookup(cluster, options.mints)

  const terms: SolanaTerms = {
    cluster,
    read: (challenge) => SessionRequest.read(challenge, options),
    async describe(request) {
      const { currency, network, recipient: id } = request
      const [{ symbol, decimals, currency: counts }, account] = await Promise.all([
        lookup(request),
        find(source),
      ])
      const name = Object.hasOwn(payees, id) ? payees[id] : undefined
      return {
        asset: { decimals, symbol, asset: currency, currency: counts },
        payee: { id, name },
        network: network === 'mainnet' ? 'Solana' : `Solana ${network}`,
        fees: SessionRequest.isSponsored(request) ? 'payee' : 'payer',
        prompt: account?.kind === 'local' ? 'none' : 'transaction',
        payer: account?.address,
      }
    },
    async capable(request, deposit) {
      try {
        await terms.means(request, deposit)
        return { able: true }
      } catch (error) {
        if (!(error instanceof UnableError)) return incapable(error)
        const message = error.shortMessage.replace(' Nothing was paid.', '')
        return { able: false, reason: error.reason, message }
      }
    },
    async accountOn(network) {
      const account = await find(source)
      if (!account) throw new DisconnectedError()
      if (account.networks && !account.networks.includes(network))
        throw unable('chain', `This wallet's account is not for Solana's ${network}.`)
      return account
    },
    async means(request, amount, signal) {
      const { generation, network, currency: mint, feePayer, channelId, minimumDeposit, operator } = request
      const account = await terms.accountOn(network)
      const { address: owner } = account
      // Whatever the server sends, it has to be signed first.
      if (!account.signTransaction)
        throw unable('unsupported', 'This wallet cannot sign a payment without sending it.')
      if (operator && !account.signMessage)
        throw unable('unsupported', 'This wallet cannot sign the message that this server wants.')
      if (feePayer === owner)
        throw unable('unsupported', 'The server names this account as the one of its own that pays the fee.')
      const rpc = await cluster(network, signal)
      const asset = await toAsset(lookup, { ...request, currency: mint })
      if (!asset) throw unable('unsupported', 'SOL itself cannot be deposited.')
      const { tokenProgram } = asset
      const held = Address.associated({ owner, mint, tokenProgram })
      const [own, tokens] = await accounts(rpc, [owner, held], signal)
      if ((toBalance(tokens, mint) ?? 0n) < amount)
        throw unable('balance', 'There is not enough in this wallet for this payment.')
      // Nothing is made of no deposit, nor of an addition.
      const costs = generation === 'A' ? amount > 0n && !channelId : !feePayer
      if (costs && (own?.lamports ?? 0n) < rent)
        throw unable(
          'balance',
          "There is not enough in this wallet for the network's fee besides this payment.",
        )
      if (!channelId && amount < minimumDeposit)
        throw unable('unsupported', 'The server wants a larger deposit than this.')
      return { account, rpc, tokenProgram }
    },
  }
  return terms
}

// What a channel's two accounts and the fee cost who pays for them, in lamports, roughly.
const rent = 5_000_000n

function unable(reason: UnableError['reason'], message: string): UnableError {
  return new UnableError({ able: false, reason, message })
}
