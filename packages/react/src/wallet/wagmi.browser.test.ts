import { custom } from 'viem'
import { mainnet, sepolia } from 'viem/chains'
import { expect, test } from 'vitest'
import { createConfig, createStorage } from 'wagmi'
import { connect, disconnect } from 'wagmi/actions'
import { injected } from 'wagmi/connectors'
import { wagmiClient } from './wagmi.js'

const address = '0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00'

/** A wallet on one network that counts what it is asked. */
function openWallet(chainId: number) {
  const asked: string[] = []
  const provider = {
    on() {},
    removeListener() {},
    async request({ method }: { method: string }) {
      asked.push(method)
      if (method === 'eth_requestAccounts' || method === 'eth_accounts') return [address]
      if (method === 'eth_chainId') return `0x${chainId.toString(16)}`
      if (method === 'wallet_requestPermissions') return [{ caveats: [{ value: [address] }] }]
      return null
    },
  }
  const config = createConfig({
    chains: [mainnet, sepolia],
    multiInjectedProviderDiscovery: false,
    storage: createStorage({ storage: { getItem: () => null, setItem() {}, removeItem() {} } }),
    connectors: [injected({ target: () => ({ id: 'fake', name: 'Fake', provider: provider as never }) })],
    transports: { [mainnet.id]: custom(provider), [sepolia.id]: custom(provider) },
  })
  return { asked, config }
}

test('finds the connected wallet where it is, and switches nothing', async () => {
  const { asked, config } = openWallet(mainnet.id)
  const find = wagmiClient(config)
  expect(await find({ chainId: sepolia.id })).toBeUndefined()
  expect(asked).toEqual([])
  const [connector] = config.connectors
  if (!connector) throw new Error('There is no connector.')
  await connect(config, { connector })
  asked.length = 0
  const client = await find({ chainId: sepolia.id })
  expect(client?.account.address.toLowerCase()).toBe(address.toLowerCase())
  expect(client?.chain?.id).toBe(mainnet.id)
  expect(asked.filter((method) => method !== 'eth_chainId' && method !== 'eth_accounts')).toEqual([])
  await disconnect(config)
  expect(await find({ chainId: mainnet.id })).toBeUndefined()
})
