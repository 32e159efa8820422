import type { Lack } from '@payerkit/react/checkout'
import { WalletRemedy, type WalletRemedyProps } from '@payerkit/react/wagmi'
import { isAddress } from 'viem'
import { useServices } from '../shop/ServicesContext.js'
import { useFaucet } from './useFaucet.js'

/** What helps a wallet that cannot pay as things are; money comes from the server, on this machine's chain only. */
export function Remedy(props: Pick<WalletRemedyProps, 'offer' | 'pay'> & { lack: Lack }) {
  const { config } = useServices()
  const fill = useFaucet()
  const fund: WalletRemedyProps['fund'] = async (_lack, _offer, address) => {
    if (isAddress(address)) await fill(address)
  }
  return <WalletRemedy {...props} fund={config.network === 'local' ? fund : undefined} />
}
