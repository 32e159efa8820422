import * as fc from 'fast-check'
import {
  encodeAbiParameters,
  hashTypedData,
  keccak256,
  parseAbiParameters,
  recoverTypedDataAddress,
  stringToHex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import * as Hex from '../../../chain/Hex.js'
import * as StreamChannel from '../../../chain/StreamChannel.js'
import { signByKey } from '../../../chain/TypedData.js'
import { codeOf, fakeClient } from '../../../chain/testing/fakeClient.js'
import * as TokenPull from './TokenPull.js'

// What goes to the wallet, against what viem makes of the draft's own words.

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)
const runs = { numRuns }

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

/** How contracts hash typed data: from the type's own text. */
const structHash = (type: string, kinds: string, values: readonly unknown[]) =>
  keccak256(
    encodeAbiParameters(parseAbiParameters(`bytes32, ${kinds}`), [
      keccak256(stringToHex(type)),
      ...values,
    ] as never),
  )
const digest = (domain: `0x${string}`, struct: `0x${string}`) =>
  keccak256(`0x1901${domain.slice(2)}${struct.slice(2)}`)

describe('a deposit by signature', () => {
  const opening = fc.record({ opens: channel, amount })
  const addition = fc.record({ adds: channel, id: bytes(32), amount, salt: bytes(32) })
  const seconds = fc.integer({ min: 0, max: 2 ** 40 })
  const text = fc.string({ minLength: 1 })

  test('has the nonce that the escrow derives', () => {
    fc.assert(
      fc.property(opening, addition, (one, two) => {
        const { payer, payee, token, salt, authorizedSigner } = one.opens
        const open = parseAbiParameters('address, address, address, bytes32, address')
        expect(TokenPull.nonceOf(one)).toBe(
          keccak256(encodeAbiParameters(open, [payer, payee, token, salt, authorizedSigner])),
        )
        const add = parseAbiParameters('bytes32, uint256, address, bytes32')
        expect(TokenPull.nonceOf(two)).toBe(
          keccak256(encodeAbiParameters(add, [two.id, two.amount, two.adds.payer, two.salt])),
        )
      }),
      runs,
    )
  })

  test('of EIP-3009 is what the token hashes', () => {
    const type =
      'ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)'
    fc.assert(
      fc.property(fc.oneof(opening, addition), seconds, text, text, (purpose, end, name, version) => {
        const { chainId, escrow, payer, token } = 'opens' in purpose ? purpose.opens : purpose.adds
        const domain = { name, version, chainId, verifyingContract: token }
        const { typedData, authorization } = TokenPull.byAuthorization(purpose, domain, end)
        const nonce = TokenPull.nonceOf(purpose)
        const values = [payer, escrow, purpose.amount, 0n, BigInt(end), nonce]
        const separator = structHash(
          'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)',
          'bytes32, bytes32, uint256, address',
          [keccak256(stringToHex(name)), keccak256(stringToHex(version)), BigInt(chainId), token],
        )
        const struct = structHash(type, 'address, address, uint256, uint256, uint256, bytes32', values)
        expect(hashTypedData(typedData as never)).toBe(digest(separator, struct))
        expect(authorization).toEqual({
          from: payer,
          to: escrow,
          value: String(purpose.amount),
          validAfter: '0',
          validBefore: String(end),
          nonce,
        })
      }),
      runs,
    )
  })

  test('of Permit2 is what it hashes with the witness of the draft', () => {
    const stub =
      'PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,'
    const permissions = 'TokenPermissions(address token,uint256 amount)'
    fc.assert(
      fc.property(
        fc.oneof(opening, addition),
        bytes(20),
        big(256n),
        seconds,
        (purpose, permit2, nonce, end) => {
          const { chainId, escrow, payer, token } = 'opens' in purpose ? purpose.opens : purpose.adds
          const { typedData, authorization } = TokenPull.byPermit2(purpose, permit2, nonce, end)
          const [name, witnessType, witness, witnessHash] =
            'opens' in purpose
              ? openWitness(purpose.opens)
              : ([
                  'ChannelTopUpWitness',
                  'ChannelTopUpWitness(bytes32 channelId)',
                  { channelId: purpose.id },
                  structHash('ChannelTopUpWitness(bytes32 channelId)', 'bytes32', [purpose.id]),
                ] as const)
          const type = `${stub}${name} witness)${witnessType}${permissions}`
          const permitted = structHash(permissions, 'address, uint256', [token, purpose.amount])
          const struct = structHash(type, 'bytes32, address, uint256, uint256, bytes32', [
            ...[permitted, escrow, nonce, BigInt(end), witnessHash],
          ])
          const separator = structHash(
            'EIP712Domain(string name,uint256 chainId,address verifyingContract)',
            'bytes32, uint256, address',
            [keccak256(stringToHex('Permit2')), BigInt(chainId), permit2],
          )
          expect(hashTypedData(typedData as never)).toBe(digest(separator, struct))
          expect(authorization).toEqual({
            from: payer,
            permitted: { token, amount: String(purpose.amount) },
            nonce: String(nonce),
            deadline: String(end),
            witness,
          })
        },
      ),
      runs,
    )
  })

  function openWitness({ payee, salt, authorizedSigner }: StreamChannel.Channel) {
    const type = 'ChannelOpenWitness(address payee,bytes32 salt,address authorizedSigner)'
    const hash = structHash(type, 'address, bytes32, address', [payee, salt, authorizedSigner])
    return ['ChannelOpenWitness', type, { payee, salt, authorizedSigner }, hash] as const
  }

  test('is signed by an account in the page and by a wallet alike, and by no other in 65 bytes', async () => {
    const account = privateKeyToAccount(`0x${'42'.repeat(32)}`)
    const [value] = fc.sample(channel, 1)
    if (!value) throw new Error('There is no sample.')
    const pull = TokenPull.byPermit2({ opens: value, amount: 5n }, zero, 1n, 2)
    const local = { client: fakeClient(account as never), account: account as never, chainId: 1 }
    const signature = await signByKey(local, pull.typedData)
    expect(await recoverTypedDataAddress({ ...pull.typedData, signature } as never)).toBe(account.address)
    const wallet = (answer: string) => {
      const remote = { address: account.address, type: 'json-rpc' }
      return { client: fakeClient(remote, { eth_signTypedData_v4: answer }), account: remote, chainId: 1 }
    }
    // Some wallets end in 0 or 1.
    const plain = `${signature.slice(0, -2)}${signature.endsWith('1b') ? '00' : '01'}`
    const asking = wallet(plain)
    expect(await signByKey(asking, pull.typedData)).toBe(signature)
    const [, json] = asking.client.calls[0]?.params ?? []
    const { types, ...data } = JSON.parse(String(json))
    expect(types.EIP712Domain.map((field: { name: string }) => field.name)).toEqual([
      ...['name', 'chainId', 'verifyingContract'],
    ])
    expect(hashTypedData({ ...data, types })).toBe(hashTypedData(pull.typedData as never))
    for (const odd of [`0x${'11'.repeat(64)}`, `0x${'11'.repeat(200)}`])
      expect(await codeOf(signByKey(wallet(odd), pull.typedData))).toBe('wallet_unsupported')
  })
})
