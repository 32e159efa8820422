import { type Address, type Client, createClient, type Hex, http } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createConnector } from 'wagmi'

/** The key is worth nothing and gone with the tab; no wallet that holds real money keeps its key here. */
const storageKey = 'payerkit-playground.throw-away-development-key'

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
        // wagmi's type wants the form for a parameter that nobody here sets.
        return {
          accounts: [openDevelopmentWallet()] as never,
          chainId: chain.id,
        }
      },
      async disconnect() {
        sessionStorage.removeItem(storageKey)
      },
      async getAccounts() {
        const key = storedKey()
        return key ? [privateKeyToAccount(key).address] : []
      },
      getChainId: async () => chain.id,
      getProvider: async () => createClient({ chain, transport }),
      async getClient() {
        const key = storedKey()
        return createClient({ chain, transport, ...(key && { account: privateKeyToAccount(key) }) })
      },
      isAuthorized: async () => storedKey() !== undefined,
      // Its account and chain never change.
      onAccountsChanged() {},
      onChainChanged() {},
      onDisconnect() {},
    }
  })
}

/** The address of this tab's development wallet, which is made when it is first asked for. */
export function openDevelopmentWallet(): Address {
  return privateKeyToAccount(storedKey() ?? newKey()).address
}

function storedKey(): Hex | undefined {
  return (sessionStorage.getItem(storageKey) as Hex | null) ?? undefined
}

function newKey(): Hex {
  const key = generatePrivateKey()
  sessionStorage.setItem(storageKey, key)
  return key
}
