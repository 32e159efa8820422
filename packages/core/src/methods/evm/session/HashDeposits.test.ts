import { describe, expect, test } from 'vitest'
import * as StreamChannel from '../../../chain/StreamChannel.js'
import { codeOf, hash, localAccount, payer } from '../../../chain/testing/fakeClient.js'
import { RpcError } from '../../../chain/testing/wallets.js'
import * as Record from '../../../session/Record.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { chainId, channel, escrow, sessionChallenge, shop, token } from '../testing/challenges.js'
import { fakeChain, openContext } from '../testing/fakeChain.js'
import * as ChannelIdentity from './ChannelIdentity.js'
import { evmScheme } from './Session.js'
import * as SessionRequest from './SessionRequest.js'

// Deposits by the payer's own transactions, where the chain or the page fails in between.

const escrows = [{ chainId, address: escrow }]
const request = SessionRequest.read(sessionChallenge(), { escrows })

function setup(chain = fakeChain()) {
  return { ...chain, scheme: evmScheme({ client: chain.client, escrows }) }
}

describe('an opening by hash', () => {
  const place = `evm/opening/${chainId}/${payer}/${escrow}/${shop}/${token}`

  test('that was refused in the wallet leaves nothing behind', async () => {
    const { scheme } = setup(fakeChain({ answers: { eth_sendTransaction: new RpcError(4001) } }))
    const store = createMemoryStore()
    expect(await codeOf(scheme.open(request, openContext(store)))).toBe('cancelled')
    expect([await store.get(place), await store.list('keyring/key/')]).toEqual([undefined, []])
  })

  test('is not sent where it would fail', async () => {
    const answers = { eth_call: new Error('execution reverted') }
    const { scheme, sent } = setup(fakeChain({ answers }))
    expect(await codeOf(scheme.open(request, openContext()))).toBe('network_would_fail')
    expect(sent()).toEqual([])
  })

  test('that the network refused failed, and the next is another', async () => {
    const reverted = { eth_getTransactionReceipt: { status: '0x0' } }
    const { scheme } = setup(fakeChain({ numbers: { allowance: 9_999n }, answers: reverted }))
    const store = createMemoryStore()
    expect(await codeOf(scheme.open(request, openContext(store)))).toBe('evm_failed')
    expect(await store.get(place)).toBeUndefined()
  })

  test('whose approval the network refused is not sent', async () => {
    const reverted = { eth_getTransactionReceipt: { status: '0x0' } }
    const { scheme, sent } = setup(fakeChain({ answers: reverted }))
    expect(await codeOf(scheme.open(request, openContext()))).toBe('evm_unapproved')
    expect(sent()).toEqual(['eth_sendTransaction'])
  })

  /** One whose page was closed while the network had it. */
  async function abandoned(answers: { [method: string]: unknown } = {}) {
    const store = createMemoryStore()
    const first = setup(
      fakeChain({ numbers: { allowance: 9_999n }, answers: { eth_getTransactionReceipt: null } }),
    )
    const giveUp = new AbortController()
    const opening = codeOf(first.scheme.open(request, { ...openContext(store), signal: giveUp.signal }))
    await expect.poll(() => store.get(place)).toMatchObject({ hash })
    giveUp.abort()
    expect(await opening).toBe('unknown')
    const next = setup(fakeChain({ numbers: { allowance: 9_999n }, answers }))
    return { store, ...next }
  }

  test('that is still under way is not sent again', async () => {
    const pending = { eth_getTransactionReceipt: null, eth_getTransactionByHash: { hash } }
    const { store, scheme, sent } = await abandoned(pending)
    expect(await codeOf(scheme.open(request, openContext(store)))).toBe('unknown')
    expect(sent()).toEqual([])
  })

  test('that the network lost is sent again, to open the same channel', async () => {
    const lost = (_: unknown, times: number) => (times === 0 ? null : { status: '0x1' })
    const answers = { eth_getTransactionReceipt: lost, eth_getTransactionByHash: null }
    const { store, scheme, sent, client } = await abandoned(answers)
    const before = (await store.get(place)) as { channel: StreamChannel.Channel }
    const { identity } = await scheme.open(request, openContext(store))
    expect(identity).toEqual(ChannelIdentity.of(before.channel))
    expect(sent()).toEqual(['eth_sendTransaction'])
    const [call] = client.calls.filter(({ method }) => method === 'eth_sendTransaction')
    expect(call?.params[0]).toMatchObject(StreamChannel.open(before.channel, 5_000n))
  })

  test('that went through meanwhile is what is used, with its own deposit', async () => {
    const { store, scheme, sent, numbers } = await abandoned()
    numbers.deposit = 4_000n
    const opening = await scheme.open(request, openContext(store))
    expect(opening).toMatchObject({ deposit: 4_000n, payload: { type: 'hash', hash } })
    expect(sent()).toEqual([])
  })

  test.each(['it ended', 'it failed', 'it is in use'])('is forgotten when %s', async (how) => {
    const failed = {
      eth_getTransactionReceipt: (_: unknown, times: number) => ({ status: times ? '0x1' : '0x0' }),
    }
    const { store, scheme, sent, numbers } = await abandoned(how === 'it failed' ? failed : {})
    const before = (await store.get(place)) as { channel: StreamChannel.Channel }
    const { id } = ChannelIdentity.of(before.channel)
    if (how === 'it ended') numbers.finalized = true
    if (how === 'it is in use') await store.set(Record.keyOf(id), {})
    const keys = await store.list('keyring/key/')
    const { identity } = await scheme.open(request, openContext(store))
    expect(identity.id).not.toBe(id)
    expect(sent()).toEqual(['eth_sendTransaction'])
    // The key of one that is in use is its own.
    expect((await store.list('keyring/key/')).length).toBe(how === 'it is in use' ? 2 : keys.length)
  })
})

