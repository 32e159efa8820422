'use client'

import { useMemo } from 'react'
import type { Client } from 'viem'
import { type Config, useConfig } from 'wagmi'
import { getConnection, getConnectorClient } from 'wagmi/actions'

/** Finds the client of the wallet that is connected; `undefined` while none is. */
export type ClientResolver = (parameters: { chainId: number }) => Promise<WalletClient | undefined>

/** A viem client with the account that pays. */
export type WalletClient = Client & { readonly account: NonNullable<Client['account']> }

/**
 * The wallet of a wagmi config, as the client of core's methods. It never connects and never switches networks: a
 * wallet that is on another network than the offer's stays there, and the method says so.
 *
 * @example
 * ```ts
 * const payer = createPayer({ methods: [tempo({ client: wagmiClient(config) })] })
 * ```
 */
export function wagmiClient(config: Config): ClientResolver {
  return async () => {
    if (getConnection(config).status !== 'connected') return undefined
    // Without a `chainId`: some connectors switch to the one they are given.
    return (await getConnectorClient(config)) as WalletClient
  }
}

/**
 * {@link wagmiClient} of the nearest `<WagmiProvider>`, the same as long as its config is.
 *
 * @example
 * ```tsx
 * const client = useWagmiClient()
 * const [payer] = useState(() => createPayer({ methods: [tempo({ client })] }))
 * ```
 */
export function useWagmiClient(): ClientResolver {
  const config = useConfig()
  return useMemo(() => wagmiClient(config), [config])
}
