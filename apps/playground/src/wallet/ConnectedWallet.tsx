import { shortId } from '@payerkit/react'
import { useMutation } from '@tanstack/react-query'
import { useDisconnect } from 'wagmi'
import { Message } from '../app/Message.js'
import type { Currency } from '../shop/config.js'
import { useServices } from '../shop/ServicesContext.js'
import { Balance } from './Balance.js'
import { NetworkSwitch } from './NetworkSwitch.js'
import { useFaucet } from './useFaucet.js'
import { useBalance, type Wallet } from './useWallet.js'
import { WalletIcon } from './WalletIcon.js'

type ConnectedWalletProps = {
  wallet: Wallet
  /** What the balance is told in. */
  currency: Currency
}

export function ConnectedWallet({ wallet, currency }: ConnectedWalletProps) {
  const { name, icon, address, onNetwork } = wallet
  const { config } = useServices()
  const balance = useBalance(address, currency)
  const fund = useFaucet()
  const { mutate: disconnect } = useDisconnect()
  const { mutate: fill, isPending, isError } = useMutation({ mutationFn: () => fund(address) })

  return (
    <>
      <div className="wallet-row">
        <WalletIcon name={name} icon={icon} />
        <div>
          <b>{name}</b>
          <small className="mono" title={address}>
            {shortId(address)}
          </small>
        </div>
        <Balance value={balance} currency={currency} />
      </div>
      {!onNetwork && <NetworkSwitch />}
      <div className="wallet-actions">
        {config.network === 'local' && (
          <button type="button" className="quiet" aria-busy={isPending} onClick={() => fill()}>
            Fund with test money
          </button>
        )}
        <button type="button" className="quiet" onClick={() => disconnect({})}>
          Use another wallet
        </button>
      </div>
      {isError && <Message tone="bad">The test money did not come. Try again.</Message>}
    </>
  )
}
