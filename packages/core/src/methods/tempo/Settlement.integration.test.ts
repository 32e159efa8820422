import { describe, expect, test } from 'vitest'
import * as Challenge from '../../protocol/Challenge.js'
import { tempo } from './Charge.js'
import type { ChargeRequest, Mode } from './ChargeRequest.js'
import { contextOf } from './testing/fakeClient.js'
import { balance, challengeFor, fund, live, local, pay, send, timeout, useLiveShop } from './testing/live.js'

// What a server of mppx refuses, and what the chain says of it.

useLiveShop()

describe('the server refuses', { timeout }, () => {
  async function authorized(path: string, mode: Mode, change: (request: ChargeRequest) => ChargeRequest) {
    const account = await fund(1_000_000n)
    const method = tempo({ client: local(account), mode })
    const challenge = await challengeFor(path)
    const request = change(method.read(challenge))
    return { challenge, authorization: await method.authorize(request, contextOf(challenge)) }
  }

  test('a transfer that is bound to nothing', async () => {
    const memo = `0x${'cd'.repeat(32)}` as const
    for (const mode of ['pull', 'push'] as const) {
      const { challenge, authorization } = await authorized('/plain', mode, (request) => ({
        ...request,
        memo,
      }))
      expect(await send(challenge, authorization)).toMatchObject({
        status: 402,
        problem: 'verification-failed',
      })
    }
  })

  test('a transfer that is bound to another challenge', async () => {
    const { authorization } = await authorized('/plain', 'pull', (request) => request)
    expect(await send(await challengeFor('/plain'), authorization)).toMatchObject({
      status: 402,
      problem: 'verification-failed',
      detail: expect.stringContaining('memo is not bound to this challenge'),
    })
  })

  test('what is sent by the payer when only the server may send', async () => {
    const allow = (request: ChargeRequest): ChargeRequest => ({ ...request, modes: ['pull', 'push'] })
    const { challenge, authorization } = await authorized('/pull-only', 'push', allow)
    expect(await send(challenge, authorization)).toMatchObject({
      status: 402,
      problem: 'verification-failed',
    })
  })

  test.each(['pull', 'push'] as const)('the same %s twice', async (mode) => {
    const { challenge, authorization } = await authorized('/plain', mode, (request) => request)
    expect(await send(challenge, authorization)).toMatchObject({ status: 200 })
    expect(await send(challenge, authorization)).toMatchObject({
      status: 402,
      problem: 'verification-failed',
    })
  })

  test('what comes too late', async () => {
    const { challenge, authorization } = await authorized('/brief', 'pull', (request) => request)
    const rest = (Challenge.expiresAt(challenge) ?? 0) - Date.now()
    await new Promise((resolve) => setTimeout(resolve, rest + 50))
    expect(await send(challenge, authorization)).toMatchObject({ status: 402, problem: 'payment-expired' })
  })
})

describe('whether it was paid', { timeout }, () => {
  test.each([
    ['/plain', 'pull'],
    ['/sponsored', 'pull'],
    ['/plain', 'push'],
  ] as const)('is seen on the chain after %s by %s', async (path, mode) => {
    const account = await fund(1_000_000n)
    const { method, request, challenge, authorization } = await pay({ client: local(account), mode }, path)
    expect(await method.resolve?.(request, { ...contextOf(challenge), authorization })).toBe('paid')
  })

  test("is not taken from another payment with the server's own memo", async () => {
    const account = await fund(1_000_000n)
    const method = tempo({ client: local(account), mode: 'push' })
    const challenge = await challengeFor('/plain')
    const request = { ...method.read(challenge), memo: `0x${'ef'.repeat(32)}` as const }
    const first = await method.authorize(request, contextOf(challenge))
    expect(first.moves).toBe('before')
    const pull = tempo({ client: local(account), mode: 'pull' })
    for (const feePayer of [false, true]) {
      const unsent = await pull.authorize({ ...request, feePayer }, contextOf(challenge))
      const signal = AbortSignal.timeout(1_500)
      expect(
        await pull.resolve?.(
          { ...request, feePayer },
          { ...contextOf(challenge, signal), authorization: unsent },
        ),
      ).toBe('unknown')
    }
  })

  // Last: it moves the clock of the chain.
  test('is certain once a transaction that nobody sent has ended', async () => {
    const account = await fund(1_000_000n)
    const method = tempo({ client: local(account) })
    for (const path of ['/plain', '/sponsored']) {
      const challenge = await challengeFor(path)
      const request = method.read(challenge)
      const authorization = await method.authorize(request, contextOf(challenge))
      await live.chain.rpc('evm_increaseTime', [30])
      await live.chain.rpc('evm_mine')
      expect(await method.resolve?.(request, { ...contextOf(challenge), authorization })).toBe('unpaid')
      expect(await send(challenge, authorization)).not.toMatchObject({ status: 200 })
    }
    expect(await balance(account.address)).toBe(1_000_000n)
  })
})
