import { BaseError, createPayer, type SessionOptions } from '@payerkit/core'
import { channelOf, chat, createFakeSession, fakePayer, offerOf } from '@payerkit/testing/screens'
import { expect, test } from 'vitest'
import { frame, mountSession, until } from '../testing/mountSession.js'
import { inFrame } from './frames.js'
import { createSpeed } from './speed.js'
import { type UseSession, useSession } from './useSession.js'

type Seat = { current: UseSession }

function Page({ seat, options }: { seat: Seat; options?: SessionOptions }) {
  seat.current = useSession(chat, options)
  return <p>{seat.current.status}</p>
}

async function mountPage() {
  const session = createFakeSession()
  const payer = fakePayer(session)
  const seat = {} as Seat
  return { session, payer, seat, ...(await mountSession(payer, <Page seat={seat} />)) }
}

test('nothing happens by itself; opening happens once however often it is asked for', async () => {
  const { session, seat } = await mountPage()
  await frame()
  expect(session.calls).toEqual([])
  const [one, two] = [seat.current.open(), seat.current.open()]
  expect(one).toBe(two)
  await until(() => expect(seat.current.pending).toBe('open'))
  session.set({ status: 'active', channel: channelOf() })
  session.end()
  await one
  await until(() => expect(seat.current).toMatchObject({ status: 'active', pending: undefined }))
  expect(session.calls).toEqual(['open'])
})

test('the same resource and options are the same session, other options another', () => {
  const made: (SessionOptions | undefined)[] = []
  const payer = createPayer({ methods: [] })
  payer.session = (_, options) => {
    made.push(options)
    return createFakeSession()
  }
  const seats = [{}, {}, {}] as Seat[]
  return mountSession(
    payer,
    <>
      <Page seat={seats[0] as Seat} options={{ maxDeposit: '1' }} />
      <Page seat={seats[1] as Seat} options={{ maxDeposit: '1' }} />
      <Page seat={seats[2] as Seat} options={{ maxDeposit: '2' }} />
    </>,
  ).then(() => {
    expect(made).toEqual([{ maxDeposit: '1' }, { maxDeposit: '2' }])
    expect(seats[0]?.current.session).toBe(seats[1]?.current.session)
    expect(seats[0]?.current.session).not.toBe(seats[2]?.current.session)
  })
})

test('a failure says what failed, the next try forgets it, and a no is none', async () => {
  const { session, seat } = await mountPage()
  session.set({ status: 'active', channel: channelOf() })
  const closing = seat.current.close()
  await until(() => expect(session.calls).toEqual(['close']))
  session.end(new BaseError('session_refused', 'No.'))
  await expect(closing).rejects.toMatchObject({ code: 'session_refused' })
  await until(() =>
    expect(seat.current).toMatchObject({
      pending: undefined,
      failed: 'close',
      error: { code: 'session_refused' },
    }),
  )
  seat.current.topUp('0.1')
  await until(() => expect(seat.current).toMatchObject({ pending: 'topUp', error: undefined }))
  session.end(new BaseError('cancelled', 'No.'))
  await until(() => expect(seat.current).toMatchObject({ pending: undefined, error: undefined }))
  expect(session.calls).toEqual(['close', 'topUp 0.1'])
})

test('a question that nobody looks at any more is taken back, but not what was agreed to', async () => {
  for (const [phase, outcome] of [
    ['approving', 'AbortError'],
    ['submitting', 'opened'],
  ] as const) {
    const { session, payer, seat, screen } = await mountPage()
    const offer = offerOf()
    session.set({ status: 'challenged', offer })
    const attempt = { id: 'a1', phase, offer } as ReturnType<typeof payer.attempts.list>[number]
    payer.attempts.list = () => [attempt]
    const opening = seat.current.open()
    await until(() => expect(session.calls).toEqual(['open']))
    await screen.unmount()
    session.end()
    const end = await opening.then(
      () => 'opened',
      (error: Error) => error.name,
    )
    expect(end).toBe(outcome)
  }
})

test('a payer without session methods says what to add', async () => {
  const seat = {} as Seat
  await expect(mountSession(createPayer({ methods: [] }), <Page seat={seat} />)).rejects.toMatchObject({
    code: 'method_unsupported',
  })
})

test('the speed is what was spent over the last ten seconds', () => {
  let spent = 0n
  let now = 0
  const speed = createSpeed(
    () => ({ id: 'a', spent }),
    () => now,
  )
  const leave = speed.subscribe(() => {})
  expect(speed.getSnapshot()).toBe(0n)
  const pass = (seconds: number, cost: bigint) => {
    for (let i = 0; i < seconds; i++) {
      now += 1_000
      spent += cost
      speed.tick()
    }
  }
  pass(1, 100n)
  expect(speed.getSnapshot()).toBe(6_000n)
  pass(10, 100n)
  expect(speed.getSnapshot()).toBe(6_000n)
  pass(5, 0n)
  expect(speed.getSnapshot()).toBe(3_000n)
  pass(6, 0n)
  expect(speed.getSnapshot()).toBe(0n)
  leave()
})

test('what asks often for the same work waits for one frame with it', async () => {
  // Nothing of the tests before waits any more.
  await frame()
  const asked: FrameRequestCallback[] = []
  const { requestAnimationFrame } = globalThis
  globalThis.requestAnimationFrame = (callback) => {
    asked.push(callback)
    return requestAnimationFrame(callback)
  }
  let runs = 0
  const work = () => {
    runs++
  }
  for (let i = 0; i < 10; i++) inFrame(work)
  globalThis.requestAnimationFrame = requestAnimationFrame
  await frame()
  expect([asked.length, runs]).toEqual([1, 1])
})
