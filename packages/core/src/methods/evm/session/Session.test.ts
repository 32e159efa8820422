import { describe, expect, test } from 'vitest'
import { checksum } from '../../../chain/Hex.js'
import { codeOf, localAccount, payer, remoteAccount } from '../../../chain/testing/fakeClient.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { chainId, channel, escrow, sessionChallenge, shop, token } from '../testing/challenges.js'
import { fakeChain, openContext } from '../testing/fakeChain.js'
import * as ChannelIdentity from './ChannelIdentity.js'
import { evmSession } from './EvmSession.js'
import type { EvmSessionOptions } from './SessionTerms.js'

const signed = `0x${'11'.repeat(64)}1b`

function setup(
  chain = fakeChain(),
  details: object = {},
  change: object = {},
  options: Partial<EvmSessionOptions> = {},
) {
  const method = evmSession({ client: chain.client, escrows: [{ chainId, address: escrow }], ...options })
  return { ...chain, ...method, request: method.read(sessionChallenge(change, details)) }
}

const pulled = { feePayer: true, credentialTypes: ['authorization', 'permit2'] }

describe('an offer', () => {
  test('says what is deposited, what one unit costs, and who pays the fee', async () => {
    const { describe, request } = setup(fakeChain({ account: remoteAccount }))
    const asset = { symbol: 'TUSD', decimals: 6, asset: token, currency: undefined }
    expect(await describe(request, { session: undefined } as never)).toEqual({
      amount: { value: 5_000n, ...asset },
      payee: { id: checksum(shop), name: undefined },
      network: undefined,
      fees: 'payer',
      prompt: 'transaction',
      payer: checksum(payer),
      session: {
        price: { value: 100n, ...asset },
        unit: 'llm_token',
        limit: { value: 5_000n, ...asset },
        headroom: { value: 3_200n, ...asset },
      },
    })
  })

  test('names the network as the application knows it', async () => {
    const listed = { address: escrow, chainId, symbol: 'EURX', decimals: 2, network: 'Here' }
    const named = async (tokens: EvmSessionOptions['tokens']) => {
      const { describe, request } = setup(fakeChain(), {}, {}, { tokens })
      return (await describe(request, {} as never)).network
    }
    // One token of a network is enough to know it, whichever is paid in.
    expect(await named([listed])).toBe('Here')
    expect(await named([{ ...listed, address: token }])).toBe('Here')
    expect(await named([{ ...listed, chainId: 1 }])).toBeUndefined()
  })

  test('says that a signature is enough where it is', async () => {
    const { describe, request } = setup(undefined, pulled)
    expect(await describe(request, {} as never)).toMatchObject({ fees: 'payee', prompt: 'signature' })
    const plain = setup(fakeChain({ numbers: { signs: false } }), pulled)
    expect(await plain.describe(plain.request, {} as never)).toMatchObject({
      fees: 'payer',
      prompt: 'transaction',
    })
  })

  test('knows who cannot accept it', async () => {
    const ability = (chain: ReturnType<typeof fakeChain>, details?: object) => {
      const { capable, request } = setup(chain, details)
      return capable?.(request, {} as never)
    }
    expect(await ability(fakeChain())).toEqual({ able: true })
    expect(await ability(fakeChain({ numbers: { balance: 4_999n } }))).toMatchObject({ reason: 'balance' })
    const none = { eth_getBalance: '0x0' }
    expect(await ability(fakeChain({ account: localAccount, answers: none }))).toMatchObject({
      reason: 'balance',
      message: expect.stringContaining('fee'),
    })
    expect(await ability(fakeChain({ answers: none }))).toEqual({ able: true })
    expect(await ability(fakeChain({ answers: { eth_chainId: '0x1' } }))).toMatchObject({ reason: 'chain' })
    const plain = fakeChain({ account: { address: payer, type: 'local' } })
    expect(await ability(plain)).toMatchObject({ reason: 'unsupported' })
  })
})

