import { createSessions, offering } from '../../../session/index.js'
import type { SessionMethod } from '../../Method.js'
import { tempoScheme } from './Session.js'
import type { SessionRequest } from './SessionRequest.js'
import { type TempoSessionOptions, tempoTerms } from './SessionTerms.js'

/**
 * Pays `tempo/session` challenges as you go: one yes opens a payment channel, and vouchers signed in the page pay from
 * it (draft-tempo-session-00).
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { createIndexedDbStore } from '@payerkit/core/stores'
 * import { tempo, tempoSession } from '@payerkit/core/tempo'
 *
 * const payer = createPayer({
 *   methods: [tempo({ client }), tempoSession({ client })],
 *   store: createIndexedDbStore(),
 * })
 * const session = payer.session('https://api.example.com/chat', { maxDeposit: '1' })
 * for await (const { data } of await session.sse()) console.log(data)
 * await session.close()
 * ```
 */
export function tempoSession(options: TempoSessionOptions): SessionMethod<SessionRequest> {
  const terms = tempoTerms(options)
  const scheme = tempoScheme(options)
  return {
    name: 'tempo',
    intent: 'session',
    read: terms.read,
    async describe(request, { session }) {
      const described = await terms.describe(request)
      const { value: _, ...asset } = described.amount
      return { ...described, ...offering(scheme.terms(request), asset, session) }
    },
    capable: terms.capable,
    scheme,
    sessions: createSessions,
  }
}
