import * as fc from 'fast-check'
import { Session } from 'mppx/tempo'
import {
  encodeAbiParameters,
  encodeFunctionData,
  encodeFunctionResult,
  hashTypedData,
  keccak256,
  zeroAddress,
} from 'viem'
import { Abis, Transaction } from 'viem/tempo'
import { expect, test } from 'vitest'
import * as Hex from '../../../chain/Hex.js'
import { serialize } from '../TempoTransaction.js'
import { bind, canonicalEscrow, escrowV2 } from './EscrowV2.js'
import type { Channel } from './Protocol.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 500)
const abi = Abis.tip20ChannelReserve

const hex = (size: number) =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => Hex.fromBytes(bytes))
const address = hex(20)
const amount = fc.bigInt({ min: 0n, max: escrowV2.largest })
const channel = fc.record({
  protocol: fc.constant('v2' as const),
  chainId: fc.integer({ min: 1, max: 2 ** 48 }),
  escrow: fc.oneof(fc.constant(canonicalEscrow), address),
  payer: address,
  payee: address,
  operator: fc.oneof(address, fc.constant(zeroAddress)),
  token: address,
  salt: hex(32),
  authorizedSigner: address,
  expiringNonceHash: hex(32),
})

function descriptorOf({ payer, payee, operator = zeroAddress, token, salt, ...rest }: Channel) {
  const { authorizedSigner, expiringNonceHash = '0x' } = rest
  return { payer, payee, operator, token, salt, authorizedSigner, expiringNonceHash }
}

test('what opens, adds to and ends a channel is what viem writes', () => {
  fc.assert(
    fc.property(channel, amount, (channel, amount) => {
      const { escrow: to, payee, operator, token, salt, authorizedSigner } = channel
      const descriptor = descriptorOf(channel)
      const id = escrowV2.channelId(channel)
      expect(escrowV2.open(channel, amount)).toEqual([
        {
          to,
          data: encodeFunctionData({
            abi,
            functionName: 'open',
            args: [payee, operator, token, amount, salt, authorizedSigner],
          }),
        },
      ])
      expect(escrowV2.topUp(channel, id, amount)).toEqual([
        { to, data: encodeFunctionData({ abi, functionName: 'topUp', args: [descriptor, amount] }) },
      ])
      for (const functionName of ['requestClose', 'withdraw'] as const)
        expect(escrowV2[functionName](channel, id)).toEqual({
          to,
          data: encodeFunctionData({ abi, functionName, args: [descriptor] }),
        })
    }),
    { numRuns },
  )
})

test("a channel's id is what the draft and a server of today make of its parts", () => {
  fc.assert(
    fc.property(channel, (channel) => {
      const descriptor = descriptorOf(channel)
      const { escrow, chainId } = channel
      const types = ['address', 'address', 'address', 'address', 'bytes32', 'address', 'bytes32']
      const encoded = encodeAbiParameters(
        [...types, 'address', 'uint256'].map((type) => ({ type })),
        [...Object.values(descriptor), escrow, BigInt(chainId)],
      )
      expect(escrowV2.channelId(channel)).toBe(keccak256(encoded))
      expect(escrowV2.channelId(channel)).toBe(
        Session.Precompile.Channel.computeId({ ...descriptor, escrow, chainId }),
      )
      expect(escrowV2.fields(channel)).toEqual({ descriptor })
    }),
    { numRuns },
  )
})

test("a voucher's digest is that of its typed data (EIP-712)", () => {
  fc.assert(
    fc.property(channel, hex(32), amount, (channel, channelId, cumulativeAmount) => {
      const digest = hashTypedData({
        domain: {
          name: 'TIP20 Channel Reserve',
          version: '1',
          chainId: channel.chainId,
          verifyingContract: channel.escrow,
        },
        types: {
          Voucher: [
            { name: 'channelId', type: 'bytes32' },
            { name: 'cumulativeAmount', type: 'uint96' },
          ],
        },
        primaryType: 'Voucher',
        message: { channelId, cumulativeAmount },
      })
      expect(Hex.fromBytes(escrowV2.voucher(channel, channelId, cumulativeAmount))).toBe(digest)
    }),
    { numRuns },
  )
})

test('a channel is bound to the transaction that opens it, whoever pays the fee', () => {
  const transaction = fc.record({
    chainId: fc.integer({ min: 1, max: 2 ** 48 }),
    calls: fc.array(fc.record({ to: address, data: hex(36) }), { minLength: 1, maxLength: 3 }),
    gas: fc.bigInt({ min: 1n, max: 2n ** 40n }),
    maxFeePerGas: fc.bigInt({ min: 2n ** 30n, max: 2n ** 60n }),
    maxPriorityFeePerGas: fc.bigInt({ min: 0n, max: 2n ** 30n }),
    nonceKey: fc.constant(2n ** 256n - 1n),
    validAfter: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    validBefore: fc.integer({ min: 2 ** 31, max: 2 ** 40 }),
    fee: fc.oneof(fc.record({ feeToken: address }), fc.constant({ sponsored: true })),
  })
  fc.assert(
    fc.property(channel, transaction, ({ expiringNonceHash: _, ...draft }, { fee, ...rest }) => {
      const raw = serialize({ ...rest, ...fee })
      const bound = bind(draft, Hex.toBytes(raw))
      const theirs = Transaction.deserialize(raw as '0x76') as never
      const { computeExpiringNonceHash } = Session.Precompile.Channel
      const expiringNonceHash = computeExpiringNonceHash(theirs, { sender: draft.payer })
      expect(bound).toEqual({ ...draft, expiringNonceHash })
    }),
    { numRuns },
  )
})

test('the state of a channel is read as the escrow writes it', () => {
  fc.assert(
    fc.property(amount, amount, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (one, other, closeRequestedAt) => {
      const [settled, deposit] = one < other ? [one, other] : [other, one]
      const answer = encodeFunctionResult({
        abi,
        functionName: 'getChannelState',
        result: { settled, deposit, closeRequestedAt },
      })
      expect(escrowV2.readState(answer)).toEqual(
        deposit === 0n ? undefined : { settled, deposit, closeRequestedAt: BigInt(closeRequestedAt) },
      )
    }),
    { numRuns },
  )
  const id: Hex.Hex = `0x${'12'.repeat(32)}`
  const data = encodeFunctionData({ abi, functionName: 'getChannelState', args: [id] })
  expect(escrowV2.stateData(id)).toBe(data)
})

test.each([null, '0x', `0x${'00'.repeat(64)}`, `0x${'ff'.repeat(96)}`])(
  'an answer that is no state (%#) is refused',
  (answer) => {
    expect(() => escrowV2.readState(answer)).toThrow(expect.objectContaining({ code: 'network_unreachable' }))
  },
)
