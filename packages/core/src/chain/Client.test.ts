import {
  type Account,
  type Chain,
  createClient,
  createWalletClient,
  http,
  type Transport,
  type Client as ViemClient,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { Account as TempoAccounts } from 'viem/tempo'
import { tempoModerato } from 'viem/tempo/chains'
import { describe, expect, expectTypeOf, test } from 'vitest'
import * as Client from './Client.js'
import { codeOf, fakeClient, remoteAccount } from './testing/fakeClient.js'

const key = `0x${'42'.repeat(32)}` as const

describe('what a client is', () => {
  test('every client of viem is one, and so is what wagmi hands out', () => {
    const transport = http('http://127.0.0.1')
    const account = privateKeyToAccount(key)
    expectTypeOf(createClient({ transport })).toExtend<Client.ChainClient>()
    expectTypeOf(createClient({ transport, account, chain: tempoModerato })).toExtend<Client.ChainClient>()
    expectTypeOf(
      createClient({ transport, account: TempoAccounts.fromSecp256k1(key) }),
    ).toExtend<Client.ChainClient>()
    expectTypeOf(createWalletClient({ transport, account: account.address })).toExtend<Client.ChainClient>()
    expectTypeOf(createWalletClient({ transport, account })).toExtend<Client.ChainClient>()
    // The type that wagmi's `getConnectorClient` resolves to.
    expectTypeOf<ViemClient<Transport, Chain, Account>>().toExtend<Client.ChainClient>()
    expectTypeOf<
      ViemClient<Transport, Chain | undefined, Account | undefined>
    >().toExtend<Client.ChainClient>()
    expectTypeOf<{ request: (args: { method: string }) => Promise<unknown> }>().toExtend<Client.ChainClient>()
    expectTypeOf<() => Promise<ViemClient<Transport, Chain, Account>>>().toExtend<Client.ClientSource>()
  })

  test('a client of viem is assignable, not only alike', () => {
    const client: Client.ChainClient = createClient({ transport: http('http://127.0.0.1') })
    const source: Client.ClientSource = createWalletClient({
      transport: http('http://127.0.0.1'),
      account: privateKeyToAccount(key),
    })
    expect([typeof client.request, typeof source]).toEqual(['function', 'object'])
  })
})

describe('connect', () => {
  test('takes the client, or what finds it', async () => {
    const client = fakeClient(remoteAccount)
    const expected = { client, account: remoteAccount, chainId: 42431 }
    expect(await Client.connect(client, 42431)).toEqual(expected)
    expect(await Client.connect(({ chainId }) => (chainId === 42431 ? client : undefined), 42431)).toEqual(
      expected,
    )
    expect(await Client.connect(async () => client, 42431)).toEqual(expected)
  })

  test('without a client or an account: disconnected', async () => {
    expect(await codeOf(Client.connect(() => undefined, 42431))).toBe('disconnected')
    expect(await codeOf(Client.connect(fakeClient(undefined), 42431))).toBe('disconnected')
  })

  test('what wagmi throws says whether there is no wallet, or one on another chain', async () => {
    const fail = (name: string) => () => Promise.reject(Object.assign(new Error('No.'), { name }))
    expect(await codeOf(Client.connect(fail('ConnectorNotConnectedError'), 42431))).toBe('disconnected')
    expect(await codeOf(Client.connect(fail('ConnectorChainMismatchError'), 42431))).toBe('chain_mismatch')
  })

  test('on another chain, by its own word or by its wallet: refused', async () => {
    const configured = { ...fakeClient(remoteAccount), chain: { id: 4217 } }
    await expect(Client.connect(configured, 42431)).rejects.toMatchObject({
      code: 'chain_mismatch',
      expected: 42431,
      actual: 4217,
    })
    expect(configured.calls).toEqual([])
    const switched = { ...fakeClient(remoteAccount, { eth_chainId: '0x1' }), chain: { id: 42431 } }
    await expect(Client.connect(switched, 42431)).rejects.toMatchObject({
      code: 'chain_mismatch',
      expected: 42431,
      actual: 1,
    })
  })

  test.each([new Error('down'), null, 42431, '0x', '42431', {}])(
    'when the chain answers nonsense (%#): unreachable',
    async (eth_chainId) => {
      expect(await codeOf(Client.connect(fakeClient(remoteAccount, { eth_chainId }), 42431))).toBe(
        'network_unreachable',
      )
    },
  )
})
