import { Transaction } from 'viem/tempo'
import { describe, expect, test } from 'vitest'
import { createKeyring } from '../../../signers/Keyring.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { codeOf, type FakeClient, fakeClient, localAccount, remoteAccount } from '../testing/fakeClient.js'
import { RpcError } from '../testing/wallets.js'
import { tempoScheme } from './Session.js'
import * as SessionRequest from './SessionRequest.js'
import type { TempoSessionOptions } from './SessionTerms.js'
import { sessionChallenge } from './testing/challenges.js'

function setup(client: FakeClient, options: Partial<TempoSessionOptions> = {}) {
  const scheme = tempoScheme({ client, ...options })
  const challenge = sessionChallenge()
  const request = SessionRequest.read(challenge)
  const store = createMemoryStore()
  const keys = createKeyring(store)
  const open = (deposit = 1_000n, signal?: AbortSignal) =>
    scheme.open(request, { store, keys, now: Date.now, challenge, deposit, limit: deposit, signal })
  /** Names of what is left, without the keyring's own key. */
  const left = async () => (await store.list('')).map(([name]) => name).filter((name) => !/wrap/i.test(name))
  return { scheme, request, store, keys, open, left }
}

describe('an account in the page', () => {
  test('opens a channel after one round trip to the chain', async () => {
    const client = fakeClient(localAccount)
    const inner = client.request.bind(client)
    let release = () => {}
    const all = new Promise<void>((resolve) => {
      release = resolve
    })
    // Nothing is answered before everything was asked.
    client.request = async (call, options) => {
      const answer = await inner(call, options)
      if (client.log.length === 4) release()
      await all
      return answer
    }
    const { scheme, request, open, keys } = setup(client)
    const { identity, payload, keyId, signer, endsAt } = await open()
    expect([...client.log].sort()).toEqual([
      'eth_chainId',
      'eth_estimateGas',
      'eth_getBlockByNumber',
      'eth_maxPriorityFeePerGas',
    ])
    scheme.check(identity, request)
    expect(identity.source).toBe(`did:pkh:eip155:42431:${localAccount.address}`)
    expect(Object.keys(payload)).toEqual(['type', 'transaction', 'authorizedSigner'])
    expect(payload.authorizedSigner).toBe(identity.parts.authorizedSigner)
    expect((await keys.load(keyId))?.publicKey).toEqual(signer.publicKey)
    expect(Number(endsAt) - Date.now()).toBeGreaterThan(20_000)
  })

  test('says when what adds to a channel ends', async () => {
    const { scheme, request, open, store, keys } = setup(fakeClient(localAccount))
    const { identity, signer } = await open()
    const ends: number[] = []
    const payload = await scheme.topUp(request, identity, {
      ...{ store, keys, signer, now: Date.now, challenge: sessionChallenge(), amount: 500n, deposit: 1_000n },
      ends: async (at) => void ends.push(at),
    })
    const { validBefore } = Transaction.deserialize(payload.transaction as `0x76${string}`)
    expect(ends).toEqual([Number(validBefore) * 1000])
  })

  test('two openings are two channels', async () => {
    const { open } = setup(fakeClient(localAccount))
    const [one, two] = await Promise.all([open(), open()])
    expect(one.identity.id).not.toBe(two.identity.id)
    expect(one.keyId).not.toBe(two.keyId)
  })

  test.each([
    ['chain_mismatch', { eth_chainId: '0x1', eth_estimateGas: new RpcError(-32000) }],
    ['network_would_fail', { eth_estimateGas: new RpcError(3, 'execution reverted') }],
    ['network_unreachable', { eth_getBlockByNumber: new Error('offline') }],
  ])('keeps no key where the opening fails: %s', async (code, answers) => {
    const { open, left } = setup(fakeClient(localAccount, answers))
    expect(await codeOf(open())).toBe(code)
    expect(await left()).toEqual([])
  })

  test('deposits no more than the escrow can hold', async () => {
    expect(await codeOf(setup(fakeClient(localAccount)).open(2n ** 96n))).toBe('channel_amount_invalid')
  })
})

describe('a wallet that signs', () => {
  test('is refused when it signs another transaction', async () => {
    const other = setup(fakeClient(localAccount))
    const { payload } = await other.open()
    const client = fakeClient(remoteAccount, { eth_signTransaction: payload.transaction })
    const { open, left } = setup(client, { opening: 'wallet' })
    expect(await codeOf(open())).toBe('wallet_failed')
    expect(await left()).toEqual([])
  })
})

describe('an ordinary wallet', () => {
  test.each([
    ['cancelled', 4001],
    ['wallet_unsupported', -32601],
    ['wallet_failed', 4100],
  ])('that does not allow a key (%s) leaves nothing behind', async (code, number) => {
    const client = fakeClient(remoteAccount, { eth_sendTransaction: new RpcError(number) })
    const { open, left } = setup(client)
    expect(await codeOf(open())).toBe(code)
    expect(await left()).toEqual([])
  })

  test('is not asked once the caller has given up', async () => {
    const client = fakeClient(remoteAccount)
    expect(await codeOf(setup(client).open(1_000n, AbortSignal.abort()))).toBe('cancelled')
    expect(client.log).toEqual([])
  })

  test('is asked for nothing without being connected', async () => {
    expect(await codeOf(setup(fakeClient(undefined)).open())).toBe('disconnected')
  })
})
