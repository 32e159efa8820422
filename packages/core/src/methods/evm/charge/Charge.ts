import * as Client from '../../../chain/Client.js'
import * as Erc20 from '../../../chain/Erc20.js'
import { type EvmToken, tokens } from '../../../chain/EvmTokens.js'
import { InvalidError } from '../../../chain/Fields.js'
import * as Hex from '../../../chain/Hex.js'
import { sourceOf } from '../../../chain/Identity.js'
import type { Contract } from '../../../chain/Permit2.js'
import { CancelledError, RevertedError } from '../../../chain/Rpc.js'
import { allow } from '../../../chain/Sending.js'
import { createDomains } from '../../../chain/TokenDomain.js'
import { createLookup } from '../../../chain/Tokens.js'
import * as Transaction from '../../../chain/Transaction.js'
import * as Challenge from '../../../protocol/Challenge.js'
import type { AuthorizeContext, Method, Terms } from '../../Method.js'
import { capable } from './Ability.js'
import * as ChargeRequest from './ChargeRequest.js'
import * as Sent from './Sent.js'
import { settle } from './Settlement.js'
import * as Signing from './Signing.js'
import * as Ways from './Ways.js'

/** What `evm` needs to know. */
export type EvmOptions = {
  /** The client that signs and asks the chain, or what finds the one of a chain. */
  readonly client: Client.ClientSource
  /** The networks to pay on. Default: the client's own, or every one that the wallet is on. */
  readonly chains?: readonly number[] | undefined
  /** How to pay, of what the server takes. Default: every way. */
  readonly credentialTypes?: readonly ChargeRequest.ChargeType[] | undefined
  /** Permit2 where it is not at its usual address. */
  readonly permit2?: readonly Contract[] | undefined
  /**
   * Who may use what is signed for Permit2. Default: whoever the server names. To whom the money goes is the spender's to
   * say, so that an application that pins payees lists their spenders too.
   */
  readonly spenders?: readonly Contract[] | undefined
  /** How long the server has to use what was signed for it, in seconds. Default: as long as the offer lasts. */
  readonly authorizationLifetime?: number | undefined
  /** Tokens to know besides `tokens`. */
  readonly tokens?: readonly EvmToken[] | undefined
  /** Names that the application vouches for, by address; shown for Permit2 only where `spenders` are listed. */
  readonly payees?: { readonly [address: string]: string } | undefined
}

/** What an `evm/charge` credential holds (draft-evm-charge-00, "Credential Schema"). */
export type ChargePayload =
  | Signing.Permit2Payload
  | Signing.AuthorizationPayload
  | { readonly type: 'transaction'; readonly signature: Hex.Hex }
  | { readonly type: 'hash'; readonly hash: Hex.Hex }

// How long the server has where its offer has no end, in seconds.
const openEnd = 300

/**
 * Pays `evm/charge` challenges with ERC-20 tokens on any EVM chain (draft-evm-charge-00).
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { evm } from '@payerkit/core/evm'
 * import { createWalletClient, custom } from 'viem'
 * import { base } from 'viem/chains'
 *
 * const client = createWalletClient({ account: address, chain: base, transport: custom(window.ethereum) })
 * const payer = createPayer({ methods: [evm({ client })] })
 * ```
 */
