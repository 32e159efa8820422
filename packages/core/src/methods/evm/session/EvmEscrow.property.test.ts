import * as fc from 'fast-check'
import {
  encodeAbiParameters,
  encodeFunctionData,
  erc20Abi,
  hashTypedData,
  hexToBigInt,
  keccak256,
  parseAbi,
  parseAbiParameters,
} from 'viem'
import { describe, expect, test } from 'vitest'
import * as Erc20 from '../../../chain/Erc20.js'
import * as Hex from '../../../chain/Hex.js'
import * as StreamChannel from '../../../chain/StreamChannel.js'
import { codeOf, fakeClient } from '../../../chain/testing/fakeClient.js'
import * as ChannelIdentity from './ChannelIdentity.js'
import * as EvmEscrow from './EvmEscrow.js'

// What goes to the chain, against what viem makes of the draft's own words.

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)
const runs = { numRuns }

const abi = parseAbi([
  'function open(address payee, address token, uint128 deposit, bytes32 salt, address authorizedSigner) returns (bytes32)',
  'function topUp(bytes32 channelId, uint128 additionalDeposit)',
  'function requestClose(bytes32 channelId)',
  'function withdraw(bytes32 channelId)',
  'function getChannel(bytes32 channelId) view returns (bytes32)',
])

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((value) => Hex.fromBytes(value))
const big = (bits: bigint) => fc.bigInt({ min: 0n, max: 2n ** bits - 1n })
const amount = fc.oneof(big(128n), big(40n), fc.constantFrom(0n, 1n, StreamChannel.largest))
const zero = `0x${'00'.repeat(20)}` as const
const channel: fc.Arbitrary<StreamChannel.Channel> = fc.record({
  chainId: fc.integer({ min: 1, max: 2 ** 48 }),
  escrow: bytes(20),
  payer: bytes(20),
  payee: bytes(20),
  token: bytes(20),
  salt: bytes(32),
  authorizedSigner: fc.oneof(bytes(20), fc.constant(zero)),
})

describe('a channel', () => {
  const parts = parseAbiParameters('address, address, address, bytes32, address, address, uint256')

  test('has the id that viem hashes, and an identity that holds it', () => {
    fc.assert(
      fc.property(channel, (value) => {
        const { payer, payee, token, salt, authorizedSigner, escrow, chainId } = value
        const encoded = [payer, payee, token, salt, authorizedSigner, escrow, BigInt(chainId)] as const
        const identity = ChannelIdentity.of(value)
        expect(identity.id).toBe(keccak256(encodeAbiParameters(parts, encoded)))
        expect(ChannelIdentity.toChannel(identity)).toEqual(value)
      }),
      runs,
    )
  })

  test('has vouchers that viem hashes as typed data', () => {
    fc.assert(
      fc.property(channel, bytes(32), amount, (value, channelId, cumulativeAmount) => {
        const { chainId, escrow } = value
        const expected = hashTypedData({
          domain: { name: 'EVM Payment Channel', version: '1', chainId, verifyingContract: escrow },
          types: {
            Voucher: [
              { name: 'channelId', type: 'bytes32' },
              { name: 'cumulativeAmount', type: 'uint128' },
            ],
          },
          primaryType: 'Voucher',
          message: { channelId, cumulativeAmount },
        })
        expect(Hex.fromBytes(EvmEscrow.voucher(value, channelId, cumulativeAmount))).toBe(expected)
      }),
      runs,
    )
  })

  test('is opened, added to, ended and read by the calls that viem encodes', () => {
    fc.assert(
      fc.property(channel, bytes(32), amount, (value, id, units) => {
        const { payee, token, salt, authorizedSigner, escrow } = value
        const call = (functionName: string, args: readonly unknown[]) =>
          encodeFunctionData({ abi, functionName, args } as never)
        expect(StreamChannel.open(value, units)).toEqual({
          to: escrow,
          data: call('open', [payee, token, units, salt, authorizedSigner]),
        })
        expect(EvmEscrow.topUp(value, id, units)).toEqual({ to: escrow, data: call('topUp', [id, units]) })
        expect(StreamChannel.requestClose(value, id)).toEqual({
          to: escrow,
          data: call('requestClose', [id]),
        })
        expect(StreamChannel.withdraw(value, id)).toEqual({ to: escrow, data: call('withdraw', [id]) })
        expect(StreamChannel.stateData(id)).toBe(call('getChannel', [id]))
        const args = [escrow, units] as const
        expect(Erc20.approve(token, escrow, units)).toEqual({
          to: token,
          data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args }),
        })
      }),
      runs,
    )
  })
})

describe('a record', () => {
  const draft = parseAbiParameters(
    'address payer, address payee, address token, address authorizedSigner, uint128 deposit, uint128 settled, uint64 closeRequestedAt, bool finalized',
  )

  test("is read as viem wrote it, in the draft's order", () => {
    const fields = fc.record({
      payer: bytes(20).filter((address) => hexToBigInt(address) > 1n),
      deposit: amount,
      share: fc.integer({ min: 0, max: 100 }),
      closeRequestedAt: big(64n),
      finalized: fc.boolean(),
    })
    fc.assert(
      fc.property(fields, ({ payer, deposit, share, closeRequestedAt, finalized }) => {
        const settled = (deposit * BigInt(share)) / 100n
        const values = [payer, zero, zero, zero, deposit, settled, closeRequestedAt, finalized] as const
        const state = finalized ? undefined : { deposit, settled, closeRequestedAt }
        expect(StreamChannel.readRecord(encodeAbiParameters(draft, values))).toEqual({ used: true, state })
      }),
      runs,
    )
  })

  test('of nothing says that the id is free', () => {
    expect(StreamChannel.readRecord(`0x${'00'.repeat(256)}`)).toEqual({ used: false, state: undefined })
  })

  test.each([
    [900n, '0x384'],
    [600n, '0x258'],
    [900n, undefined],
    [900n, `0x${'ff'.repeat(8)}00`],
  ])('is kept for %d seconds after a close request (%#)', async (seconds, answer) => {
    const eth_call = answer && `0x${answer.slice(2).padStart(64, '0')}`
    const client = fakeClient(undefined, { eth_call: eth_call ?? new Error('execution reverted') })
    expect((await EvmEscrow.escrowAt(client, zero)).gracePeriod).toBe(seconds)
    await EvmEscrow.escrowAt(client, zero)
    expect(client.log).toEqual(['eth_call'])
  })

  test('has no grace period while the network does not answer', async () => {
    const client = fakeClient(undefined, {
      eth_call: (_: unknown, times: number) => {
        if (times === 0) throw new Error('down')
        return `0x${'0'.repeat(61)}258`
      },
    })
    expect(await codeOf(EvmEscrow.escrowAt(client, zero))).toBe('network_unreachable')
    expect((await EvmEscrow.escrowAt(client, zero)).gracePeriod).toBe(600n)
  })
})
