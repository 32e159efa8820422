import { chainId, pathUsd } from '@payerkit/devnet'
import { createWalletClient, encodeFunctionData, http, verifyTypedData } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { Abis, Account, Addresses } from 'viem/tempo'
import { describe, expect, test } from 'vitest'
import { tempo } from './Charge.js'
import * as Proof from './Proof.js'
import { contextOf } from './testing/fakeClient.js'
import {
  balance,
  challengeFor,
  dev,
  expectPaid,
  fund,
  live,
  local,
  partner,
  pay,
  remote,
  sponsor,
  timeout,
  useLiveShop,
} from './testing/live.js'
import { createPlainWallet, createTempoWallet, plainChain } from './testing/wallets.js'

// Every form of a charge, against a server of mppx on a chain of its own, to the unit.

useLiveShop()

describe('a key in the page', { timeout }, () => {
  test.each([
    ['/plain', 'transaction'],
    ['/pull-only', 'transaction'],
    ['/push-only', 'hash'],
    ['/sponsored', 'transaction'],
    ['/split', 'transaction'],
    ['/split-sponsored', 'transaction'],
  ] as const)('pays %s with a %s', async (path, type) => {
    const account = await fund(1_000_000n)
    await expectPaid({ client: local(account), account: account.address }, path, type)
  })

  test('pushes where it is told to, splits and all', async () => {
    const account = await fund(1_000_000n)
    await expectPaid({ client: local(account), mode: 'push', account: account.address }, '/split', 'hash')
  })

  test('pays what is sponsored down to its last unit', async () => {
    const account = await fund(10_000n)
    await expectPaid(
      { client: local(account), clientId: 'tests', account: account.address },
      '/sponsored',
      'transaction',
    )
    expect(await balance(account.address)).toBe(0n)
  })

  test('finds its client by the chain', async () => {
    const account = await fund(1_000_000n)
    const asked: number[] = []
    const client = async (parameters: { chainId: number }) => {
      asked.push(parameters.chainId)
      return local(account)
    }
    await expectPaid({ client, account: account.address }, '/plain', 'transaction')
    expect(asked).toEqual([chainId])
  })
})

describe('a key that a wallet has authorized', { timeout }, () => {
  test('pays everything without the wallet', async () => {
    const owner = await fund(2_000_000n)
    const privateKey = generatePrivateKey()
    const key = Account.fromSecp256k1(privateKey)
    const abi = Abis.accountKeychain.filter(
      (item) => item.type === 'function' && item.name === 'authorizeKey' && item.inputs.length === 3,
    )
    const expiry = BigInt(Math.floor(Date.now() / 1000) + 3600)
    const limits = [{ token: pathUsd, amount: 1_000_000n, period: 0n }]
    const rules = { expiry, enforceLimits: true, limits, allowAnyCalls: true, allowedCalls: [] }
    const data = encodeFunctionData({
      abi,
      functionName: 'authorizeKey',
      args: [key.address, 0, rules],
    } as never)
    const wallet = createPlainWallet({ account: owner, url: live.chain.url, chainId })
    await wallet.request({ method: 'eth_sendTransaction', params: [{ to: Addresses.accountKeychain, data }] })

    const account = Account.fromSecp256k1(privateKey, { access: owner.address })
    const client = local(account as never)
    for (const path of ['/plain', '/split', '/sponsored', '/split-sponsored'])
      await expectPaid({ client, account: owner.address }, path, 'transaction')
    await expectPaid({ client, mode: 'push', account: owner.address }, '/plain', 'hash')
    const { status, authorization } = await pay({ client }, '/free')
    expect([status, authorization.moves]).toEqual([200, 'never'])
  })
})

