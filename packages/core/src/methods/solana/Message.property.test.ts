import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Address from './Address.js'
import * as Base58 from './Base58.js'
import { fromBase64, LayoutError, toBase64 } from './Bytes.js'
import * as Message from './Message.js'
import * as Transaction from './Transaction.js'
import { accountOf, alice, bob, carol } from './testing/charges.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)
const blockhash = 'cGfHiC6Kgg3FpFZvgwGcswsCRtp4aBP2fzuXRQPizuN'

// Made with @solana/kit 8.4.0: a limit, a million lamports of alice to carol and a memo, the fee bob's to pay.
const wire =
  'AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADJ4QedStWAWaJwFs4D1DWjKPmaovsfxvDJ5oBDi2p4jHwFgEwtl+6k6FW8758llLGBACU005jXoI5cOQu5vjIPgAIAAwaBOXcOqH0XX1ajVGbDTH7My42KkbTuN6Jd9g9bj8mzlIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c7UkoxijRwsbq6QM4kFmVYSlZJzpcY/k2NsFGFKyHN9EAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAMGRm/lIRcy/+ytunLDm+e8jOW7xfcSayxDmzpAAAAABUpTWpkpIQZNJOhxYNo4fHw1td28kruB5B+oQEEFRI0JCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQMEAAUCQA0DAAMCAQIMAgAAAEBCDwAAAAAABQAHb3JkZXIgNwA='
const steps: Message.Instruction[] = [
  { program: Address.COMPUTE_BUDGET, accounts: [], data: Uint8Array.of(2, 64, 13, 3, 0) },
  {
    program: Address.SYSTEM,
    accounts: [
      { address: alice, signer: true, writable: true },
      { address: carol, signer: false, writable: true },
    ],
    data: Uint8Array.of(2, 0, 0, 0, 0x40, 0x42, 0x0f, 0, 0, 0, 0, 0),
  },
  { program: Address.MEMO, accounts: [], data: new TextEncoder().encode('order 7') },
]

describe('a transaction of another library', () => {
  test('is read to what it was made of', () => {
    const { message, signatures } = Transaction.parse(fromBase64(wire))
    expect(message).toMatchObject({ feePayer: bob, blockhash, instructions: steps, signers: [bob, alice] })
    expect(signatures.get(bob)).toEqual(new Uint8Array(64))
    expect(Base58.encode(signatures.get(alice) as Uint8Array)).toBe(
      '536ofj2Kwti8th1ARxGPVdV6RtgDWPmzh6kQ9BwKGE29ypQU9rxrBFeMff2pCJ6TwW3TFejkgPTkE6gGbaY2rTqp',
    )
  })

  test('is signed to the byte by a key of the page', async () => {
    const { bytes } = Transaction.parse(fromBase64(wire))
    const signed = await (await accountOf(1)).signTransaction?.(Transaction.serialize(bytes))
    expect(toBase64(signed as Uint8Array)).toBe(wire)
  })

  test('has no more accounts and is no longer than ours', () => {
    const ours = Message.compile({ feePayer: bob, instructions: steps, blockhash })
    const theirs = Transaction.parse(fromBase64(wire)).bytes
    expect(ours.length).toBe(theirs.length)
    const sorted = (bytes: Uint8Array) => {
      const { accounts, ...rest } = Message.parse(bytes)
      return { ...rest, accounts: [...accounts].sort((a, b) => (a.address < b.address ? -1 : 1)) }
    }
    expect(sorted(ours)).toEqual(sorted(theirs))
  })
})

const address = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(Base58.encode)
const message = fc.uniqueArray(address, { minLength: 3, maxLength: 8 }).chain((addresses) => {
  const one = fc.constantFrom(...addresses)
  return fc.record({
    feePayer: one,
    blockhash: address,
    instructions: fc.array(
      fc.record({
        program: one,
        accounts: fc.array(fc.record({ address: one, signer: fc.boolean(), writable: fc.boolean() }), {
          maxLength: 5,
        }),
        data: fc.uint8Array({ maxLength: 150 }),
      }),
      { maxLength: 4 },
    ),
  })
})

test('every message comes back, with the rights that its steps need and no others', () => {
  fc.assert(
    fc.property(message, (made) => {
      const parsed = Message.parse(Message.compile(made))
      expect([parsed.feePayer, parsed.blockhash]).toEqual([made.feePayer, made.blockhash])
      const right = (of: 'signer' | 'writable', address: string) =>
        address === made.feePayer ||
        made.instructions.some((step) => step.accounts.some((each) => each.address === address && each[of]))
      for (const { address, signer, writable } of parsed.accounts)
        expect([signer, writable]).toEqual([right('signer', address), right('writable', address)])
      const bare = (steps: readonly Message.Instruction[]) =>
        steps.map(({ program, accounts, data }) => [program, accounts.map((each) => each.address), [...data]])
      expect(bare(parsed.instructions)).toEqual(bare(made.instructions))
    }),
    { numRuns: Math.min(numRuns, 300) },
  )
})

test('whatever is changed, cut or added is read to the very same bytes, or refused', () => {
  const whole = fromBase64(wire)
  const change = fc.record({
    at: fc.nat(whole.length - 1),
    to: fc.nat(255),
    cut: fc.option(fc.nat(whole.length)),
    more: fc.uint8Array({ maxLength: 2 }),
  })
  fc.assert(
    fc.property(change, ({ at, to, cut, more }) => {
      const bytes = Uint8Array.from(whole)
      bytes[at] = to
      const changed = Uint8Array.from([...bytes.slice(0, cut ?? undefined), ...more])
      try {
        const { bytes: message, signatures } = Transaction.parse(changed)
        expect(Transaction.serialize(message, signatures)).toEqual(changed)
      } catch (error) {
        expect(error).toBeInstanceOf(LayoutError)
      }
    }),
    { numRuns },
  )
})

test('what the network would not carry is neither written nor read', () => {
  const data = new Uint8Array(1100)
  const bytes = Message.compile({
    feePayer: bob,
    blockhash,
    instructions: [{ program: Address.MEMO, accounts: [], data }],
  })
  expect(() => Transaction.serialize(bytes)).toThrow(LayoutError)
  expect(() => Transaction.parse(new Uint8Array(1233))).toThrow(LayoutError)
})
