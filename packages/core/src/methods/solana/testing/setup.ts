import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { fromBase64 } from '../Bytes.js'
import { type ChargePayload, type SolanaOptions, solana } from '../Charge.js'
import * as Transaction from '../Transaction.js'
import { accountOf, chargeChallenge, contextOf } from './charges.js'
import { createFakeRpc } from './fakeRpc.js'

const details = { network: 'localnet' }
type Fake = Parameters<typeof createFakeRpc>

/** A method of alice's over a fake network, and a challenge of that network. */
export async function setup(
  {
    answers,
    known,
    change,
    more,
    id,
    expires,
    now = Date.now,
    ...options
  }: Partial<SolanaOptions> & {
    answers?: Fake[0]
    known?: Fake[1]
    change?: object
    more?: object
    id?: string
    expires?: string
    now?: () => number
  } = {},
  store = createMemoryStore(),
) {
  const { rpc, asked } = createFakeRpc(answers, known)
  const method = solana({ account: await accountOf(1), rpc, ...options })
  const challenge = { ...chargeChallenge(change, { ...details, ...more }, id), ...(expires && { expires }) }
  const context = { ...contextOf(challenge, store), now }
  const request = method.read(challenge)
  return {
    asked,
    describe: async () => method.describe(request, context),
    capable: async () => method.capable?.(request, context),
    authorize: async () => method.authorize(request, context),
    resolve: async (authorization?: Awaited<ReturnType<typeof method.authorize>>) =>
      method.resolve?.(request, { ...context, authorization }),
  }
}

/** What was signed, where the server is to send it. */
export const transactionOf = ({ payload }: { payload: ChargePayload }) =>
  Transaction.parse(fromBase64(payload.type === 'transaction' ? payload.transaction : ''))