describe('a wallet like most', { timeout }, () => {
  async function open() {
    const account = await fund(1_000_000n)
    const wallet = createPlainWallet({ account, url: live.chain.url, chainId })
    return { account: account.address, wallet, client: remote(account.address, wallet) }
  }

  test('pays with one ordinary transaction', async () => {
    const { account, client, wallet } = await open()
    await live.chain.rpc('anvil_setBalance', [account, '0x21e19e0c9bab2400000'])
    await expectPaid({ client, account }, '/plain', 'hash')
    expect(wallet.log.filter((method) => method === 'eth_sendTransaction')).toHaveLength(1)
  })

  test.each(['/split', '/sponsored', '/pull-only'])(
    'is told beforehand that it cannot pay %s',
    async (path) => {
      const { account, client, wallet } = await open()
      const method = tempo({ client })
      const challenge = await challengeFor(path)
      const request = method.read(challenge)
      expect(await method.capable?.(request, contextOf(challenge))).toMatchObject({
        able: false,
        reason: 'unsupported',
      })
      await expect(method.authorize(request, contextOf(challenge))).rejects.toMatchObject({
        code: 'wallet_unsupported',
      })
      expect(wallet.log).not.toContain('eth_sendTransaction')
      expect(await balance(account)).toBe(1_000_000n)
    },
  )

  test('proves who it is for nothing', async () => {
    const { client, account } = await open()
    const { status, authorization } = await pay({ client }, '/free')
    expect(status).toBe(200)
    expect(authorization).toMatchObject({ moves: 'never', payload: { type: 'proof' } })
    expect(authorization.source).toBe(`did:pkh:eip155:${chainId}:${account}`)
  })

  test('is asked once when it says no', async () => {
    const { client, account, wallet } = await open()
    wallet.answers.set('eth_sendTransaction', 4001)
    await expect(pay({ client }, '/plain')).rejects.toMatchObject({ code: 'cancelled' })
    expect(wallet.log).not.toContain('eth_signTransaction')
    expect(await balance(account)).toBe(1_000_000n)
  })

  test('is told when its transaction fails on the chain', async () => {
    const { client, account, wallet } = await open()
    // A transfer of somebody else's tokens is mined, and fails.
    wallet.answers.set('eth_sendTransaction', async () => {
      const word = (hex: string) => hex.slice(2).padStart(64, '0')
      const data = `0x23b872dd${word(sponsor.address)}${word(partner)}${word('0x1')}` as const
      const viem = createWalletClient({
        account: dev(3),
        chain: plainChain(live.chain.url, chainId),
        transport: http(live.chain.url),
      })
      return viem.sendTransaction({ to: pathUsd, data, gas: 500_000n })
    })
    await expect(pay({ client }, '/plain')).rejects.toMatchObject({ code: 'tempo_failed' })
    expect(await balance(account)).toBe(1_000_000n)
  })
})

describe('a wallet that knows Tempo', { timeout }, () => {
  async function open() {
    const account = await fund(1_000_000n)
    const wallet = createTempoWallet({ account, url: live.chain.url, chainId })
    return { account: account.address, wallet, client: remote(account.address, wallet) }
  }

  test.each([
    ['/plain', 'hash', 'eth_sendTransaction'],
    ['/push-only', 'hash', 'eth_sendTransaction'],
    ['/split', 'hash', 'wallet_sendCalls'],
    ['/pull-only', 'transaction', 'eth_signTransaction'],
    ['/sponsored', 'transaction', 'eth_signTransaction'],
    ['/split-sponsored', 'transaction', 'eth_signTransaction'],
  ] as const)('pays %s with a %s by %s', async (path, type, method) => {
    const { account, client, wallet } = await open()
    const challenge = await challengeFor(path)
    const checked = tempo({ client })
    expect(await checked.capable?.(checked.read(challenge), contextOf(challenge))).toEqual({ able: true })
    expect(wallet.log).not.toContain(method)
    await expectPaid({ client, account }, path, type)
    expect(wallet.log.filter((each) => each === method)).toHaveLength(1)
  })

  test('signs for the server where it cannot send several calls', async () => {
    const { account, client, wallet } = await open()
    wallet.answers.set('wallet_sendCalls', -32601)
    await expectPaid({ client, account }, '/split', 'transaction')
  })

  test('sends where it cannot sign', async () => {
    const { account, client, wallet } = await open()
    wallet.answers.set('eth_sendTransaction', 4200)
    await expectPaid({ client, account }, '/plain', 'transaction')
  })
})

describe('proofs', { timeout }, () => {
  test('of the deployed form are taken', async () => {
    const account = privateKeyToAccount(generatePrivateKey())
    expect(await pay({ client: local(account) }, '/free')).toMatchObject({ status: 200 })
  })

  test('of the form in the draft are sound, and refused by servers of today', async () => {
    const account = privateKeyToAccount(generatePrivateKey())
    const { status, problem, authorization, challenge } = await pay(
      { client: local(account), proof: 'draft' },
      '/free',
    )
    expect([status, problem]).toEqual([402, 'verification-failed'])
    const { signature } = authorization.payload as { signature: `0x${string}` }
    const typedData = Proof.typedData('draft', { account: account.address, chainId, challenge })
    expect(await verifyTypedData({ ...typedData, address: account.address, signature } as never)).toBe(true)
  })
})
