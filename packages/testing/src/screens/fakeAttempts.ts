import { type Attempt, createPayer, type Payer } from '@payerkit/core'
import { gate, origin } from './shop.js'

const asset = '0x20c0000000000000000000000000000000000000'
const start = 1_750_000_000_000

/** An attempt whose answer was lost: one cent for a photo. */
export const attemptOf = (news: Partial<Attempt> = {}): Attempt => ({
  id: 'a1',
  key: `GET ${origin}/photo `,
  url: `${origin}/photo`,
  phase: 'unknown',
  times: { approving: start, authorizing: start + 1, submitting: start + 2, unknown: start + 3 },
  offer: {
    challenge: { id: 'c1', realm: 'photos.example', method: 'points', intent: 'charge', request: 'e30' },
    amount: { value: 10_000n, decimals: 6, symbol: 'pathUSD', asset, currency: 'usd' },
    payee: { id: '0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00', name: 'Photos Inc.' },
    origin,
    realm: 'photos.example',
    method: 'points',
    intent: 'charge',
    description: 'One photo',
    fees: 'payee',
    prompt: 'transaction',
  },
  ...news,
})

/** The attempts of a payer without a network: what is done to them is counted, and ends when the test says so. */
export type FakeAttempts = Payer['attempts'] & {
  set(list: readonly Attempt[]): void
  readonly calls: string[]
  /** Ends what is under way. */
  end(outcome: Response | Error): void
  readonly listening: () => number
}

export function createFakeAttempts(
  first: readonly Attempt[] = [],
  kept: readonly Attempt[] = [],
): FakeAttempts {
  const listeners = new Set<() => void>()
  const calls: string[] = []
  let list = first
  let current = gate<Response | Error>()

  async function act(name: string, id: string): Promise<Response> {
    calls.push(`${name} ${id}`)
    current = gate<Response | Error>()
    const outcome = await current.promise
    if (outcome instanceof Error) throw outcome
    return outcome
  }

  const attempts: FakeAttempts = {
    calls,
    listening: () => listeners.size,
    set(next) {
      list = next
      for (const listener of listeners) listener()
    },
    end: (outcome) => current.open(outcome),
    list: () => list,
    ledger: () => [],
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async ready() {
      calls.push('ready')
      await Promise.resolve()
      const ids = new Set(list.map(({ id }) => id))
      if (kept.some(({ id }) => !ids.has(id))) attempts.set([...kept, ...list])
    },
    resume: (id) => act('resume', id),
    response: async () => undefined,
    async forget(id) {
      await act('forget', id)
      attempts.set(list.filter((each) => each.id !== id))
    },
  }
  return attempts
}

/** A payer of such attempts, which otherwise is a real one. */
export function payerOf(attempts: Payer['attempts'], now = () => start + 60_000): Payer {
  return { ...createPayer({ methods: [], now }), attempts }
}
