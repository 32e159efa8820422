import { describe, expect, test } from 'vitest'
import { payer } from '../testing/fakeClient.js'
import * as ChannelIdentity from './ChannelIdentity.js'
import { protocols } from './Protocols.js'
import { tempoScheme } from './Session.js'
import * as SessionRequest from './SessionRequest.js'
import { channel, sessionChallenge, snapshot } from './testing/challenges.js'

const { v2 } = protocols
const identity = ChannelIdentity.of(channel, v2)
const scheme = tempoScheme({ client: () => undefined })
const requestOf = (details: object = {}) => SessionRequest.read(sessionChallenge({}, details))

describe('an identity', () => {
  test('names its payer as credentials do, and is what it was made of', () => {
    expect(identity.source.toLowerCase()).toBe(`did:pkh:eip155:42431:${payer}`)
    expect(identity.source).not.toBe(identity.source.toLowerCase())
    expect(ChannelIdentity.toChannel(identity, protocols)).toEqual(channel)
    expect(identity.route).toBe(SessionRequest.routeOf(requestOf()))
    expect(structuredClone(identity)).toEqual(identity)
  })

  test.each(Object.keys(channel))('with another %s is refused', (part) => {
    const value = channel[part as keyof typeof channel]
    const other = typeof value === 'number' ? value + 1 : value.replace(/.$/, value.endsWith('1') ? '2' : '1')
    for (const changed of [other, undefined, null, `${value}00`])
      expect(() => scheme.check({ ...identity, parts: { ...channel, [part]: changed } })).toThrow(
        expect.objectContaining({ code: 'channel_invalid' }),
      )
  })

  test.each([
    { id: `0x${'12'.repeat(32)}` },
    { id: identity.id.toUpperCase() },
    { source: 'did:pkh:eip155:42431:0x70997970C51812dc3A010C7d01b50e0d17dc79C9' },
    { route: 'tempo/v2/1' },
    { parts: {} },
    { parts: [] as never },
    { parts: { ...channel, payer: channel.payer.toUpperCase().replace('X', 'x') } },
  ])('that does not fit together is refused (%#)', (change) => {
    expect(() => scheme.check({ ...identity, ...change })).toThrow(
      expect.objectContaining({ code: 'channel_invalid' }),
    )
  })

  test('pays what is asked of the same payee, on the same terms', () => {
    scheme.check(identity, requestOf())
    scheme.check(identity, requestOf({ feePayer: true, minVoucherDelta: '10' }))
    const others = [requestOf({ operator: payer }), requestOf({ chainId: 4217 })]
    others.push(SessionRequest.read(sessionChallenge({ recipient: payer })))
    others.push(SessionRequest.read(sessionChallenge({ currency: payer })))
    for (const request of others)
      expect(() => scheme.check(identity, request)).toThrow(
        expect.objectContaining({ code: 'channel_invalid' }),
      )
  })

  test('a voucher above what the escrow can hold is not made', () => {
    expect(scheme.voucher(identity, v2.largest)).toHaveLength(32)
    for (const amount of [v2.largest + 1n, -1n])
      expect(() => scheme.voucher(identity, amount)).toThrow(
        expect.objectContaining({ code: 'channel_amount_invalid' }),
      )
  })
})

describe('a snapshot', () => {
  const read = (value: unknown, details: object = {}) =>
    scheme.terms(requestOf({ sessionSnapshot: value, ...details })).snapshot

  test('that checks out becomes a channel', () => {
    expect(read(snapshot())).toEqual({ identity, accepted: 500n, spent: 475n })
    expect(read(snapshot({}, { payer: channel.payer.toUpperCase().replace('X', 'x') }))).toBeDefined()
  })

  test.each([
    null,
    'snapshot',
    {},
    snapshot({ channelId: `0x${'12'.repeat(32)}` }),
    snapshot({ escrow: payer }),
    snapshot({ chainId: 4217 }),
    snapshot({ acceptedCumulative: '1001' }),
    snapshot({ spent: '501' }),
    snapshot({ spent: 475 }),
    snapshot({ deposit: undefined }),
    snapshot({ descriptor: undefined }),
    snapshot({}, { payee: payer }),
    snapshot({}, { salt: `0x${'00'.repeat(32)}` }),
    snapshot({}, { expiringNonceHash: undefined }),
  ])('that does not is dropped (%#)', (value) => {
    expect(read(value)).toBeUndefined()
  })

  test('of a channel that cannot pay this is dropped', () => {
    expect(read(snapshot(), { operator: payer })).toBeUndefined()
  })
})
