import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BaseError } from '../../../Errors.js'
import type { JsonObject } from '../../../protocol/JsonObject.js'
import * as Address from '../Address.js'
import * as ChannelIdentity from './ChannelIdentity.js'
import * as ChannelProgram from './ChannelProgram.js'
import * as Directive from './Directive.js'
import { readReceipt } from './Payload.js'
import * as SessionRequest from './SessionRequest.js'
import { legacy, program } from './testing/bank.js'
import {
  blockhash,
  challengeOf,
  details,
  draft,
  older,
  oldest,
  operator,
  payee,
} from './testing/challenges.js'
import { write } from './testing/channelProgram.js'

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 200) }

/** What it gives, or the error that it may throw. */
function survives<value>(run: () => value): value | undefined {
  try {
    return run()
  } catch (error) {
    expect(error).toBeInstanceOf(BaseError)
    return undefined
  }
}

const junk = fc.oneof(
  fc.jsonValue(),
  fc.bigInt().map(String),
  fc.constantFrom('', '00', '1e3', ' 1', '18446744073709551616', payee, operator.toLowerCase(), undefined),
)

test('a request is read, or refused by an error that names the field', () => {
  const names = [...new Set([...Object.keys(draft), ...Object.keys(older), 'programId', 'splits'])]
  const programs = [{ network: 'localnet', address: legacy, generation: 'A' }] as const
  const inner = [...Object.keys(details), 'channelId', 'distributionSplits', 'voucherSigner', 'tokenProgram']
  const broken = fc.tuple(
    fc.constantFrom<JsonObject>(draft, older, oldest),
    fc.dictionary(fc.constantFrom(...names), junk, { maxKeys: 2 }),
    fc.dictionary(fc.constantFrom(...inner), junk, { maxKeys: 2 }),
  )
  fc.assert(
    fc.property(broken, ([request, outer, within]) => {
      const methodDetails = request === draft ? { methodDetails: { ...details, ...within } } : {}
      const found = survives(() =>
        SessionRequest.read(challengeOf({ ...request, ...methodDetails, ...outer }), { programs }),
      )
      if (!found) return
      expect(found.program).toBe(found.generation === 'A' ? legacy : program)
      expect(Address.is(found.currency)).toBe(true)
      if (found.generation !== 'C') expect(found.slot === undefined).toBe(found.generation === 'A')
      expect(found.amount).toBeGreaterThan(0n)
      expect(found.cap).toBeLessThan(2n ** 64n)
      expect(found.splits.reduce((sum, { bps }) => sum + bps, 0)).toBeLessThanOrEqual(10_000)
      // What opens a channel is all there, or nothing of it.
      if (found.generation === 'C') expect(found.channelId === undefined).toBe(found.slot !== undefined)
    }),
    runs,
  )
})

const channel: ChannelIdentity.Channel = {
  generation: 'C',
  network: 'localnet',
  program,
  payer: operator,
  payee,
  mint: draft.currency,
  authorizedSigner: blockhash,
  salt: 42n,
  openSlot: 9_042n,
  tokenProgram: 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
  gracePeriod: 900,
  splits: [{ recipient: operator, bps: 250 }],
  blockhash,
}

const ofA: ChannelIdentity.Channel = { ...channel, generation: 'A', program: legacy, openSlot: undefined }

test.each([channel, ofA])('a channel is what its parts make it, or none', (channel) => {
  const identity = ChannelIdentity.of(channel)
  expect(ChannelIdentity.toChannel(JSON.parse(JSON.stringify(identity)))).toEqual(channel)
  const parts = fc.dictionary(fc.constantFrom(...Object.keys(identity.parts)), junk, {
    minKeys: 1,
    maxKeys: 2,
  })
  fc.assert(
    fc.property(parts, (changed) => {
      const other = { ...identity, parts: { ...identity.parts, ...changed } }
      const found = survives(() => ChannelIdentity.toChannel(other))
      // What does not make the address may differ; what makes it may not.
      if (found) expect(ChannelIdentity.of(found).id).toBe(identity.id)
      if (found) expect(found.generation).toBe(channel.generation)
    }),
    runs,
  )
  for (const changed of [{ id: blockhash }, { source: 'did:pkh:solana:localnet:x' }, { route: 'solana/C' }])
    expect(() => ChannelIdentity.toChannel({ ...identity, ...changed })).toThrow(
      expect.objectContaining({ code: 'channel_invalid' }),
    )
})

