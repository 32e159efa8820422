import { InvalidError } from '../../../chain/Fields.js'
import type { SessionOptions } from '../../../session/index.js'
import { createSessions, offering } from '../../../session/index.js'
import type { Money, SessionMethod } from '../../Method.js'
import { solanaScheme } from './Session.js'
import type { SessionRequest } from './SessionRequest.js'
import { type SolanaSessionOptions, solanaTerms } from './SessionTerms.js'

/**
 * Pays `solana/session` challenges as you go: one yes opens a payment channel, and vouchers signed in the page pay from it
 * (draft-solana-session-00, and as `@solana/pay-kit` 0.5 has them; which of both is told by the challenge). Servers of the older
 * SDKs (`@solana/mpp` 0.6) are paid where `programs` names their program, with `generation: 'A'`. Servers that sign the
 * vouchers themselves are paid where `operatorSigns` says so: all of the deposit is at their hand then, and the offer's
 * headroom says it.
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { solanaSession } from '@payerkit/core/solana'
 *
 * const payer = createPayer({
 *   methods: [solanaSession({ account, rpc: 'https://api.mainnet-beta.solana.com' })],
 * })
 * const session = payer.session('https://api.example.com/chat', { maxDeposit: '1' })
 * await session.fetch()
 * await session.close()
 * ```
 */
export function solanaSession(options: SolanaSessionOptions): SessionMethod<SessionRequest> {
  const terms = solanaTerms(options)
  const scheme = solanaScheme(options)

  /** What opening a channel would cost; where the server signs, that it can take all of it. */
  function offer(request: SessionRequest, asset: Omit<Money, 'value'>, options?: SessionOptions) {
    const made = offering(scheme.terms(request), asset, options)
    if (request.operator === undefined) return made
    const { headroom, limit } = made.session
    if (options?.headroom !== undefined && headroom.value < limit.value)
      throw new InvalidError('methodDetails.voucherSigner', 'lets the server take more ahead than is allowed')
    return { ...made, session: { ...made.session, headroom: limit } }
  }

  return {
    name: 'solana',
    intent: 'session',
    read: terms.read,
    async describe(request, { session }) {
      const { asset, ...described } = await terms.describe(request)
      return { ...described, ...offer(request, asset, session) }
    },
    async capable(request, { session }) {
      const { asset } = await terms.describe(request)
      const { amount } = offer(request, asset, session)
      return terms.capable(request, amount.value)
    },
    scheme,
    sessions: createSessions,
  }
}
