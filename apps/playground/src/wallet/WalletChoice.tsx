import type { ReactNode } from 'react'
import { useConnectors } from 'wagmi'
import { Message } from '../app/Message.js'
import { useServices } from '../shop/ServicesContext.js'
import { developmentWalletId } from './developmentWallet.js'
import { ServiceUnreachableError } from './tempoAccounts.js'
import { useConnectWallet } from './useConnectWallet.js'
import { WalletIcon } from './WalletIcon.js'

export function WalletChoice() {
  const { network } = useServices().config
  const { mutate, variables, isPending, error } = useConnectWallet()
  const connectors = useConnectors()
  const own = connectors.find(({ id }) => id === developmentWalletId)
  // Tempo's wallet is offered below, and its connector stays among these once it was used.
  const found = connectors.filter(
    ({ id, type }) => id !== developmentWalletId && type === 'injected' && id !== 'xyz.tempo',
  )
  const busy = (choice: typeof variables) => isPending && variables === choice

  return (
    <>
      <ul className="choices">
        {own && (
          <Choice
            name="Use the development wallet"
            hint={
              network === 'local' ? 'Made in this page, with test money in it' : 'Made in this page, empty'
            }
            busy={busy(own)}
            choose={() => mutate(own)}
          />
        )}
        {found.map((connector) => (
          <Choice
            key={connector.uid}
            name={connector.name}
            hint="Found in this browser"
            icon={connector.icon}
            busy={busy(connector)}
            choose={() => mutate(connector)}
          />
        ))}
        <Choice
          name="Tempo Accounts"
          hint={network === 'local' ? 'By passkey; needs the internet and the test network' : 'By passkey'}
          busy={busy('tempo-accounts')}
          choose={() => mutate('tempo-accounts')}
        />
      </ul>
      {found.length === 0 && (
        <p className="hint">
          No wallet found in this browser. With an extension such as MetaMask it would be listed here.
        </p>
      )}
      {error && <Message tone="bad">{wordsOf(error, network)}</Message>}
    </>
  )
}

type ChoiceProps = { name: string; hint: string; icon?: string | undefined; busy: boolean; choose(): void }

function Choice({ name, hint, icon, busy, choose }: ChoiceProps): ReactNode {
  return (
    <li>
      <button
        type="button"
        className="choice"
        aria-busy={busy}
        aria-disabled={busy}
        onClick={busy ? undefined : choose}
      >
        <WalletIcon name={name} icon={icon} />
        <span>
          <b>{name}</b> <small>{busy ? 'Connecting…' : hint}</small>
        </span>
      </button>
    </li>
  )
}

function wordsOf(error: Error, network: 'local' | 'testnet'): string {
  if (error instanceof ServiceUnreachableError)
    return network === 'local'
      ? 'Tempo Accounts lives on the internet and cannot see the chain on this machine. Use the development wallet here.'
      : 'Tempo Accounts did not answer. Check your connection and try again.'
  if (error.name === 'UserRejectedRequestError') return 'You said no in your wallet. Nothing has changed.'
  return 'The wallet could not be connected. Nothing has changed; try again.'
}
