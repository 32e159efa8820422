import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BaseError } from '../Errors.js'
import { Base64Url, Challenge } from '../protocol/index.js'
import { headerText, jsonObject, nearlyJson } from '../protocol/testing/arbitraries.js'
import { yes } from '../testing/harness.js'
import { createPoints, pointsChallenge } from '../testing/points.js'
import type { Phase } from './Attempt.js'
import { createPayer } from './createPayer.js'

// A whole payer in front of a server that answers whatever it likes.

/** What a server answers once. */
type Answer = { status: number; headers: [string, string][]; body: string }

const printable = (text: string) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?').trim()
const challenges = fc
  .array(
    fc.oneof(
      headerText,
      fc
        .record(
          {
            id: fc.constantFrom('a', 'b', 'c'),
            realm: fc.string({ maxLength: 8 }),
            expires: fc.constantFrom('2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z', '9999-12-31T23:59:60Z'),
            header: fc.constantFrom('Authorization', 'Payment-Authorization'),
            digest: fc.constantFrom('sha-256=:AA==:', 'md5=:AA==:'),
            description: fc.string({ unit: 'binary', maxLength: 20 }),
          },
          { requiredKeys: ['id'] },
        )
        .chain((params) =>
          fc
            .record({
              amount: fc.constantFrom('0', '1', '100', '-1', '1e3', 7, null),
              payee: fc.constant('shop'),
            })
            .map((request) =>
              Challenge.serialize(pointsChallenge(request as Record<string, unknown>, params)),
            ),
        ),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((texts) => texts.join(', '))

const answer: fc.Arbitrary<Answer> = fc.record({
  status: fc.oneof(
    { arbitrary: fc.constant(402), weight: 4 },
    fc.constantFrom(200, 201, 204, 301, 302, 303, 307, 308, 400, 401, 403, 404, 409, 410, 429, 500, 503),
  ),
  headers: fc
    .record(
      {
        'WWW-Authenticate': challenges,
        'Content-Type': fc.constantFrom('application/problem+json', 'application/json', 'text/html', 'json'),
        'Payment-Receipt': fc.oneof(
          headerText,
          jsonObject.map((value) => Base64Url.fromText(JSON.stringify(value))),
        ),
        Location: fc.oneof(
          fc.constantFrom(
            '/',
            'https://shop.test/a',
            'http://shop.test/',
            'https://evil.test/',
            'file:///',
            '//[',
          ),
          fc.string({ maxLength: 10 }),
        ),
        'Content-Digest': headerText,
      },
      { requiredKeys: [] },
    )
    .map((fields) =>
      Object.entries(fields).map(([name, value]): [string, string] => [name, printable(value ?? '')]),
    ),
  body: fc.oneof(
    nearlyJson,
    fc
      .constantFrom('payment-expired', 'invalid-challenge', 'verification-failed')
      .map((type) => JSON.stringify({ type: `https://paymentauth.org/problems/${type}` })),
  ),
})

/** Mostly a server begins with something that can be paid, or nothing would come of it. */
const good = fc
  .tuple(answer, fc.constantFrom('a', 'b', 'c'), fc.boolean())
  .map(([{ headers, body }, id, isBeside]): Answer => {
    const header = isBeside ? { header: 'Payment-Authorization' } : {}
    const offered = Challenge.serialize(pointsChallenge({}, { id, ...header }))
    const rest = headers.filter(([name]) => name !== 'WWW-Authenticate')
    return { status: 402, headers: [['WWW-Authenticate', offered], ...rest], body }
  })
const ending = fc
  .constantFrom('payment-expired', 'invalid-challenge')
  .map((type) => JSON.stringify({ type: `https://paymentauth.org/problems/${type}` }))
const again = fc.tuple(good, ending).map(
  ([{ headers }, body]): Answer => ({
    status: 402,
    headers: [
      ...headers.filter(([name]) => name !== 'Content-Type'),
      ['Content-Type', 'application/problem+json'],
    ],
    body,
  }),
)
const bought: Answer = { status: 200, headers: [], body: 'bought' }
const answers = fc
  .tuple(
    fc.oneof({ arbitrary: good, weight: 9 }, answer),
    fc.array(fc.oneof(answer, again, fc.constant(bought)), { minLength: 1, maxLength: 5 }),
  )
  .map(([first, rest]) => [first, ...rest])

const ended: readonly Phase[] = ['paid', 'declined', 'cancelled', 'failed', 'unknown', 'paidUndelivered']

/** Plays one payment, and says how it ended. */
async function play(list: readonly Answer[], isPost: boolean, isSure: boolean) {
  const paidAt = new Set<string>()
  let sent = 0
  // Where it can tell that a refusal has cost nothing, another question is worth asking.
  const points = createPoints(isSure ? { resolve: async () => 'unpaid' } : {})
  const payer = createPayer({
    methods: [points],
    approve: yes,
    now: () => Date.parse('2026-05-05T12:00:00Z'),
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers)
      const fields = [headers.get('Authorization'), headers.get('Payment-Authorization')]
      if (fields.some((field) => field?.startsWith('Payment '))) paidAt.add(new URL(String(input)).origin)
      const { status, headers: own, body } = list[Math.min(sent++, list.length - 1)] as Answer
      return new Response(status === 204 ? null : body, { status, headers: own })
    },
  })
  const init = isPost ? { method: 'POST', body: 'order' } : {}
  const end = await payer.fetch('https://shop.test/', init).catch((error: unknown) => error)
  const phases = payer.attempts.list().map(({ phase }) => phase)
  return { end, phases, sent, paidAt, authorized: points.authorized }
}

test('whatever a server answers, a payment ends in an answer or a typed error, and is signed for twice at most', async () => {
  await fc.assert(
    fc.asyncProperty(answers, fc.boolean(), fc.boolean(), async (list, isPost, isSure) => {
      const { end, phases, sent, paidAt, authorized } = await play(list, isPost, isSure)
      if (!(end instanceof Response)) expect(end).toBeInstanceOf(BaseError)
      expect(authorized).toBeLessThanOrEqual(2)
      expect(sent).toBeLessThanOrEqual(1 + 2 * 22 + 20)
      for (const origin of paidAt) expect(origin).toBe('https://shop.test')
      for (const phase of phases) expect(ended).toContain(phase)
      // What the page is handed as an answer was paid for, or cost nothing.
      if (end instanceof Response && authorized > 0) expect(phases.at(-1)).toBe('paid')
    }),
    { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 200) },
  )
})

test('every end is reached', async () => {
  const reached = new Set<string>()
  await fc.assert(
    fc.asyncProperty(answers, fc.boolean(), fc.boolean(), async (list, isPost, isSure) => {
      const { phases, authorized } = await play(list, isPost, isSure)
      for (const phase of phases) reached.add(`${phase} ${authorized}`)
    }),
    { numRuns: 300, seed: 402 },
  )
  for (const end of ['paid 1', 'declined 1', 'unknown 1', 'paidUndelivered 1', 'paid 2', 'declined 2'])
    expect(reached).toContain(end)
})
