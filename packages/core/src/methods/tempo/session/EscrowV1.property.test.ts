import * as fc from 'fast-check'
import {
  decodeFunctionData,
  encodeAbiParameters,
  encodeFunctionData,
  erc20Abi,
  hashTypedData,
  keccak256,
  parseAbi,
  parseAbiParameters,
} from 'viem'
import { expect, test } from 'vitest'
import * as Hex from '../../../chain/Hex.js'
import { UnreachableError } from '../../../chain/Rpc.js'
import { escrowV1 } from './EscrowV1.js'
import type { Channel } from './Protocol.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)

const abi = parseAbi([
  'function open(address payee, address token, uint128 deposit, bytes32 salt, address authorizedSigner) returns (bytes32)',
  'function topUp(bytes32 channelId, uint256 additionalDeposit)',
  'function requestClose(bytes32 channelId)',
  'function withdraw(bytes32 channelId)',
  'function getChannel(bytes32 channelId) view returns (bytes32)',
])
/** As mppx 0.8 reads it, and as the draft has it. */
const layouts = [
  'bool finalized, uint64 closeRequestedAt, address payer, address payee, address token, address authorizedSigner, uint128 deposit, uint128 settled',
  'address payer, address payee, address token, address authorizedSigner, uint128 deposit, uint128 settled, uint64 closeRequestedAt, bool finalized',
] as const

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((value) => Hex.fromBytes(value))
const big = (bits: bigint) => fc.bigInt({ min: 0n, max: 2n ** bits - 1n })
const amount = fc.oneof(big(128n), big(40n), fc.constantFrom(0n, 1n, escrowV1.largest))
const zero = `0x${'00'.repeat(20)}` as const
const channel: fc.Arbitrary<Channel> = fc.record({
  protocol: fc.constant('v1'),
  chainId: fc.integer({ min: 1, max: 2 ** 48 }),
  escrow: bytes(20),
  payer: bytes(20),
  payee: bytes(20),
  token: bytes(20),
  salt: bytes(32),
  authorizedSigner: fc.oneof(bytes(20), fc.constant(zero)),
})

const runs = { numRuns }

test('the id of a channel is the hash of what viem encodes', () => {
  const parts = parseAbiParameters('address, address, address, bytes32, address, address, uint256')
  fc.assert(
    fc.property(channel, (value) => {
      const { payer, payee, token, salt, authorizedSigner, escrow, chainId } = value
      const encoded = [payer, payee, token, salt, authorizedSigner, escrow, BigInt(chainId)] as const
      expect(escrowV1.channelId(value)).toBe(keccak256(encodeAbiParameters(parts, encoded)))
    }),
    runs,
  )
})

test('a voucher is hashed as viem hashes typed data', () => {
  fc.assert(
    fc.property(channel, bytes(32), amount, (value, channelId, cumulativeAmount) => {
      const { chainId, escrow } = value
      const expected = hashTypedData({
        domain: { name: 'Tempo Stream Channel', version: '1', chainId, verifyingContract: escrow },
        types: {
          Voucher: [
            { name: 'channelId', type: 'bytes32' },
            { name: 'cumulativeAmount', type: 'uint128' },
          ],
        },
        primaryType: 'Voucher',
        message: { channelId, cumulativeAmount },
      })
      expect(Hex.fromBytes(escrowV1.voucher(value, channelId, cumulativeAmount))).toBe(expected)
    }),
    runs,
  )
})

test('opening and topping up approve exactly what is then taken', () => {
  fc.assert(
    fc.property(channel, bytes(32), amount, (value, id, units) => {
      const { payee, token, salt, authorizedSigner, escrow } = value
      const approval = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [escrow, units] })
      const opening = encodeFunctionData({
        abi,
        functionName: 'open',
        args: [payee, token, units, salt, authorizedSigner],
      })
      expect(escrowV1.open(value, units)).toEqual([
        { to: token, data: approval },
        { to: escrow, data: opening },
      ])
      expect(escrowV1.topUp(value, id, units)).toEqual([
        { to: token, data: approval },
        { to: escrow, data: encodeFunctionData({ abi, functionName: 'topUp', args: [id, units] }) },
      ])
    }),
    runs,
  )
})

test('the calls of a forced close name the channel and nothing else', () => {
  fc.assert(
    fc.property(channel, bytes(32), (value, id) => {
      for (const functionName of ['requestClose', 'withdraw'] as const) {
        const { to, data } = escrowV1[functionName](value, id)
        expect(to).toBe(value.escrow)
        expect(decodeFunctionData({ abi, data })).toEqual({ functionName, args: [id] })
      }
      expect(escrowV1.stateData(id)).toBe(encodeFunctionData({ abi, functionName: 'getChannel', args: [id] }))
      expect(escrowV1.fields(value)).toEqual({})
    }),
    runs,
  )
})

const record = fc.record({
  finalized: fc.boolean(),
  closeRequestedAt: big(64n),
  payer: bytes(20).filter((address) => BigInt(address) > 1n),
  payee: bytes(20),
  token: bytes(20),
  authorizedSigner: bytes(20),
  deposit: amount,
  share: fc.integer({ min: 0, max: 100 }),
})

test.each(layouts)('a record is read as viem wrote it: %s', (layout) => {
  const parameters = parseAbiParameters(layout)
  fc.assert(
    fc.property(record, ({ share, ...fields }) => {
      const values = { ...fields, settled: (fields.deposit * BigInt(share)) / 100n }
      const { finalized, deposit, settled, closeRequestedAt } = values
      const ordered = parameters.map(({ name }) => values[name])
      const state = escrowV1.readState(encodeAbiParameters(parameters, ordered as never))
      expect(state).toEqual(finalized ? undefined : { deposit, settled, closeRequestedAt })
    }),
    runs,
  )
})

test('a record of zeros is no channel', () => {
  expect(escrowV1.readState(`0x${'00'.repeat(8 * 32)}`)).toBeUndefined()
})

test('what is no record is never taken for a closed channel', () => {
  const wrong: unknown[] = ['0x', `0x${'00'.repeat(7 * 32)}`, `0x${'00'.repeat(9 * 32)}`, null, 'no', {}]
  const settledMore = ['0', '0', 'aa', 'bb', 'cc', '0', '5', '6'].map((word) => word.padStart(64, '0'))
  for (const answer of [...wrong, `0x${settledMore.join('')}`, `0x${'ff'.repeat(8 * 32)}`])
    expect(() => escrowV1.readState(answer)).toThrow(UnreachableError)
})
