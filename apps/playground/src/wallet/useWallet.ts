import type { Address } from 'viem'
import { erc20Abi } from 'viem'
import { useConnection, useReadContract } from 'wagmi'
import type { Currency } from '../shop/config.js'
import { useServices } from '../shop/ServicesContext.js'

/** The wallet that is connected. */
export type Wallet = {
  id: string
  name: string
  icon: string | undefined
  address: Address
  /** Whether it is on the network where the shop is paid. */
  onNetwork: boolean
}

export function useWallet(): Wallet | undefined {
  const { config } = useServices()
  const { address, connector, chainId, status } = useConnection()
  if (status !== 'connected') return undefined
  const { id, name, icon } = connector
  return { id, name, icon, address, onNetwork: chainId === config.chainId }
}

/** What a wallet holds of a currency, in base units. */
export function useBalance(address: Address, currency: Currency): bigint | undefined {
  const { chainId } = useServices().config
  const { data } = useReadContract({
    abi: erc20Abi,
    address: currency.address,
    functionName: 'balanceOf',
    args: [address],
    chainId,
  })
  return data
}
