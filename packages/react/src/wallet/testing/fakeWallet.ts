import { custom } from 'viem'
import { mainnet, sepolia } from 'viem/chains'
import { createConfig, createStorage } from 'wagmi'
import { injected } from 'wagmi/connectors'

export const account = '0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00'

/** A wallet that notes what it is asked, and can say no. */
export type FakeWallet = {
  asked: string[]
  chainId: number
  /** What it knows; others have to be added. */
  known: number[]
  /** Thrown at whatever a person would be asked. */
  no: unknown
}

/** A wagmi config of wallets on the main network, by their names. */
export function openWallets(...names: readonly string[]) {
  const storage = createStorage({ storage: { getItem: () => null, setItem() {}, removeItem() {} } })
  const wallets = names.map(
    (): FakeWallet => ({ asked: [], chainId: mainnet.id, known: [mainnet.id], no: undefined }),
  )
  const providers = wallets.map(providerOf)
  const [first] = providers
  if (!first) throw new Error('There is no wallet.')
  const connectors = providers.map((provider, at) =>
    injected({ target: () => ({ id: `fake${at}`, name: names[at] ?? '', provider: provider as never }) }),
  )
  const config = createConfig({
    chains: [mainnet, sepolia],
    multiInjectedProviderDiscovery: false,
    storage,
    connectors,
    transports: { [mainnet.id]: custom(first), [sepolia.id]: custom(first) },
  })
  return { config, wallets: wallets as [FakeWallet, ...FakeWallet[]] }
}

function providerOf(wallet: FakeWallet) {
  const listeners = new Map<string, Set<(value: unknown) => void>>()
  const emit = (name: string, value: unknown) => {
    for (const listener of listeners.get(name) ?? []) listener(value)
  }
  return {
    on: (name: string, listener: (value: unknown) => void) =>
      void listeners.set(name, new Set([...(listeners.get(name) ?? []), listener])),
    removeListener: (name: string, listener: (value: unknown) => void) =>
      listeners.get(name)?.delete(listener),
    async request({ method, params }: { method: string; params?: readonly { chainId?: string }[] }) {
      wallet.asked.push(method)
      if (method === 'eth_accounts') return [account]
      if (method === 'eth_chainId') return `0x${wallet.chainId.toString(16)}`
      if (wallet.no) throw wallet.no
      if (method === 'eth_requestAccounts') return [account]
      if (method === 'wallet_requestPermissions') return [{ caveats: [{ value: [account] }] }]
      const wanted = Number(params?.[0]?.chainId)
      if (method === 'wallet_addEthereumChain') wallet.known.push(wanted)
      if (method === 'wallet_switchEthereumChain') {
        if (!wallet.known.includes(wanted))
          throw Object.assign(new Error('Unrecognized chain.'), { code: 4902 })
      } else if (method !== 'wallet_addEthereumChain') return null
      wallet.chainId = wanted
      emit('chainChanged', `0x${wanted.toString(16)}`)
      return null
    },
  }
}
