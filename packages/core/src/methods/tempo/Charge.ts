import * as Client from '../../chain/Client.js'
import * as Hex from '../../chain/Hex.js'
import * as Rpc from '../../chain/Rpc.js'
import { receiptOf } from '../../chain/Rpc.js'
import type { Authorization, Method, Resolution, ResolveContext, Terms } from '../Method.js'
import { capable, modes } from './Ability.js'
import * as ChargeRequest from './ChargeRequest.js'
import * as Proof from './Proof.js'
import * as Pull from './Pull.js'
import { push } from './Push.js'
import { isOnChain, settle } from './Settlement.js'
import { createLookup, type Token } from './Tokens.js'
import * as Transfer from './Transfer.js'

/** What `tempo` needs to know. */
export type TempoOptions = {
  /** The client that signs and asks the chain, or what finds the one of a chain. */
  readonly client: Client.ClientSource
  /** Who made this application: goes into the memo of what it pays. */
  readonly clientId?: string | undefined
  /** What is signed for a charge of nothing. Default: `deployed`, which servers of today check. */
  readonly proof?: Proof.ProofForm | undefined
  /** The token to pay fees in, where the server does not and the key is in the page. Default: the one paid with. */
  readonly feeToken?: Hex.Hex | undefined
  /** Tokens to know besides {@link tokens}. */
  readonly tokens?: readonly Token[] | undefined
  /** Names that the application vouches for, by address. */
  readonly payees?: { readonly [address: string]: string } | undefined
  /** The only way to pay. Default: what fits the challenge and the account. */
  readonly mode?: ChargeRequest.Mode | undefined
}

/** What a `tempo/charge` credential holds (draft-tempo-charge-00, "Credential Schema"). */
export type ChargePayload =
  | { readonly type: 'transaction'; readonly signature: Hex.Hex }
  | { readonly type: 'hash'; readonly hash: Hex.Hex }
  | { readonly type: 'proof'; readonly signature: Hex.Hex }

/**
 * Pays `tempo/charge` challenges with TIP-20 tokens on Tempo (draft-tempo-charge-00).
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { tempo } from '@payerkit/core/tempo'
 * import { createWalletClient, custom } from 'viem'
 *
 * const client = createWalletClient({ account: address, transport: custom(window.ethereum) })
 * const payer = createPayer({ methods: [tempo({ client })] })
 * ```
 */
export function tempo(options: TempoOptions): Method<ChargeRequest.ChargeRequest, ChargePayload> {
  const { client: source, clientId, proof = 'deployed', mode: only } = options
  const lookup = createLookup(source, options.tokens)
  const names = new Map(
    Object.entries(options.payees ?? {}).map(([address, name]) => [address.toLowerCase(), name]),
  )
  const payee = (address: Hex.Hex) => ({ id: Hex.checksum(address), name: names.get(address) })
  const feeTokenOf = ({ currency }: ChargeRequest.ChargeRequest) =>
    (options.feeToken?.toLowerCase() as Hex.Hex | undefined) ?? currency

  return {
    name: 'tempo',
    intent: 'charge',
    read: ChargeRequest.read,
    async describe(request) {
      const { amount, currency, chainId, feePayer, splits } = request
      const { symbol, decimals, currency: counts, network } = await lookup(chainId, currency)
      const client = await Client.find(source, chainId).catch(() => undefined)
      return {
        amount: { value: amount, decimals, symbol, asset: currency, currency: counts },
        payee: payee(request.recipient),
        network,
        splits: splits.map((split) => ({ payee: payee(split.recipient), value: split.amount })),
        fees: amount === 0n ? 'none' : feePayer ? 'payee' : 'payer',
        prompt: promptOf(amount, client?.account),
        payer: client?.account && Hex.checksum(client.account.address),
      }
    },
    capable: (request) => capable(request, { source, only, feeToken: feeTokenOf(request) }),
    async authorize(request, context) {
      const connection = await Client.connect(source, request.chainId)
      if (context.signal?.aborted) throw new Rpc.CancelledError()
      const { account, chainId } = connection
      const payer = `did:pkh:eip155:${chainId}:${Hex.checksum(account.address)}`
      if (request.amount === 0n) {
        const signature = await Proof.sign(connection, proof, context.challenge)
        return { payload: { type: 'proof', signature }, source: payer, moves: 'never' }
      }
      const transfers = Transfer.list(request, context.challenge, clientId)
      const payment = { ...context, connection, request, transfers, feeToken: feeTokenOf(request) }
      return { ...(await pay(payment, modes(request, account, only))), source: payer }
    },
    async resolve(request, context) {
      try {
        const client = await Client.find(source, request.chainId)
        if (!client) return 'unknown'
        await Client.assertChain(client, request.chainId)
        return await resolve(request, context, client, { clientId, only })
      } catch {
        // A chain that cannot be asked leaves the question open.
        return 'unknown'
      }
    },
  }
}

function promptOf(amount: bigint, account: Client.ChainAccount | undefined): Terms['prompt'] {
  // A passkey asks even though its account is in the page.
  if (account?.type === 'local') return account.keyType === 'webAuthn' ? 'signature' : 'none'
  return amount === 0n ? 'signature' : 'transaction'
}

/** Pays in the first way that the wallet knows; after a no, or any other failure, no further way is tried. */
async function pay(
  payment: Pull.Payment,
  ways: readonly ChargeRequest.Mode[],
): Promise<Authorization<ChargePayload>> {
  let unsupported = new Rpc.UnsupportedError('the way in which the server takes it')
  for (const way of ways) {
    try {
      if (way === 'push') return { payload: { type: 'hash', hash: await push(payment) }, moves: 'before' }
      return { payload: { type: 'transaction', signature: await Pull.sign(payment) }, moves: 'after' }
    } catch (error) {
      if (!(error instanceof Rpc.UnsupportedError)) throw error
      unsupported = error
    }
  }
  throw unsupported
}

async function resolve(
  request: ChargeRequest.ChargeRequest,
  { authorization, challenge, now, signal }: ResolveContext,
  client: Client.ChainClient,
  { clientId, only }: Pick<TempoOptions, 'clientId'> & { only: ChargeRequest.Mode | undefined },
): Promise<Resolution> {
  const [transfer] = Transfer.list(request, challenge, clientId)
  if (!authorization) {
    // What that page would have sent it did not send; its wallet, whichever it was, may have sent it by itself.
    const { amount, modes, feePayer } = request
    if (amount === 0n || feePayer || only === 'pull' || !modes.includes('push')) return 'unpaid'
    return (await isOnChain(client, request, transfer)) ? 'paid' : 'unknown'
  }
  const payload = authorization.payload as ChargePayload
  if (payload.type === 'proof') return 'unpaid'
  if (payload.type === 'hash') {
    const receipt = await receiptOf(client, payload.hash)
    return receipt === undefined ? 'unknown' : receipt === 'succeeded' ? 'paid' : 'unpaid'
  }
  const payer = /0x[0-9a-f]{40}$/i.exec(authorization.source ?? '')?.[0] as Hex.Hex | undefined
  return settle({ client, request, transfer, raw: payload.signature, payer, now, signal })
}
