import { expect, test } from 'vitest'
import * as Address from './Address.js'
import { littleEndian } from './Bytes.js'
import { alice, carol, usdc } from './testing/charges.js'

// Vectors made with @solana/kit 8.4.0, and those that channel programs derive.

test.each([
  [Address.TOKEN, '3wvJdyFnGvaMWpbq93NU91SggiVRveULUXL6iX5VZDGP'],
  [Address.TOKEN_2022, '9DRK2a94uk1SHZXMrbnToDZX9T8a2eyA3LNErG1TGRaV'],
])('the associated account of %s', (tokenProgram, address) => {
  expect(Address.associated({ owner: alice, mint: usdc, tokenProgram })).toBe(address)
})

test.each([
  ['1065', 'EGruBpem9xAwq8GUaDxH4CkAz83pVgZ5Ji52mctomjxQ', 246],
  ['1698', '6P5g7d58yWng8zaY75p7iC58k6CUnNnrZdjUVQXh6GoR', 245],
  ['1791', '73fEumpY2hPKHdpaABkDqGWFM97hrkYwyCZeQcSvdKb3', 246],
])('a derived address %s passes over all that are keys', (seed, address, bump) => {
  const seeds = ['n', seed].map((each) => new TextEncoder().encode(each))
  expect(Address.derive(seeds, Address.SYSTEM)).toEqual({ address, bump })
})

test('the address of a payment channel', () => {
  const signer = 'EdmxWPmx2WH6WgFfTdu9xfkYf3k1g5wD1zccTVySEEh1'
  const keys = [alice, carol, usdc, signer].map(Address.toBytes)
  const seeds = [new TextEncoder().encode('channel'), ...keys, littleEndian(42n, 8), littleEndian(9042n, 8)]
  const { address } = Address.derive(seeds, 'CHNLxYvVA28MJP9PrFuDXccuoGXAx7jBacfLEkahyGsX')
  expect(address).toBe('9dcDepjEQ1UcwLYqpaTSFQZqxYeMq9cMsmL2541HdKjV')
})

test('seeds are at most fifteen of 32 bytes', () => {
  const derive = (seeds: Uint8Array[]) => () => Address.derive(seeds, Address.SYSTEM)
  expect(derive(new Array(15).fill(new Uint8Array(32)))).not.toThrow()
  expect(derive(new Array(16).fill(new Uint8Array(1)))).toThrow(Address.SeedsError)
  expect(derive([new Uint8Array(33)])).toThrow(Address.SeedsError)
})

test.each([
  undefined,
  7,
  '',
  alice.slice(3),
  `${alice}1`,
  alice.replace('A', '0'),
  alice.replace('A', 'I'),
  ` ${alice}`,
])('%s is no address', (value) => {
  expect(() => Address.check(value)).toThrow(Address.InvalidError)
})
