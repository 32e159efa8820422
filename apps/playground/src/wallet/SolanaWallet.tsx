import { shortId } from '@payerkit/react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { Message } from '../app/Message.js'
import { useServices } from '../shop/ServicesContext.js'
import { Balance } from './Balance.js'

/** The address that pays on Solana, once there is one. */
export function useSolanaAddress(): string | undefined {
  const { solanaKey } = useServices()
  return useSyncExternalStore(solanaKey.subscribe, solanaKey.getAccount)?.address
}

/** Who pays on Solana: a development key, to be made or at hand. */
export function SolanaWallet() {
  const { solanaKey, config } = useServices()
  const address = useSolanaAddress()
  const queries = useQueryClient()
  const { data: balance } = useQuery({
    queryKey: ['solana-balance', address],
    queryFn: () => readBalance(`/solana/balance/${address}`),
    enabled: address !== undefined,
  })
  const { mutate, isPending, isError } = useMutation({
    async mutationFn() {
      if (!solanaKey.getAccount()) await solanaKey.make()
      const owner = solanaKey.getAccount()?.address
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ address: owner })
      const funded = await readBalance('/solana/fund', { method: 'POST', headers, body })
      const queryKey = ['solana-balance', owner]
      // What is being asked since the key was made may be answered late, and says what there was before.
      await queries.cancelQueries({ queryKey })
      queries.setQueryData(queryKey, funded)
    },
  })
  if (!config.solana) return null
  return (
    <section className="wallet" aria-labelledby="wallet-title">
      <h2 id="wallet-title">Your wallet</h2>
      {address && (
        <div className="wallet-row">
          <span className="wallet-icon" aria-hidden="true">
            S
          </span>
          <div>
            <b>Development key</b>
            <small className="mono" title={address}>
              {shortId(address)}
            </small>
          </div>
          <Balance value={balance} currency={config.solana.token} />
        </div>
      )}
      <div className="wallet-actions">
        <button type="button" className="quiet" aria-busy={isPending} onClick={() => mutate()}>
          {address ? 'Fund with test money' : 'Use a development key, with $25 of test money'}
        </button>
      </div>
      {isError && <Message tone="bad">The test money did not come. Try again.</Message>}
    </section>
  )
}

async function readBalance(url: string, init?: RequestInit): Promise<bigint> {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`The server answered ${response.status} when asked about test money.`)
  const { balance } = await response.json()
  return BigInt(balance)
}