describe('a top-up by hash', () => {
  const identity = ChannelIdentity.of(channel)
  const context = (store = createMemoryStore(), more: object = {}) => ({
    ...openContext(store),
    ...{ amount: 500n, deposit: 5_000n },
    ...more,
  })
  const place = `evm/topup/${identity.id}`
  const numbers = { allowance: 9_999n, deposit: 5_000n }

  test('is told by its hash', async () => {
    const { scheme, sent } = setup(fakeChain({ numbers }))
    const store = createMemoryStore()
    expect(await scheme.topUp(request, identity, context(store))).toEqual({
      action: 'topUp',
      type: 'hash',
      channelId: identity.id,
      hash,
      additionalDeposit: '500',
    })
    expect(sent()).toEqual(['eth_sendTransaction'])
    expect(await store.get(place)).toBeUndefined()
  })

  test('is not made by another account', async () => {
    const { scheme } = setup(fakeChain({ account: localAccount, numbers }))
    expect(await codeOf(scheme.topUp(request, identity, context()))).toBe('channel_payer_mismatch')
  })

  test('that is still under way is not made again', async () => {
    const store = createMemoryStore()
    await store.set(place, { amount: '500', deposit: '5000', at: Date.now(), hash })
    const { scheme, sent } = setup(fakeChain({ numbers, answers: { eth_getTransactionReceipt: null } }))
    expect(await codeOf(scheme.topUp(request, identity, context(store)))).toBe('unknown')
    expect(sent()).toEqual([])
    // After ten minutes nothing is waited for.
    const later = { now: () => Date.now() + 600_001 }
    const giveUp = AbortSignal.timeout(50)
    await codeOf(scheme.topUp(request, identity, context(store, { ...later, signal: giveUp })))
    expect(sent()).toEqual(['eth_sendTransaction'])
  })

  test('that went through unseen is told, and not made again', async () => {
    const store = createMemoryStore()
    await store.set(place, { amount: '500', deposit: '5000', at: 0, hash: `0x${'77'.repeat(32)}` })
    const { scheme, sent } = setup(fakeChain({ numbers: { ...numbers, deposit: 5_500n } }))
    const payload = await scheme.topUp(request, identity, context(store))
    expect(payload).toMatchObject({ hash: `0x${'77'.repeat(32)}`, additionalDeposit: '500' })
    expect(sent()).toEqual([])
    // Now it is known, and what is asked for then is more.
    expect(await scheme.topUp(request, identity, context(store, { deposit: 5_500n }))).toMatchObject({ hash })
  })

  test('is not made while there is more than was known', async () => {
    const { scheme, sent } = setup(fakeChain({ numbers: { ...numbers, deposit: 5_500n } }))
    expect(await codeOf(scheme.topUp(request, identity, context()))).toBe('evm_deposit_grown')
    expect(sent()).toEqual([])
  })
})
