import { BaseError, type Payer } from '@payerkit/core'
import { attemptOf, createFakeAttempts, payerOf } from '@payerkit/testing/screens'
import { expect, test } from 'vitest'
import { frame, mountSession, until } from '../testing/mountSession.js'
import { type UseAttempts, useAttempts } from './useAttempts.js'

type Seat = { current: UseAttempts }

function Watcher({ seat }: { seat: Seat }) {
  seat.current = useAttempts()
  return null
}

async function mountAttempts(payer: Payer) {
  const seat = {} as Seat
  const mounted = await mountSession(payer, <Watcher seat={seat} />)
  return { seat, ...mounted }
}

const older = attemptOf({ id: 'older', times: { authorizing: 1_000, unknown: 9_000 } })
const newer = attemptOf({ id: 'newer', phase: 'paidUndelivered', times: { authorizing: 2_000 } })
const paid = attemptOf({ id: 'paid', phase: 'paid', times: { authorizing: 3_000 } })

test('what earlier pages left is read, and nothing else happens by itself', async () => {
  const attempts = createFakeAttempts([], [older, paid, newer])
  const { seat } = await mountAttempts(payerOf(attempts))
  await until(() => expect(seat.current.open.map(({ id }) => id)).toEqual(['newer', 'older']))
  expect(seat.current.attempts).toEqual([older, paid, newer])
  expect(new Set(attempts.calls)).toEqual(new Set(['ready']))
})

test('why it could not be read is told, and gone once it could', async () => {
  const attempts = createFakeAttempts()
  const broken = new BaseError('store_failed', 'No.')
  let isBroken = true
  const payer = payerOf({
    ...attempts,
    ready: async () => {
      if (isBroken) throw broken
    },
  })
  const { seat, screen } = await mountAttempts(payer)
  await until(() => expect(seat.current.error).toBe(broken))
  await screen.unmount()
  isBroken = false
  const again = await mountAttempts(payer)
  await until(() => expect(again.seat.current.error).toBeUndefined())
})

test('resumed once, however often it is asked for, and everybody gets the whole answer', async () => {
  const attempts = createFakeAttempts([older])
  const { seat } = await mountAttempts(payerOf(attempts))
  const answers = [seat.current.resume('older'), seat.current.resume('older')]
  await until(() => expect(seat.current.pending).toEqual({ older: 'resume' }))
  attempts.set([{ ...older, phase: 'paid' }])
  attempts.end(new Response('a photo'))
  const bodies = await Promise.all(answers.map(async (answer) => (await answer).text()))
  expect(bodies).toEqual(['a photo', 'a photo'])
  expect(attempts.calls.filter((call) => call !== 'ready')).toEqual(['resume older'])
  await until(() => expect(seat.current.open).toEqual([]))
  expect(seat.current.pending.older).toBeUndefined()
})

test('what goes wrong is with its attempt, and gone when it is tried again', async () => {
  const attempts = createFakeAttempts([older, newer])
  const { seat } = await mountAttempts(payerOf(attempts))
  const error = new BaseError('unknown', 'Still.')
  const answer = seat.current.resume('older')
  attempts.end(error)
  await expect(answer).rejects.toBe(error)
  await until(() => expect(seat.current.errors).toEqual({ older: error }))
  void seat.current.resume('older')
  await until(() => expect(seat.current.errors.older).toBeUndefined())
  expect(seat.current.pending.older).toBe('resume')
  // Giving it up meanwhile fails, and does not hide that somebody looks.
  const givenUp = seat.current.forget('older')
  attempts.end(new BaseError('attempt_not_found', 'Busy.'))
  await expect(givenUp).rejects.toThrow('Busy.')
  await until(() => expect(seat.current.errors.older?.message).toContain('Busy.'))
  expect(seat.current.pending.older).toBe('resume')
})

test('given up: it is no longer open', async () => {
  const attempts = createFakeAttempts([older, newer])
  const { seat } = await mountAttempts(payerOf(attempts))
  const done = seat.current.forget('newer')
  await until(() => expect(seat.current.pending.newer).toBe('forget'))
  attempts.end(new Response())
  await done
  await until(() => expect(seat.current.open).toEqual([older]))
})

test('however much happens at a time, there is one render a frame', async () => {
  const attempts = createFakeAttempts([older])
  const { seat, seen } = await mountAttempts(payerOf(attempts))
  await frame()
  await frame()
  const before = seen.commits
  for (let at = 0; at < 50; at++) attempts.set([older, attemptOf({ id: `n${at}` })])
  await frame()
  expect(seen.commits).toBe(before + 1)
  expect(seat.current.open.map(({ id }) => id)).toEqual(['n49', 'older'])
})

test('whoever goes stops listening', async () => {
  const attempts = createFakeAttempts([older])
  const { screen } = await mountAttempts(payerOf(attempts))
  expect(attempts.listening()).toBe(1)
  await screen.unmount()
  expect(attempts.listening()).toBe(0)
})

test('while its proof is presented once more, it is as open as before', async () => {
  const attempts = createFakeAttempts([older])
  const { seat } = await mountAttempts(payerOf(attempts))
  const again = { ...older, phase: 'submitting', times: { ...older.times, submitting: 10_000 } } as const
  attempts.set([again, attemptOf({ id: 'first', phase: 'submitting', times: { submitting: 10_000 } })])
  await until(() => expect(seat.current.attempts).toHaveLength(2))
  expect(seat.current.open).toEqual([again])
})
