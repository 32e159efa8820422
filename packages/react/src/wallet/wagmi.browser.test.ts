import { mainnet, sepolia } from 'viem/chains'
import { expect, test } from 'vitest'
import { connect, disconnect } from 'wagmi/actions'
import { account, openWallets } from './testing/fakeWallet.js'
import { wagmiClient } from './wagmiClient.js'

test('finds the connected wallet where it is, and switches nothing', async () => {
  const { config, wallets } = openWallets('One')
  const [{ asked }] = wallets
  const find = wagmiClient(config)
  expect(await find({ chainId: sepolia.id })).toBeUndefined()
  expect(asked).toEqual([])
  const [connector] = config.connectors
  if (!connector) throw new Error('There is no connector.')
  await connect(config, { connector })
  asked.length = 0
  const client = await find({ chainId: sepolia.id })
  expect(client?.account.address.toLowerCase()).toBe(account.toLowerCase())
  expect(client?.chain?.id).toBe(mainnet.id)
  expect(asked.filter((method) => method !== 'eth_chainId' && method !== 'eth_accounts')).toEqual([])
  await disconnect(config)
  expect(await find({ chainId: mainnet.id })).toBeUndefined()
})
