import * as fc from 'fast-check'
import { tempo } from 'mppx/client'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { BaseError } from '../../../Errors.js'
import * as Base64Url from '../../../protocol/Base64Url.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { fakeClient, word } from '../testing/fakeClient.js'
import * as SubscriptionRecord from './SubscriptionRecord.js'
import * as SubscriptionRequest from './SubscriptionRequest.js'
import { tempoSubscription } from './TempoSubscription.js'
import { subscriptionChallenge, subscriptionRequest, today } from './testing/challenge.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)
const bytes = (size: number) =>
  fc.uint8Array({ minLength: size, maxLength: size }).filter((all) => all.some((byte) => byte > 0))
const address = bytes(20).map((all) => `0x${Buffer.from(all).toString('hex')}` as const)

test('is byte for byte what mppx signs for the same challenge', async () => {
  const terms = fc.record({
    amount: fc.bigInt({ min: 1n, max: 2n ** 128n }).map(String),
    currency: address,
    recipient: address,
    periodUnit: fc.constantFrom('day', 'week'),
    periodCount: fc.integer({ min: 1, max: 10_000 }).map(String),
    end: fc.integer({ min: today / 1000 + 3_600, max: 4_000_000_000 }),
    accessKeyAddress: address,
    keyType: fc.constantFrom('secp256k1', 'p256', 'webAuthn'),
  })
  const given = fc.tuple(terms, bytes(32), bytes(32))
  // Both sign with the curve in JavaScript: a hundred take a second.
  await fc.assert(
    fc.asyncProperty(given, async ([{ end, accessKeyAddress, keyType, ...rest }, id, secret]) => {
      const account = privateKeyToAccount(`0x${Buffer.from(secret).fill(1, 0, 1).toString('hex')}`)
      const subscriptionExpires = new Date(end * 1000).toISOString()
      const request = {
        ...subscriptionRequest(rest, { accessKeyAddress, keyType }),
        subscriptionExpires,
      }
      const challenge = subscriptionChallenge(request, { id: Base64Url.fromBytes(id) })
      const peer = tempo.subscription({ account, getClient: () => ({ chain: { id: 42431 } }) as never })
      const text = await peer.createCredential({ challenge: { ...challenge, request }, context: {} } as never)
      const theirs = JSON.parse(Base64Url.toText(text.replace('Payment ', '')))

      const client = fakeClient(account as never, {
        eth_getBlockByNumber: { number: '0x1', timestamp: `0x${(today / 1000).toString(16)}` },
        eth_call: ([{ data }]: [{ data: string }]) =>
          `0x${word(0)
            .slice(2)
            .repeat(data.startsWith('0xbc298553') ? 5 : 2)}`,
      })
      const method = tempoSubscription({ client })
      const { payload, source } = await method.authorize(method.read(challenge), {
        ...{ challenge, now: () => today, store: createMemoryStore(), idempotencyKey: 'one' },
      })
      expect(payload).toEqual(theirs.payload)
      expect(source?.toLowerCase()).toBe(theirs.source)
    }),
    { numRuns: Math.min(numRuns, 60) },
  )
})

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('__proto__', 'constructor', '0x', '9'.repeat(400), -0, 1e308, `0x${'F'.repeat(40)}`),
)
const part = <type>(value: type) => fc.oneof(fc.constant(value), odd)

test('whatever a server asks for, and whatever lies in a store, is read or refused, and never breaks', () => {
  const sound = subscriptionRequest()
  const key = fc.record({
    accessKeyAddress: part(sound.methodDetails.accessKey.accessKeyAddress),
    keyType: part('p256'),
  })
  const requests = fc.oneof(
    odd,
    fc.record(
      {
        ...Object.fromEntries(Object.entries(sound).map(([field, value]) => [field, part(value)])),
        methodDetails: fc.oneof(odd, fc.record({ accessKey: fc.oneof(odd, key), chainId: part(42431) })),
      },
      { requiredKeys: [] },
    ),
  )
  fc.assert(
    fc.property(requests, (request) => {
      try {
        const read = SubscriptionRequest.read(subscriptionChallenge(request as object))
        expect(read.seconds).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
      }
      expect(SubscriptionRecord.read(request)).toBeUndefined()
    }),
    { numRuns },
  )
})
