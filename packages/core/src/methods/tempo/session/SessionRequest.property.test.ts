import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BaseError } from '../../../Errors.js'
import * as Base64Url from '../../../protocol/Base64Url.js'
import { pathUsd, shop } from '../testing/fakeClient.js'
import { readSnapshot } from './ChannelIdentity.js'
import { canonicalEscrow } from './EscrowV2.js'
import { protocols } from './Protocols.js'
import * as SessionRequest from './SessionRequest.js'
import { sessionChallenge, snapshot } from './testing/challenges.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('__proto__', 'constructor', '0x', `0x${'F'.repeat(64)}`, '9'.repeat(400), -0, 1e308),
)
const amount = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 129n }).map(String), odd)
const address = fc.oneof(fc.constantFrom(pathUsd, shop, canonicalEscrow), odd)
const part = <type>(arbitrary: fc.Arbitrary<type>) => fc.oneof({ weight: 4, arbitrary }, odd)
const aSnapshot = fc.record(
  Object.fromEntries(Object.entries(snapshot()).map(([key, value]) => [key, part(fc.constant(value))])),
  { requiredKeys: [] },
)
const details = part(
  fc.record(
    {
      escrowContract: part(fc.constant(canonicalEscrow)),
      sessionProtocol: part(fc.constantFrom('v1', 'v2')),
      chainId: part(fc.constant(42431)),
      operator: address,
      minVoucherDelta: amount,
      feePayer: part(fc.boolean()),
      feeToken: address,
      channelId: odd,
      sessionSnapshot: part(aSnapshot),
    },
    { requiredKeys: ['escrowContract', 'sessionProtocol', 'chainId'] },
  ),
)
const request = part(
  fc.record(
    {
      amount,
      currency: part(fc.constant(pathUsd)),
      recipient: part(fc.constant(shop)),
      methodDetails: details,
      unitType: part(fc.string()),
      suggestedDeposit: amount,
    },
    { requiredKeys: ['amount', 'currency', 'recipient', 'methodDetails'] },
  ),
)

test('no request raises anything but an error of ours, and what is read can be held by its escrow', () => {
  fc.assert(
    fc.property(request, (value) => {
      const challenge = { ...sessionChallenge(), request: Base64Url.fromText(JSON.stringify(value)) }
      try {
        const read = SessionRequest.read(challenge, [shop])
        const { amount, suggestedDeposit = 0n, minVoucherDelta, chainId, sessionProtocol } = read
        const protocol = protocols[sessionProtocol]
        for (const each of [amount, suggestedDeposit, minVoucherDelta])
          expect(each >= 0n && each <= protocol.largest).toBe(true)
        expect(amount > 0n && Number.isSafeInteger(chainId) && chainId > 0).toBe(true)
        for (const each of [read.currency, read.recipient, read.operator])
          expect(each).toMatch(/^0x[0-9a-f]{40}$/)
        expect([canonicalEscrow, shop]).toContain(read.escrowContract)
        const hint = readSnapshot(read, protocol)
        if (hint) expect(hint.spent <= hint.accepted && hint.identity.id).toBe(snapshot().channelId)
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
      }
    }),
    { numRuns },
  )
})

test('no text in place of a request raises anything but an error of ours', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
      try {
        SessionRequest.read({ ...sessionChallenge(), request: text })
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
      }
    }),
    { numRuns },
  )
})
