import { useQueryClient } from '@tanstack/react-query'
import type { Address } from 'viem'

/** Gets test money from the server, which exists on this machine's chain only, and has balances looked up again. */
export function useFaucet(): (address: Address) => Promise<void> {
  const queries = useQueryClient()
  return async (address) => {
    const response = await fetch('/devnet/fund', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ address }),
    })
    if (!response.ok) throw new Error(`The server answered ${response.status} when asked for test money.`)
    await queries.invalidateQueries({ queryKey: ['readContract'] })
  }
}
