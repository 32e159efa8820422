'use client'

import type { Offer } from '@payerkit/core'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { useChains, useConfig, useConnection, useConnectors } from 'wagmi'
import { connect as connectWallet, disconnect, switchChain } from 'wagmi/actions'
import type { Lack } from '../components/OfferSlot.js'
import { payText } from '../components/offers.js'
import { plainText } from '../format/Text.js'
import { walletTexts } from '../locales/walletTexts.js'
import { useSurroundings } from '../provider/context.js'
import { chainOf } from './chainOf.js'
import { type Remedy, useRemedy } from './useRemedy.js'
import { useWagmiRequote } from './useWagmiRequote.js'

/** What {@link WalletRemedy} takes. */
export type WalletRemedyProps = {
  readonly lack: Lack
  readonly offer: Offer
  /** Connects a wallet your way, such as by opening your own dialog. Default: a button for each connector. */
  readonly connect?: (() => unknown) | undefined
  /** Brings money: where that is done, or what does it for the connected account. Default: nothing is offered. */
  readonly fund?: string | ((lack: Lack, offer: Offer, address: string) => unknown) | undefined
  /** Gives the approval that a method of your own needs. Default: nothing is offered. */
  readonly approve?: ((lack: Lack, offer: Offer) => unknown) | undefined
  /** The sheet's own: then what helps says that it pays, and goes on to that if nothing else is missing. Default: it only helps. */
  readonly pay?: (() => void) | undefined
}

/**
 * What is missing, one press away: connects a wallet, switches or adds the network, brings money, approves. Each starts
 * from the press alone. Given `pay`, all but connecting say the price too, and go on to pay it when it helped; otherwise
 * none of them pays, the wallet is looked at again, and Pay is lit.
 *
 * @example
 * ```tsx
 * <Checkout
 *   input="/api/report"
 *   remedy={(lack, offer, pay) => <WalletRemedy {...{ lack, offer, pay }} fund="https://bridge.example" />}
 * />
 * ```
 */
export function WalletRemedy(props: WalletRemedyProps): ReactNode {
  const { locale } = useSurroundings()
  const texts = locale.wallets ?? walletTexts
  const root = useFocusKept()
  const remedy = useRemedy(props, root)
  const { trouble } = remedy
  useWagmiRequote()
  return (
    <div
      ref={root}
      data-part="remedy"
      data-state={props.lack.reason}
      aria-busy={remedy.busy !== undefined || undefined}
    >
      <Actions {...props} remedy={remedy} />
      {trouble && (
        <p data-part="remedy-trouble" role="alert">
          {texts[trouble]}
        </p>
      )}
    </div>
  )
}

function Actions({
  lack,
  offer,
  remedy,
  connect,
  fund,
  approve,
  pay,
}: WalletRemedyProps & { remedy: Remedy }): ReactNode {
  const { locale } = useSurroundings()
  const texts = locale.wallets ?? walletTexts
  const { address } = useConnection()
  const chains = useChains()
  const config = useConfig()
  const connectors = useConnectors()
  const press = (name: string, label: string, act: () => unknown) => (
    <Press name={name} label={label} waiting={texts.waiting} remedy={remedy} act={act} />
  )
  const andPay = (name: string, label: string, act: () => unknown) =>
    press(name, pay ? `${label} · ${payText(offer, locale)}` : label, act)

  switch (lack.reason) {
    case 'disconnected':
      return connect ? press('connect', texts.connect, connect) : <Connectors remedy={remedy} />
    case 'chain': {
      const chainId = chainOf(offer) ?? (chains.length === 1 ? chains[0].id : undefined)
      const isKnown = chains.some(({ id }) => id === chainId)
      if (chainId === undefined || !isKnown) return <p>{texts.byHand}</p>
      return andPay('switch', texts.switchNetwork, () => switchChain(config, { chainId }))
    }
    case 'balance':
      if (typeof fund === 'string')
        return (
          <a data-part="button-ghost" href={fund} target="_blank" rel="noreferrer">
            {texts.fund}
          </a>
        )
      return fund && address && andPay('fund', texts.fund, () => fund(lack, offer, address))
    case 'allowance':
      return approve && andPay('approve', texts.approve, () => approve(lack, offer))
    case 'unsupported':
      return (
        address &&
        (connect || connectors.length > 1) &&
        press('another', texts.another, () => disconnect(config))
      )
  }
}

/** Where what helped is gone, the focus goes to the sheet's title: not to Pay, which a key held down would press. */
function useFocusKept() {
  const root = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const place = root.current
    const sheet = place?.closest('[data-part=sheet]')
    return () => {
      if (place?.contains(document.activeElement))
        queueMicrotask(() => sheet?.querySelector<HTMLElement>('[data-part=title]')?.focus())
    }
  }, [])
  return root
}

/** A button for each wallet that the page can connect. */
function Connectors({ remedy }: { readonly remedy: Remedy }): ReactNode {
  const { locale } = useSurroundings()
  const texts = locale.wallets ?? walletTexts
  const connectors = useConnectors()
  const config = useConfig()
  const [only, second] = connectors
  if (!only) return <p>{texts.none}</p>
  return connectors.map((connector) => (
    <Press
      key={connector.uid}
      name={`connect ${connector.uid}`}
      label={second ? texts.connectTo(plainText(connector.name, 32)) : texts.connect}
      waiting={texts.waiting}
      remedy={remedy}
      act={() => connectWallet(config, { connector })}
    />
  ))
}

type PressProps = {
  readonly name: string
  readonly label: string
  readonly waiting: string
  readonly remedy: Remedy
  act(): unknown
}

/** A button that keeps its width and the focus while the wallet asks. */
function Press({ name, label, waiting, remedy, act }: PressProps): ReactNode {
  const isBusy = remedy.busy === name
  return (
    <button
      type="button"
      data-part="button-ghost"
      data-state={isBusy ? 'working' : 'idle'}
      aria-disabled={remedy.busy !== undefined || undefined}
      aria-busy={isBusy || undefined}
      onClick={() => remedy.run(name, act)}
    >
      <span data-part="label" data-widest={waiting.length > label.length ? waiting : label}>
        {isBusy ? waiting : label}
      </span>
    </button>
  )
}
