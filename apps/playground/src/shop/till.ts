import { queryOptions } from '@tanstack/react-query'
import { formatDollars } from './dollars.js'

type Entry = { method: string; intent: string; amount: string; currency: string }

/** Decimals in which the seller's books are kept, by who moved the money. */
const decimals: { [method: string]: number } = {
  ...{ tempo: 6, evm: 6, 'x402 exact': 6, solana: 6 },
  ...{ stripe: 2, card: 2, 'x402 card': 2 },
}

/** What the seller has taken since the server started, the shares of others included. */
export const till = queryOptions({
  queryKey: ['till'],
  async queryFn() {
    const response = await fetch('/api/ledger')
    if (!response.ok) throw new Error(`The server answered ${response.status} when asked for its books.`)
    const { entries }: { entries: readonly Entry[] } = await response.json()
    const inPoints = entries.filter(({ currency }) => currency === 'points')
    const sum = entries
      .filter(({ currency }) => currency !== 'points')
      .reduce((total, { method, intent, amount }) => {
        const from = decimals[method] ?? decimals[`${method} ${intent}`]
        return total + toMicro(amount, from ?? 0)
      }, 0n)
    return {
      sales: entries.length,
      taken: formatDollars(sum, 6),
      points: inPoints.reduce((total, { amount }) => total + BigInt(amount), 0n),
    }
  },
})

function toMicro(amount: string, from: number): bigint {
  return BigInt(amount) * 10n ** BigInt(6 - from)
}
