import * as fc from 'fast-check'
import {
  encodeAbiParameters,
  encodeFunctionData,
  parseAbi,
  toFunctionSelector,
  type Hex as ViemHex,
} from 'viem'
import { Abis, Addresses } from 'viem/tempo'
import { expect, test } from 'vitest'
import type * as Hex from '../../../chain/Hex.js'
import { authorizeKey, readKey, scopesOf } from './Keychain.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 500)
const hex = (size: number) =>
  fc
    .uint8Array({ minLength: size, maxLength: size })
    .map((bytes): Hex.Hex => `0x${Buffer.from(bytes).toString('hex')}`)
const address = hex(20)
const limit = fc.record({ token: address, amount: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }) })
const rule = fc.record({ selector: hex(4), recipients: fc.array(address, { maxLength: 3 }) })
const scope = fc.record({ target: address, selectors: fc.array(rule, { maxLength: 3 }) })

const abi = parseAbi([
  'struct Limit { address token; uint256 amount; uint64 period; }',
  'struct Rule { bytes4 selector; address[] recipients; }',
  'struct Scope { address target; Rule[] selectorRules; }',
  'struct Config { uint64 expiry; bool enforceLimits; Limit[] limits; bool allowAnyCalls; Scope[] allowedCalls; }',
  'function authorizeKey(address keyId, uint8 signatureType, Config config)',
])

test('the function is one that the chain has', () => {
  const selectors = Abis.accountKeychain
    .filter((item) => item.type === 'function')
    .map((item) => toFunctionSelector(item))
  expect(selectors).toContain(toFunctionSelector(abi[0]))
})

test('what lets a key sign is what viem writes', () => {
  fc.assert(
    fc.property(
      address,
      fc.integer({ min: 0, max: 2 ** 40 }),
      fc.array(limit, { maxLength: 3 }),
      fc.array(scope, { maxLength: 3 }),
      (key, expiry, limits, scopes) => {
        const call = authorizeKey(key, 'secp256k1', { expiry, limits, scopes })
        const config = {
          expiry: BigInt(expiry),
          enforceLimits: true,
          limits: limits.map((each) => ({ ...each, period: 0n })),
          allowAnyCalls: false,
          allowedCalls: scopes.map(({ target, selectors }) => ({ target, selectorRules: selectors })),
        }
        const data = encodeFunctionData({ abi, args: [key, 0, config] })
        expect(call).toEqual({ to: Addresses.accountKeychain.toLowerCase(), data })
      },
    ),
    { numRuns },
  )
})

test('a key of a kind that the chain has not is refused', () => {
  const key: Hex.Hex = `0x${'1'.repeat(40)}`
  expect(() => authorizeKey(key, 'ed25519', { expiry: 1, limits: [], scopes: [] })).toThrow(
    expect.objectContaining({ code: 'wallet_unsupported' }),
  )
})

const payer: Hex.Hex = `0x${'aa'.repeat(20)}`
const token: Hex.Hex = `0x${'bb'.repeat(20)}`

test.each([
  { id: 0n, expiry: 0n, revoked: false, status: 'absent' },
  { id: 5n, expiry: 1_001n, revoked: false, status: 'valid' },
  { id: 5n, expiry: 1_000n, revoked: false, status: 'dead' },
  { id: 0n, expiry: 0n, revoked: true, status: 'dead' },
])('a key of the chain is read: $status, $expiry', async ({ id, expiry, revoked, status }) => {
  const key = `0x${id.toString(16).padStart(40, '0')}` as Hex.Hex
  const client = {
    async request({ params }: { params?: unknown }): Promise<unknown> {
      const [{ data }] = params as [{ data: ViemHex }]
      const asked = (name: 'getKey' | 'getRemainingLimitWithPeriod', args: readonly Hex.Hex[]) =>
        encodeFunctionData({ abi: Abis.accountKeychain, functionName: name, args: args as never })
      if (data === asked('getRemainingLimitWithPeriod', [payer, key, token]))
        return encodeAbiParameters([{ type: 'uint256' }, { type: 'uint64' }], [77n, 0n])
      expect(data).toBe(asked('getKey', [payer, key]))
      const types = ['uint8', 'address', 'uint64', 'bool', 'bool'].map((type) => ({ type }))
      return encodeAbiParameters(types, [0, key, expiry, true, revoked])
    },
  }
  const state = await readKey(client, { payer, key, token, time: 1_000 })
  expect(state.status).toBe(status)
  if (status === 'valid') expect(state.remaining).toBe(77n)
})

test('a key may call what it was asked to, and approve nobody else', () => {
  const word = (end: string) => end.padStart(64, '0')
  const spender: Hex.Hex = `0x${'cc'.repeat(20)}`
  const approve = { to: token, data: `0x095ea7b3${word(spender.slice(2))}${word('1')}` } as const
  const open = { to: spender, data: `0x11223344${word('1')}` } as const
  const close = { to: spender, data: `0x55667788` } as const
  expect(scopesOf([approve, open, approve, close, open])).toEqual([
    { target: token, selectors: [{ selector: '0x095ea7b3', recipients: [spender] }] },
    { target: spender, selectors: [] },
  ])
})
