import * as fc from 'fast-check'
import { fromRlp, getAddress, keccak256, toRlp } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { Account, Transaction } from 'viem/tempo'
import { expect, test } from 'vitest'
import * as Hex from '../../chain/Hex.js'
import * as Rlp from '../../chain/Rlp.js'
import { BaseError } from '../../Errors.js'
import * as TempoTransaction from './TempoTransaction.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)

const bytes = (minLength: number, maxLength = minLength) =>
  fc.uint8Array({ minLength, maxLength }).map((value) => Hex.fromBytes(value))
const big = (bits: bigint, min = 0n) => fc.bigInt({ min, max: 2n ** bits - 1n })
const second = fc.option(fc.integer({ min: 1, max: 2 ** 40 }), { nil: undefined })

const transaction: fc.Arbitrary<TempoTransaction.TempoTransaction> = fc
  .record({
    chainId: fc.integer({ min: 1, max: 2 ** 48 }),
    calls: fc.array(
      fc.record({ to: bytes(20), data: bytes(0, 300), value: fc.option(big(128n), { nil: undefined }) }),
      {
        minLength: 1,
        maxLength: 12,
      },
    ),
    gas: big(64n),
    fees: fc.tuple(big(96n), big(96n)),
    nonceKey: fc.oneof(fc.constant(TempoTransaction.expiringNonceKey), big(256n)),
    nonce: fc.option(big(53n), { nil: undefined }),
    validAfter: second,
    length: second,
    feeToken: fc.option(bytes(20), { nil: undefined }),
    sponsored: fc.boolean(),
  })
  .map(({ fees, length, ...rest }) => {
    // viem refuses a tip above the fee, and an end before the start.
    const [maxPriorityFeePerGas = 0n, maxFeePerGas = 0n] = [...fees].sort((a, b) => (a < b ? -1 : 1))
    return {
      ...rest,
      maxPriorityFeePerGas,
      maxFeePerGas,
      validBefore: length && (rest.validAfter ?? 0) + length,
    }
  })

/** The same in viem's words. */
function inViem({
  sponsored,
  nonce = 0n,
  validAfter,
  validBefore,
  feeToken,
  ...rest
}: TempoTransaction.TempoTransaction) {
  return {
    ...rest,
    type: 'tempo',
    nonce: Number(nonce),
    ...(validAfter ? { validAfter } : {}),
    ...(validBefore ? { validBefore } : {}),
    ...(feeToken ? { feeToken } : {}),
    ...(sponsored ? { feePayerSignature: null } : {}),
  } as never
}

const privateKey = `0x${'42'.repeat(32)}` as const
const owner = privateKeyToAccount(`0x${'43'.repeat(32)}`)
const signers = [
  Account.fromSecp256k1(privateKey),
  Account.fromSecp256k1(privateKey, { access: owner.address }),
]

test('unsigned, a transaction is what viem writes and signs', async () => {
  await fc.assert(
    fc.asyncProperty(transaction, async (value) => {
      const expected = await Transaction.serialize(inViem(value))
      expect(TempoTransaction.serialize(value)).toBe(expected)
      expect(TempoTransaction.signPayload(value)).toBe(keccak256(expected))
    }),
    { numRuns: numRuns * 3 },
  )
})

test('signed, by a key or by one that another account authorized, a transaction is what viem writes', async () => {
  await fc.assert(
    fc.asyncProperty(transaction, fc.constantFrom(...signers), async (value, signer) => {
      const signature = await signer.sign({ hash: TempoTransaction.signPayload(value) })
      const raw = TempoTransaction.serialize(value, signature)
      expect(raw).toBe(await signer.signTransaction(inViem(value)))
      const { nonceKey, validAfter, validBefore, sponsored } = TempoTransaction.parse(raw)
      expect({ nonceKey, validAfter, validBefore, sponsored }).toEqual({
        nonceKey: value.nonceKey,
        validAfter: BigInt(value.validAfter ?? 0),
        validBefore: BigInt(value.validBefore ?? 0),
        sponsored: value.sponsored,
      })
    }),
    // Signing is what takes the time here.
    { numRuns: Math.ceil(numRuns / 5) },
  )
})

test('any signature of 65 bytes and any longer one is kept as viem keeps it', async () => {
  const plain = fc.tuple(bytes(32), bytes(32), fc.constantFrom('00', '01', '1b', '1c'))
  await fc.assert(
    fc.asyncProperty(transaction, plain, async (value, [r, s, v]) => {
      const yParity = Number.parseInt(v, 16) % 27
      const expected = await Transaction.serialize(inViem(value), { r, s, yParity })
      const raw = TempoTransaction.serialize(value, `${r}${s.slice(2)}${v}` as Hex.Hex)
      expect(raw).toBe(expected)
    }),
    { numRuns },
  )
})

type Nested = Hex.Hex | Nested[]
const nested = fc.letrec<{ item: Nested }>((tie) => ({
  item: fc.oneof({ maxDepth: 5 }, bytes(0, 70), fc.array(tie('item'), { maxLength: 6 })),
})).item
const toItem = (value: Nested): Rlp.Item =>
  typeof value === 'string' ? Hex.toBytes(value) : value.map(toItem)

test('recursive length prefixes are those of viem, and are read back', () => {
  fc.assert(
    fc.property(nested, (value) => {
      const encoded = Rlp.encode(toItem(value))
      expect(Hex.fromBytes(encoded)).toBe(toRlp(value))
      expect(fromRlp(encoded, 'hex')).toEqual(value)
      expect(Rlp.decode(encoded)).toEqual(toItem(value))
    }),
    { numRuns },
  )
})

test('addresses have the capitals of viem', () => {
  fc.assert(
    fc.property(bytes(20), (address) => {
      expect(Hex.checksum(address)).toBe(getAddress(address))
    }),
    { numRuns },
  )
})

test('no bytes raise anything but an error of ours', () => {
  const cut = fc.tuple(transaction, fc.nat()).map(([value, at]) => {
    const raw = Hex.toBytes(TempoTransaction.serialize(value, `0x${'11'.repeat(65)}`))
    return raw.subarray(0, at % raw.length)
  })
  const changed = fc.tuple(transaction, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
    const raw = Hex.toBytes(TempoTransaction.serialize(value, `0x${'11'.repeat(65)}`))
    raw[at % raw.length] = byte
    return raw
  })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), cut, changed), (value) => {
      for (const read of [() => Rlp.decode(value), () => TempoTransaction.parse(Hex.fromBytes(value))])
        try {
          read()
        } catch (error) {
          expect(error).toBeInstanceOf(BaseError)
        }
    }),
    { numRuns },
  )
})
