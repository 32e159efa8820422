import { useMutation } from '@tanstack/react-query'
import { type Connector, useConnect } from 'wagmi'
import { useServices } from '../shop/ServicesContext.js'
import { developmentWalletId, openDevelopmentWallet } from './developmentWallet.js'
import { loadTempoAccounts } from './tempoAccounts.js'
import { useFaucet } from './useFaucet.js'

/** Connects the wallet that was clicked on; the development wallet comes with test money. */
export function useConnectWallet() {
  const { config } = useServices()
  const fund = useFaucet()
  const { mutateAsync: connect } = useConnect()
  return useMutation({
    async mutationFn(choice: Connector | 'tempo-accounts') {
      if (choice === 'tempo-accounts') return connect({ connector: await loadTempoAccounts() })
      // Filled first, so that it is never seen empty.
      if (choice.id === developmentWalletId && config.network === 'local') await fund(openDevelopmentWallet())
      return connect({ connector: choice })
    },
  })
}
