import { describe, expect, test } from 'vitest'
import { BaseError } from '../../Errors.js'
import { DeclinedError, UndeliveredError } from '../../payer/Attempt.js'
import { createPayer } from '../../payer/createPayer.js'
import type { Payer } from '../../payer/Payer.js'
import type { Method } from '../Method.js'
import { type ChargePayload, tempo } from './Charge.js'
import type { ChargeRequest } from './ChargeRequest.js'
import { balance, fund, live, local, timeout, useLiveShop } from './testing/live.js'

// A whole payer against a server of mppx: what it buys, and how the server's refusals end.

useLiveShop()

type Tempo = Method<ChargeRequest, ChargePayload>

/** A payer that says yes, its method changed as a test wants it. */
async function payerOf(change: (method: Tempo) => Partial<Tempo> = () => ({}), maxChallenges?: number) {
  const account = await fund(1_000_000n)
  const method = tempo({ client: local(account) })
  const payer = createPayer({
    methods: [{ ...method, ...change(method) }],
    approve: async ({ offers: [offer] }) => offer && { offer },
    maxChallenges,
  })
  return { payer, account }
}

const errorOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error)
const phasesOf = (payer: Payer) => payer.attempts.list().map(({ phase }) => phase)

describe('a payer', { timeout }, () => {
  test.each(['/plain', '/pull-only', '/push-only', '/sponsored', '/split', '/split-sponsored', '/free'])(
    'buys %s and has a receipt that fits',
    async (path) => {
      const { payer } = await payerOf()
      const response = await payer.fetch(live.shop.url + path)
      expect(await response.json()).toEqual({ photo: path })
      const [attempt] = payer.attempts.list()
      expect(attempt).toMatchObject({ phase: 'paid', receipt: { method: 'tempo', status: 'success' } })
      expect(attempt?.receiptError).toBeUndefined()
    },
  )

  test('that signs a wrong memo is declined, and keeps its money', async () => {
    const wrong = (method: Tempo): Partial<Tempo> => ({
      read: (challenge) => ({ ...method.read(challenge), memo: `0x${'99'.repeat(32)}` }),
    })
    const { payer, account } = await payerOf(wrong, 1)
    const error = await errorOf(payer.fetch(`${live.shop.url}/plain`))
    expect(error).toBeInstanceOf(DeclinedError)
    expect((error as DeclinedError).problem).toMatchObject({
      type: 'https://paymentauth.org/problems/verification-failed',
      status: 402,
    })
    expect(phasesOf(payer)).toEqual(['declined'])
    expect(await balance(account.address)).toBe(1_000_000n)
  })

  test('that can only push is told before it signs what the server takes', async () => {
    const account = await fund(1_000_000n)
    const payer = createPayer({
      methods: [tempo({ client: local(account), mode: 'push' })],
      approve: async ({ offers: [offer] }) => offer && { offer },
    })
    const error = await errorOf(payer.fetch(`${live.shop.url}/pull-only`))
    expect(error).toMatchObject({ code: 'wallet_unsupported' })
    expect(phasesOf(payer)).toEqual(['failed'])
    expect(await balance(account.address)).toBe(1_000_000n)
  })

  test('whose hash the server does not take knows that it has paid', async () => {
    const { payer } = await payerOf((method) => ({
      // As a payer that overlooks `supportedModes` would do.
      read: (challenge) => ({ ...method.read(challenge), modes: ['push'] }),
    }))
    const error = await errorOf(payer.fetch(`${live.shop.url}/pull-only`))
    expect(error).toBeInstanceOf(UndeliveredError)
    expect((error as UndeliveredError).problem?.type).toBe(
      'https://paymentauth.org/problems/verification-failed',
    )
    expect(phasesOf(payer)).toEqual(['paidUndelivered'])
  })

  test('that presents a proof twice is refused the second time, and is not told that nothing was paid', async () => {
    let proof: Awaited<ReturnType<Tempo['authorize']>> | undefined
    const { payer, account } = await payerOf((method) => ({
      async authorize(request, context) {
        proof ??= await method.authorize(request, context)
        return proof
      },
    }))
    expect((await payer.fetch(`${live.shop.url}/plain`)).status).toBe(200)
    const left = await balance(account.address)
    const error = await errorOf(payer.fetch(`${live.shop.url}/plain`))
    expect(error).toBeInstanceOf(UndeliveredError)
    expect((error as UndeliveredError).problem?.type).toContain('https://paymentauth.org/problems/')
    expect(await balance(account.address)).toBe(left)
  })

  test('never signs what has ended', async () => {
    const { payer, account } = await payerOf()
    const quote = await payer.quote(`${live.shop.url}/brief`)
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    const strict = createPayer({
      methods: payer.methods,
      approve: async ({ offers: [offer] }) => offer && { offer },
      clockTolerance: 0,
      fetch: async () => quote.response.clone(),
    })
    const error = await errorOf(strict.fetch(`${live.shop.url}/brief`))
    const expired =
      error instanceof BaseError &&
      error.walk((e) => e instanceof BaseError && e.code === 'challenge_expired')
    expect(expired).toBeTruthy()
    expect(await balance(account.address)).toBe(1_000_000n)
  })
})
