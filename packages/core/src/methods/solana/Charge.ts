import { DisconnectedError } from '../../chain/Client.js'
import { CancelledError } from '../../chain/Rpc.js'
import * as Challenge from '../../protocol/Challenge.js'
import type { Authorization, Method, Resolution, ResolveContext } from '../Method.js'
import { assertAble, capable, type Mode, modeOf, type Rules } from './Ability.js'
import { type AccountSource, find, toDid } from './Account.js'
import type * as Address from './Address.js'
import * as Base58 from './Base58.js'
import { fromBase64, toBase64 } from './Bytes.js'
import * as ChargeRequest from './ChargeRequest.js'
import { type Cluster, createCluster, NetworkError, type RpcSource } from './Cluster.js'
import type { Network } from './Network.js'
import * as Payment from './Payment.js'
import { kept, push } from './Push.js'
import { isBlockhashValid, latestBlockhash, type SolanaRpc } from './Rpc.js'
import { settle, type Trace } from './Settlement.js'
import { sign } from './Signing.js'
import { createLookup, type SolanaToken, toAsset } from './Tokens.js'
import * as Transaction from './Transaction.js'

/** What `solana` needs to know. */
export type SolanaOptions = {
  /** Who pays, or what finds who pays. */
  readonly account: AccountSource
  /** How the network is asked, or the networks by their names; which one it is, is checked. */
  readonly rpc: RpcSource
  /** Tokens to know besides {@link tokens}. */
  readonly mints?: readonly SolanaToken[] | undefined
  /** Names that the application vouches for, by address. */
  readonly payees?: { readonly [address: Address.Address]: string } | undefined
  /** The only way to pay. Default: `pull`, the server sends, where the account can sign without sending. */
  readonly mode?: Mode | undefined
  /** What a compute unit is worth, in millionths of a lamport; more is taken up sooner. Default: 1. */
  readonly unitPrice?: bigint | undefined
  /**
   * Whether to pay, besides the price, for token accounts of those who get a part of it, where the server wants that:
   * about 0.002 SOL each that is not there when the payment is made. Default: `false`, and such a payment is refused.
   */
  readonly opensAccounts?: boolean | undefined
}

/** What a `solana/charge` credential holds (draft-solana-charge-00, "Credential Schema"). */
export type ChargePayload =
  | { readonly type: 'transaction'; readonly transaction: string }
  | { readonly type: 'signature'; readonly signature: string }

/** An authorization with what finds its transaction again. */
type Traced = Authorization<ChargePayload> & { readonly trace: Trace }

/**
 * Pays `solana/charge` challenges with SOL and tokens of both token programs (draft-solana-charge-00).
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { solana, walletAccount } from '@payerkit/core/solana'
 *
 * const account = walletAccount(wallet, wallet.accounts[0])
 * const payer = createPayer({
 *   methods: [solana({ account, rpc: 'https://api.mainnet-beta.solana.com' })],
 * })
 * ```
 */
export function solana(options: SolanaOptions): Method<ChargeRequest.ChargeRequest, ChargePayload> {
  const { account: source, payees = {}, mode: only, unitPrice = 1n, opensAccounts = false } = options
  const cluster = createCluster(options.rpc)
  const lookup = createLookup(cluster, options.mints)
  const rules: Rules = { only, unitPrice, opensAccounts }
  const payee = (id: Address.Address) => ({ id, name: Object.hasOwn(payees, id) ? payees[id] : undefined })

  return {
    name: 'solana',
    intent: 'charge',
    read: ChargeRequest.read,
    async describe(request) {
      const { amount, currency, network, feePayer, splits, recipient } = request
      await assertHere(cluster, network)
      const { symbol, decimals, currency: counts } = await lookup(request)
      const account = await find(source)
      return {
        amount: { value: amount, decimals, symbol, asset: currency, currency: counts },
        payee: payee(recipient),
        splits: splits.map((split) => ({ payee: payee(split.recipient), value: split.amount })),
        network: network === 'mainnet' ? 'Solana' : `Solana ${network}`,
        fees: feePayer ? 'payee' : 'payer',
        prompt: account?.kind === 'local' ? 'none' : 'transaction',
        payer: account?.address,
      }
    },
    capable: async (request) => capable(request, await find(source), { cluster, lookup, rules }),
    async authorize(request, { challenge, store, signal, now }): Promise<Traced> {
      const assertOpen = () => {
        if (signal?.aborted) throw new CancelledError()
        Challenge.assertFresh(challenge, { now: now() })
      }
      const account = await find(source)
      if (!account) throw new DisconnectedError()
      const { network } = request
      const rpc = await cluster(network, signal)
      const asset = await toAsset(lookup, request)
      await assertAble(request, { account, rpc, asset }, rules, signal)
      const { slot, lastHeight, blockhash } = await lifetimeOf(rpc, request.blockhash, signal)
      const { address: payer } = account
      const { id } = challenge
      const message = Payment.compile({ request, payer, asset, blockhash, nonce: id, unitPrice })
      const transaction = Transaction.serialize(message)
      assertOpen()
      const trace: Trace = { payer, slot: `${slot}`, lastHeight: `${lastHeight}` }
      const plan = { network, maxPrice: Payment.maxPrice(request) }
      const common = { source: toDid(payer, network), trace }
      if (modeOf(request, account, only) === 'push') {
        const sent = { ...plan, account, rpc, transaction, trace, store, id, signal, assertOpen }
        const signature = await push(sent)
        return { ...common, payload: { type: 'signature', signature }, moves: 'before' }
      }
      const signed = await sign(account, transaction, plan)
      return {
        ...common,
        payload: { type: 'transaction', transaction: toBase64(signed.transaction) },
        moves: 'after',
      }
    },
    async resolve(request, context) {
      try {
        return await resolve(await cluster(request.network, context.signal), context)
      } catch {
        // A network that cannot be asked leaves the question open.
        return 'unknown'
      }
    },
  }
}

/** Refuses what is on another network; one that does not answer now may do so when it is paid. */
async function assertHere(cluster: Cluster, network: Network): Promise<void> {
  try {
    await cluster(network)
  } catch (error) {
    if (error instanceof NetworkError) throw error
  }
}

/** The blockhash to use: the server's hint while the network still takes it, so that both mean the same network. */
async function lifetimeOf(rpc: SolanaRpc, hint: string | undefined, signal: AbortSignal | undefined) {
  const isUsable = hint !== undefined && (await isBlockhashValid(rpc, hint, signal))
  // Asked afterwards, so that it is over no sooner than the hint.
  const latest = await latestBlockhash(rpc, signal)
  return isUsable ? { ...latest, blockhash: hint } : latest
}

async function resolve(
  rpc: SolanaRpc,
  { authorization, challenge, store, signal }: ResolveContext,
): Promise<Resolution> {
  if (!authorization) {
    // What is sent is on record before; what was only signed went nowhere.
    const trace = await kept(store, challenge.id)
    return trace ? settle(rpc, trace, signal) : 'unpaid'
  }
  const { payload, trace } = authorization as Traced
  if (payload.type === 'signature') return settle(rpc, { ...trace, id: payload.signature }, signal)
  const parsed = Transaction.parse(fromBase64(payload.transaction))
  const { payer } = trace
  const own = Transaction.signatureOf(parsed, payer)
  // The first signature is the transaction's name, and a sponsor's is not known before it is sent.
  const signature = own && Base58.encode(own)
  return settle(
    rpc,
    { ...trace, ...(parsed.message.feePayer === payer ? { id: signature } : { signature }) },
    signal,
  )
}