describe('what the shop is sent', () => {
  test('names the payer of a hash, and both signatures of a deposit that the shop makes', async () => {
    const { scheme, request } = setup(fakeChain({ answers: { eth_signTypedData_v4: signed } }), pulled)
    const { identity, payload, rename, endsAt, keyId } = await scheme.open(request, openContext())
    expect(identity.source).toBe(`did:pkh:eip155:${chainId}:${checksum(payer)}`)
    expect(payload).toMatchObject({ type: 'authorization', signature: signed })
    const voucher = { channelId: identity.id, cumulativeAmount: '0', signature: '0x22' }
    expect({ ...payload, ...rename?.(voucher) }).toMatchObject({
      signature: signed,
      voucherSignature: '0x22',
    })
    expect(endsAt).toBeGreaterThan(Date.now() + 50_000)
    expect(keyId).toBeTruthy()
    expect(payload).not.toHaveProperty('rename')
  })

  test('is said to end when what adds to a channel does', async () => {
    const chain = fakeChain({ answers: { eth_signTypedData_v4: signed } })
    const { scheme, request } = setup(chain, pulled, {}, { authorizationLifetime: 300 })
    const ends: number[] = []
    const now = 1_800_000_000_000
    await scheme.topUp(request, ChannelIdentity.of(channel), {
      ...{ ...openContext(), now: () => now, amount: 500n, deposit: 1_000n },
      ends: async (at) => void ends.push(at),
    })
    expect(ends).toEqual([now + 300_000])
  })

  test('has vouchers of 65 bytes, by keys of secp256k1 alone', async () => {
    const { scheme } = setup()
    const identity = ChannelIdentity.of(channel)
    const raw = new Uint8Array(65).fill(7)
    raw[64] = 1
    const signer = { type: 'secp256k1' } as never
    expect(scheme.fields(identity, 250n, raw, signer)).toEqual({
      channelId: identity.id,
      cumulativeAmount: '250',
      signature: `0x${'07'.repeat(64)}1c`,
    })
    expect(() => scheme.fields(identity, 250n, raw, { type: 'p256' } as never)).toThrow(
      expect.objectContaining({ code: 'wallet_unsupported' }),
    )
    for (const amount of [-1n, 2n ** 128n])
      expect(() => scheme.voucher(identity, amount)).toThrow(
        expect.objectContaining({ code: 'channel_amount_invalid' }),
      )
    expect([scheme.closing(identity, 5n, 9n), scheme.closing(identity, 9n, 5n)]).toEqual([9n, 9n])
  })

  test('is not signed where it cannot be paid, and leaves no key', async () => {
    const chain = fakeChain({ numbers: { balance: 4_999n }, answers: { eth_signTypedData_v4: signed } })
    const { scheme, request, sent } = setup(chain, pulled)
    const store = createMemoryStore()
    expect(await codeOf(scheme.open(request, openContext(store)))).toBe('network_would_fail')
    expect(sent()).toEqual([])
    expect(await store.list('keyring/key/')).toEqual([])
  })
})

describe('an identity', () => {
  const identity = ChannelIdentity.of(channel)
  const { scheme, read } = setup()

  test.each(Object.keys(channel))('with another %s is refused', (part) => {
    const value = channel[part as keyof typeof channel]
    const other = typeof value === 'number' ? value + 1 : value.replace(/.$/, value.endsWith('1') ? '2' : '1')
    for (const changed of [other, undefined, null, `${value}00`])
      expect(() => scheme.check({ ...identity, parts: { ...channel, [part]: changed as never } })).toThrow(
        expect.objectContaining({ code: 'channel_invalid' }),
      )
  })

  test('pays what is asked of the same payee in the same token, and nothing else', () => {
    scheme.check(identity, read(sessionChallenge({}, pulled)))
    for (const change of [{ recipient: payer }, { currency: payer }])
      expect(() => scheme.check(identity, read(sessionChallenge(change)))).toThrow(
        expect.objectContaining({ code: 'channel_invalid' }),
      )
  })
})