test('an account is read where its size, kind and version are those of its generation, and else not', () => {
  const bytes = fc.tuple(
    fc.constantFrom(0, 1, 215, 216, 217, 248, 255, 256, 257),
    fc.constantFrom(0, 1, 2),
    fc.constantFrom(0, 1, 2),
    fc.constantFrom(0, 1, 2, 3, 4),
  )
  fc.assert(
    fc.property(bytes, fc.bigInt({ min: 0n, max: 99n }), ([size, kind, version, status], deposit) => {
      for (const each of [channel, ofA]) {
        const isA = each.generation === 'A'
        const whole = write({
          ...{ ...each, splits: '', rentPayer: operator, gracePeriod: 900n, status: 'open' },
          ...{ deposit, settled: 1n, closureStartedAt: 0n, payerWithdrawnAt: 0n },
          openSlot: each.openSlot,
        })
        const data = new Uint8Array(size)
        data.set(whole.subarray(0, size))
        for (const [at, byte] of [kind, version, 255, status].entries()) if (at < size) data[at] = byte
        const fits = size === (isA ? 216 : 256) && kind === 1 && version === 1
        expect(ChannelProgram.readChannel(each.generation, data) !== undefined).toBe(fits)
        const state = ChannelProgram.readState(each, data)
        expect(state !== undefined).toBe(fits && status < (isA ? 3 : 4) && deposit > 0n)
        if (state) expect([state.deposit, state.settled]).toEqual([deposit, 1n])
      }
    }),
    runs,
  )
})

test('a directive is for this channel, this origin and this time, or refused', () => {
  const identity = ChannelIdentity.of(channel)
  const desk = { identity, url: 'https://shop.test/words', now: () => 1_000_000 }
  const right = {
    deliveryId: 'd1',
    amount: '250',
    sessionId: identity.id,
    expiresAt: 1_001,
    currency: 'x',
    sequence: 1,
  }
  expect(Directive.read(right, desk)).toEqual({
    deliveryId: 'd1',
    amount: 250n,
    sessionId: identity.id,
    expiresAt: 1_001,
    commitUrl: 'https://shop.test/__402/session/commit',
  })
  const names = [...Object.keys(right), 'commitUrl']
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), fc.oneof(junk, fc.webUrl())), (changed) => {
      const found = survives(() => Directive.read({ ...right, ...changed }, desk))
      if (!found) return
      expect(found.amount).toBeGreaterThan(0n)
      expect(found.sessionId).toBe(identity.id)
      expect(found.expiresAt).toBeGreaterThan(1_000)
      expect(new URL(found.commitUrl).origin).toBe('https://shop.test')
    }),
    runs,
  )
  const wrong: JsonObject[] = [
    { sessionId: blockhash },
    { expiresAt: 1_000 },
    { amount: '0' },
    { amount: '-1' },
    { commitUrl: 'https://thief.test/' },
    { commitUrl: '//thief.test/' },
    { commitUrl: 'javascript:alert(1)' },
    { deliveryId: '' },
  ]
  for (const changed of wrong)
    expect(() => Directive.read({ ...right, ...changed }, desk)).toThrow(
      expect.objectContaining({ code: 'request_invalid' }),
    )
  const directive = Directive.read(right, desk)
  expect(Directive.readUsage({ deliveryId: 'd1', amount: '120' }, directive)).toBe(120n)
  for (const usage of [
    { deliveryId: 'd2', amount: '1' },
    { deliveryId: 'd1', amount: '251' },
    { amount: '1' },
  ])
    expect(() => Directive.readUsage(usage, directive)).toThrow(
      expect.objectContaining({ code: 'request_invalid' }),
    )
  expect(() => Directive.readUsage({ deliveryId: 'd1', amount: '1' }, undefined)).toThrow('usage')
})

test('a receipt says what was accepted, or nothing of this channel', () => {
  const id = ChannelIdentity.of(channel).id
  const said = (generation: 'A' | 'B' | 'C', reference: unknown) => readReceipt(generation, { reference }, id)
  expect(said('B', `${id}:42`)).toMatchObject({ channelId: id, acceptedCumulative: '42', spent: '42' })
  expect(said('B', `${id}:${id}:7:42`)).toMatchObject({ acceptedCumulative: '42' })
  // A transaction's signature, or another channel.
  for (const reference of [id, blockhash, `${blockhash}:42`, `${id.toLowerCase()}:42`])
    expect(said('B', reference)).toMatchObject({ acceptedCumulative: '0', spent: '0' })
  expect(said('A', `${id}:42`)).toEqual(said('B', `${id}:42`))
  // Of a form that nobody has told of: none that counts.
  for (const reference of [id, blockhash, `${blockhash}:42`])
    expect(said('A', reference)).toEqual({ reference: undefined })
  expect(said('C', id)).toEqual({ reference: id })
  expect(said('C', id.toLowerCase()).reference).toBeUndefined()
  fc.assert(
    fc.property(junk, (amount) => {
      const found = survives(() => said('B', `${id}:${String(amount)}`))
      if (found) expect(BigInt(String(found.spent))).toBeLessThan(2n ** 64n)
    }),
    runs,
  )
})
