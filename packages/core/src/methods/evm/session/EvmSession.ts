import { createSessions, offering } from '../../../session/index.js'
import type { SessionMethod } from '../../Method.js'
import { evmScheme } from './Session.js'
import type { SessionRequest } from './SessionRequest.js'
import { type EvmSessionOptions, evmTerms } from './SessionTerms.js'

/**
 * Pays `evm/session` challenges as you go: one yes opens a payment channel, and vouchers signed in the page pay from it
 * (draft-evm-session-00).
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { evmSession } from '@payerkit/core/evm'
 *
 * const payer = createPayer({
 *   methods: [evmSession({ client, escrows: [{ chainId: 196, address: escrow }] })],
 * })
 * const session = payer.session('https://api.example.com/chat', { maxDeposit: '1' })
 * for await (const { data } of await session.sse()) console.log(data)
 * await session.close()
 * ```
 */
export function evmSession(options: EvmSessionOptions): SessionMethod<SessionRequest> {
  const terms = evmTerms(options)
  const scheme = evmScheme(options)
  return {
    name: 'evm',
    intent: 'session',
    read: terms.read,
    async describe(request, { session }) {
      const { asset, ...described } = await terms.describe(request)
      return { ...described, ...offering(scheme.terms(request), asset, session) }
    },
    async capable(request, { session }) {
      const { asset } = await terms.describe(request)
      const { amount } = offering(scheme.terms(request), asset, session)
      return terms.capable(request, amount.value)
    },
    scheme,
    sessions: createSessions,
  }
}
