import { type Address, type Client, createClient, type Hex, http } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createConnector } from 'wagmi'

/**
 * The key is worth nothing; no wallet that holds real money keeps its key here. It stays when another wallet is
 * used: sessions that it opened are kept too, and their money goes back to it.
 */
const storageKey = 'payerkit-playground.throw-away-development-key'
const connectedKey = 'payerkit-playground.development-wallet-in-use'

export const developmentWalletId = 'development'

/** A wallet whose key is made in this page, so that everybody can try a payment. */
export function developmentWallet() {
  return createConnector<Client>((config) => {
    const [chain] = config.chains
    const transport = http()

    return {
      id: developmentWalletId,
      name: 'Development wallet',
      type: 'development',
      async connect() {
        localStorage.setItem(connectedKey, 'yes')
        // wagmi's type wants the form for a parameter that nobody here sets.
        return {
          accounts: [openDevelopmentWallet()] as never,
          chainId: chain.id,
        }
      },
      async disconnect() {
        localStorage.removeItem(connectedKey)
      },
      async getAccounts() {
        const key = usedKey()
        return key ? [privateKeyToAccount(key).address] : []
      },
      getChainId: async () => chain.id,
      getProvider: async () => createClient({ chain, transport }),
      async getClient() {
        const key = usedKey()
        return createClient({ chain, transport, ...(key && { account: privateKeyToAccount(key) }) })
      },
      isAuthorized: async () => usedKey() !== undefined,
      // Its account and chain never change.
      onAccountsChanged() {},
      onChainChanged() {},
      onDisconnect() {},
    }
  })
}

/** The address of this browser's development wallet, which is made when it is first asked for. */
export function openDevelopmentWallet(): Address {
  return privateKeyToAccount(storedKey() ?? newKey()).address
}

function storedKey(): Hex | undefined {
  return (localStorage.getItem(storageKey) as Hex | null) ?? undefined
}

function usedKey(): Hex | undefined {
  return localStorage.getItem(connectedKey) ? storedKey() : undefined
}

function newKey(): Hex {
  const key = generatePrivateKey()
  localStorage.setItem(storageKey, key)
  return key
}