export function evm(options: EvmOptions): Method<ChargeRequest.EvmChargeRequest, ChargePayload> {
  const { client: source, authorizationLifetime: lifetime } = options
  const known = [...(options.tokens ?? []), ...tokens]
  const lookup = createLookup(source, known)
  const domainOf = createDomains(known)
  const own = typeof source === 'function' ? undefined : source.chain
  const allowed = { ...options, chains: options.chains ?? (own && [own.id]) }
  const names = new Map(
    Object.entries(options.payees ?? {}).map(([address, name]) => [address.toLowerCase(), name]),
  )

  /** Requests of which it was said that nobody but the payees gets the money. */
  const bound = new WeakSet<ChargeRequest.EvmChargeRequest>()

  return {
    name: 'evm',
    intent: 'charge',
    read: (challenge) => ChargeRequest.read(challenge, allowed),
    async describe(request, { challenge }) {
      const { amount, currency, chainId, splits, credentialTypes } = request
      const [{ symbol, decimals, currency: counts, network }, connection, client] = await Promise.all([
        lookup(chainId, currency),
        Client.connect(source, chainId).catch(() => undefined),
        Client.find(source, chainId).catch(() => undefined),
      ])
      if (request.decimals !== undefined && decimals !== undefined && request.decimals !== decimals)
        throw new InvalidError('methodDetails.decimals', `is not ${decimals}, which the token has`)
      const way =
        connection && (await Ways.choose({ connection, request, challenge, domainOf }).catch(() => undefined))
      // Without an account it is not known which way it will be; the first listed is the likeliest.
      const sends = way ? Ways.sends(way) : Ways.sendsFor(credentialTypes[0] ?? 'hash')
      // The money of a permit goes where its spender says, which nobody vouches for who does not know it.
      const isOpen = !options.spenders && (way ? way.type === 'permit2' : credentialTypes.includes('permit2'))
      if (!options.spenders && !isOpen) bound.add(request)
      const payee = (address: Hex.Hex) => ({
        id: Hex.checksum(address),
        name: isOpen ? undefined : names.get(address),
      })
      return {
        amount: { value: amount, decimals, symbol, asset: currency, currency: counts },
        payee: payee(request.recipient),
        taker: isOpen && request.spender ? { id: Hex.checksum(request.spender) } : undefined,
        network,
        splits: splits.map((split) => ({ payee: payee(split.recipient), value: split.amount })),
        fees: sends ? 'payer' : 'payee',
        prompt: promptOf(client?.account, sends),
        payer: client?.account && Hex.checksum(client.account.address),
      }
    },
    capable: (request, { challenge }) => capable(request, challenge, { source, domainOf }),
    async authorize(request, context) {
      const connection = await Client.connect(source, request.chainId)
      assertWanted(context)
      const { challenge, store } = context
      // What was begun for a challenge goes on; in another way it would be paid twice.
      const way: Ways.Way = (await Sent.begunFor(store, challenge))
        ? { type: 'hash' }
        : await Ways.choose({
            ...{ connection, challenge, domainOf },
            request: bound.has(request) ? unopened(request) : request,
          })
      const payload = await pay({ connection, request, way, lifetime, ...context })
      return {
        payload,
        source: sourceOf(request.chainId, connection.account.address),
        moves: payload.type === 'hash' ? 'before' : 'after',
      }
    },
    async resolve(request, context) {
      try {
        const client = await Client.find(source, request.chainId)
        if (!client) return 'unknown'
        await Client.assertChain(client, request.chainId)
        return await settle(client, request, context)
      } catch {
        // A chain that cannot be asked leaves the question open.
        return 'unknown'
      }
    },
  }
}

function promptOf(account: Client.ChainAccount | undefined, sends: boolean): Terms['prompt'] {
  if (account?.type === 'local') return 'none'
  return sends ? 'transaction' : 'signature'
}

type Payment = AuthorizeContext & {
  readonly connection: Client.Connection
  readonly request: ChargeRequest.EvmChargeRequest
  readonly way: Ways.Way
  readonly lifetime: number | undefined
}

/** Pays in the one way that was chosen; after a no, or any other failure, no further way is tried. */
async function pay(payment: Payment): Promise<ChargePayload> {
  const { connection, request, way, signal } = payment
  const { currency, recipient, amount, permit2Address } = request
  if (way.type === 'hash') return { type: 'hash', hash: await Sent.transfer(connection, request, payment) }
  assertWanted(payment)
  if (way.type === 'transaction') {
    const signature = await Transaction.sign(connection, Erc20.transfer(currency, recipient, amount))
    return { type: 'transaction', signature }
  }
  // What would fail is told before the wallet opens.
  if ((await Erc20.balanceOf(connection, currency)) < amount)
    throw new RevertedError(new Error('The balance is too small.'))
  if (way.type === 'permit2' && way.approves)
    await allow(connection, { token: currency, spender: permit2Address, amount }, signal)
  // An approval can take as long as an offer lasts.
  assertWanted(payment)
  const bound = { request, challenge: payment.challenge, end: endOf(payment) }
  return way.type === 'permit2'
    ? Signing.complete(connection, Signing.permit2(bound, way.spender), way.isContract)
    : Signing.complete(
        connection,
        Signing.authorization(bound, connection.account.address, way.domain),
        false,
      )
}

/** Without the type whose money goes where its spender says: another account may have come since it was described. */
function unopened(request: ChargeRequest.EvmChargeRequest): ChargeRequest.EvmChargeRequest {
  return { ...request, credentialTypes: request.credentialTypes.filter((type) => type !== 'permit2') }
}

/** Refuses what has ended, or what nobody wants any more. */
function assertWanted({ challenge, now, signal }: AuthorizeContext): void {
  Challenge.assertFresh(challenge, { now: now() })
  if (signal?.aborted) throw new CancelledError()
}

/** When what is signed ends, in Unix seconds: with the offer ("validBefore"), or earlier. */
function endOf({ challenge, now, lifetime }: Payment): number {
  const expires = Challenge.expiresAt(challenge)
  const offer = expires === undefined ? undefined : Math.floor(expires / 1000)
  const start = Math.floor(now() / 1000)
  if (lifetime === undefined) return offer ?? start + openEnd
  return Math.min(offer ?? Number.POSITIVE_INFINITY, start + lifetime)
}
