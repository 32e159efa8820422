import type { Lack } from '@payerkit/react/checkout'
import { useConnection, useSwitchChain } from 'wagmi'
import { useServices } from '../shop/ServicesContext.js'
import { useFaucet } from './useFaucet.js'

/** What helps a wallet that cannot pay as things are; where nothing here does, nothing. */
export function Remedy({ lack }: { lack: Lack }) {
  const { config } = useServices()
  const { address } = useConnection()
  const { mutate } = useSwitchChain()
  const fund = useFaucet()
  if (lack.reason === 'chain')
    return (
      <button type="button" className="quiet" onClick={() => mutate({ chainId: config.chainId })}>
        Switch network
      </button>
    )
  if (lack.reason === 'balance' && address && config.network === 'local')
    return (
      <button type="button" className="quiet" onClick={() => void fund(address)}>
        Fund with test money
      </button>
    )
  return null
}
