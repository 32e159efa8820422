import { type ChainAccount, type ClientSource, find } from '../../../chain/Client.js'
import * as Hex from '../../../chain/Hex.js'
import type { Challenge } from '../../../protocol/Challenge.js'
import type { Capability, Money, Terms } from '../../Method.js'
import * as Ability from '../Ability.js'
import { createLookup, type Token } from '../Tokens.js'
import type { Opening } from './Funding.js'
import { protocols } from './Protocols.js'
import * as SessionRequest from './SessionRequest.js'

/** What `tempoScheme` and {@link tempoTerms} need to know. */
export type TempoSessionOptions = {
  /** The client that signs and asks the chain, or what finds the one of a chain. */
  readonly client: ClientSource
  /** Escrows to trust besides Tempo's own. Every escrow of protocol v1 has to be named. */
  readonly escrows?: readonly Hex.Hex[] | undefined
  /**
   * Who signs for a wallet: a `key` of this page, which the wallet is asked once to allow so much, or the `wallet`
   * itself, each time, if it knows Tempo transactions. Default: `key`.
   */
  readonly opening?: Opening | undefined
  /** How long such a key may sign, in seconds. Default: a week. */
  readonly keyLifetime?: number | undefined
  /** The token to pay fees in, where the server does not. Default: the one paid with. */
  readonly feeToken?: Hex.Hex | undefined
  /** Tokens to know besides `tokens`. */
  readonly tokens?: readonly Token[] | undefined
  /** Names that the application vouches for, by address. */
  readonly payees?: { readonly [address: string]: string } | undefined
}

/** What one unit costs, beside {@link Terms} whose amount is the deposit. */
type SessionPrice = { readonly session: { readonly price: Money; readonly unit?: string | undefined } }

/** Reads the challenges of `tempo/session` and says what they mean. */
export type TempoTerms = {
  read(challenge: Challenge): SessionRequest.SessionRequest
  describe(request: SessionRequest.SessionRequest): Promise<Omit<Terms, 'session'> & SessionPrice>
  capable(request: SessionRequest.SessionRequest): Promise<Capability>
}

/**
 * The part of `tempo/session` that neither signs nor prompts.
 *
 * @example
 * ```ts
 * const terms = tempoTerms({ client })
 * const { amount, session } = await terms.describe(terms.read(challenge))
 * ```
 */
export function tempoTerms(options: TempoSessionOptions): TempoTerms {
  const { client: source, opening = 'key' } = options
  const lookup = createLookup(source, options.tokens)
  const names = new Map(
    Object.entries(options.payees ?? {}).map(([address, name]) => [address.toLowerCase(), name]),
  )
  const accountFor = async (chainId: number) => {
    const client = await find(source, chainId).catch(() => undefined)
    return client?.account
  }

  return {
    read: (challenge) => SessionRequest.read(challenge, options.escrows),
    async describe(request) {
      const { chainId, currency, recipient, feePayer, unitType } = request
      const [{ symbol, decimals, currency: counts }, account] = await Promise.all([
        lookup(chainId, currency),
        accountFor(chainId),
      ])
      const money = (value: bigint): Money => ({ value, decimals, symbol, asset: currency, currency: counts })
      return {
        amount: money(depositOf(request)),
        payee: { id: Hex.checksum(recipient), name: names.get(recipient) },
        fees: feePayer ? 'payee' : 'payer',
        prompt: promptOf(account),
        payer: account && Hex.checksum(account.address),
        session: { price: money(request.amount), unit: unitOf(unitType) },
      }
    },
    async capable(request) {
      const { currency, recipient, chainId, feePayer } = request
      const isLocal = (await accountFor(chainId))?.type === 'local'
      const signs = isLocal || opening === 'wallet'
      const deposit = {
        amount: depositOf(request),
        currency,
        recipient,
        chainId,
        splits: [],
        // Where a key of this page signs, the wallet only has to send what allows it.
        feePayer: feePayer && signs,
        modes: signs ? (['pull'] as const) : (['push'] as const),
      }
      return Ability.capable(deposit, { source, only: undefined, feeToken: feeToken(options, currency) })
    },
  }
}

/** What fees are paid in where the payer pays them. */
export function feeToken({ feeToken }: TempoSessionOptions, currency: Hex.Hex): Hex.Hex {
  return (feeToken?.toLowerCase() as Hex.Hex | undefined) ?? currency
}

/** The server's word for what is counted, as far as it can be shown. */
export function unitOf(unitType: string | undefined): string | undefined {
  return unitType?.slice(0, 40)
}

/** What opening a channel deposits where nobody says otherwise: what the server suggests, or a hundred units. */
function depositOf({
  amount,
  suggestedDeposit = amount * 100n,
  sessionProtocol,
}: SessionRequest.SessionRequest) {
  const { largest } = protocols[sessionProtocol]
  if (suggestedDeposit < amount) return amount
  return suggestedDeposit < largest ? suggestedDeposit : largest
}

function promptOf(account: ChainAccount | undefined): Terms['prompt'] {
  if (account?.type !== 'local') return 'transaction'
  // A passkey asks even though its account is in the page.
  return account.keyType === 'webAuthn' ? 'signature' : 'none'
}
