import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Permit2 from '../../../chain/Permit2.js'
import { BaseError } from '../../../Errors.js'
import * as Base64Url from '../../../protocol/Base64Url.js'
import { chainId, escrow, sessionChallenge, shop, token } from '../testing/challenges.js'
import * as SessionRequest from './SessionRequest.js'

const other = `0x${'Ab'.repeat(20)}` as const
const trusted = { escrows: [{ chainId, address: escrow }] }

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('__proto__', 'constructor', '0x', `0x${'F'.repeat(64)}`, '9'.repeat(400), -0, 1e308),
)
const part = <type>(arbitrary: fc.Arbitrary<type>) => fc.oneof({ weight: 4, arbitrary }, odd)
const amount = part(fc.bigInt({ min: 0n, max: 2n ** 129n }).map(String))
const details = part(
  fc.record(
    {
      escrowContract: part(fc.constant(escrow)),
      chainId: part(fc.constant(chainId)),
      minVoucherDelta: amount,
      feePayer: part(fc.boolean()),
      channelId: odd,
      credentialTypes: part(fc.array(part(fc.constantFrom('hash', 'authorization', 'permit2')))),
      permit2Contract: part(fc.constantFrom(Permit2.canonical, other)),
    },
    { requiredKeys: ['escrowContract', 'chainId'] },
  ),
)
const request = part(
  fc.record(
    {
      amount,
      currency: part(fc.constant(token)),
      recipient: part(fc.constant(shop)),
      methodDetails: details,
      unitType: part(fc.string()),
      suggestedDeposit: amount,
    },
    { requiredKeys: ['amount', 'currency', 'recipient', 'methodDetails'] },
  ),
)

test('no request raises anything but an error of ours, and what is read is within what is trusted', () => {
  fc.assert(
    fc.property(request, (value) => {
      const challenge = { ...sessionChallenge(), request: Base64Url.fromText(JSON.stringify(value)) }
      try {
        const read = SessionRequest.read(challenge, trusted)
        const { suggestedDeposit = 0n, minVoucherDelta, credentialTypes } = read
        for (const each of [read.amount, suggestedDeposit, minVoucherDelta])
          expect(each >= 0n && each < 2n ** 128n).toBe(true)
        for (const each of [read.currency, read.recipient]) expect(each).toMatch(/^0x[0-9a-f]{40}$/)
        expect([read.chainId, read.escrowContract]).toEqual([chainId, escrow])
        expect(credentialTypes.length).toBeGreaterThan(0)
        if (credentialTypes.includes('permit2')) expect(read.permit2Contract).toBe(Permit2.canonical)
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
      }
    }),
    { numRuns },
  )
})
