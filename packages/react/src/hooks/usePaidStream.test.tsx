import { BaseError } from '@payerkit/core'
import { chat, createFakeSession, fakePayer, offerOf } from '@payerkit/testing/screens'
import { describe, expect, test } from 'vitest'
import { frame, mountSession, until } from '../testing/mountSession.js'
import { type PaidStreamOptions, type UsePaidStream, usePaidStream } from './usePaidStream.js'

type Seat = { current: UsePaidStream; renders: number }

function Reader({ seat, options }: { seat: Seat; options: PaidStreamOptions }) {
  seat.current = usePaidStream(options)
  seat.renders++
  return (
    <button type="button" onClick={() => seat.current.start()}>
      {seat.current.text}
    </button>
  )
}

async function mountReader(options: PaidStreamOptions = { input: chat }) {
  const session = createFakeSession()
  const payer = fakePayer(session)
  const seat = { renders: 0 } as Seat
  const mounted = await mountSession(payer, <Reader seat={seat} options={options} />)
  return { session, payer, seat, ...mounted }
}

/** A stream whose answer is there. */
async function openReader(options?: PaidStreamOptions) {
  const reader = await mountReader(options)
  reader.seat.current.start()
  await until(() => expect(reader.session.calls).toEqual(['sse']))
  reader.session.end()
  await until(() => expect(reader.seat.current.status).toBe('streaming'))
  return reader
}

describe('exactly once', () => {
  test('nothing starts by itself, StrictMode or not', async () => {
    const { session, seat } = await mountReader()
    await frame()
    expect(session.calls).toEqual([])
    expect(seat.current).toMatchObject({ status: 'idle', events: [], text: '' })
  })

  test('a double click is one stream', async () => {
    const { session, seat, screen } = await mountReader()
    await screen.getByRole('button').dblClick()
    const [one, two] = [seat.current.start(), seat.current.start(chat)]
    expect(one).toBe(two)
    expect(session.calls).toEqual(['sse'])
  })

  test('another question takes the place of the first, which is called off', async () => {
    const { session, seat } = await openReader()
    seat.current.start(`${chat}?q=more`)
    expect(session.streams.map(({ url, signal }) => [url, signal?.aborted])).toEqual([
      [chat, true],
      [`${chat}?q=more`, false],
    ])
    await until(() => expect(seat.current.status).toBe('pending'))
  })

  test('without an address there is nothing to start', async () => {
    const { seat } = await mountReader({})
    await expect(seat.current.start()).rejects.toMatchObject({ code: 'nothing_to_pay' })
  })
})

describe('reading', () => {
  test('what came, in order, and how it ended', async () => {
    const { session, seat } = await openReader()
    session.send('Hel', 'lo')
    await until(() => expect(seat.current).toMatchObject({ status: 'streaming', text: 'Hello' }))
    session.finish()
    await until(() => expect(seat.current.status).toBe('success'))
    expect(seat.current.events.map(({ data }) => data)).toEqual(['Hel', 'lo'])
  })

  test('keeps the latest events, and all of the text', async () => {
    const { session, seat } = await openReader({
      input: chat,
      keep: 2,
      text: ({ data }) => `${data} `,
    })
    session.send('1', '2', '3', '4', '5', '6')
    await until(() => expect(seat.current.text).toBe('1 2 3 4 5 6 '))
    expect(seat.current.events.length).toBeLessThanOrEqual(2)
    expect(seat.current.events.at(-1)?.data).toBe('6')
  })

  test('however fast it comes, it is one commit a frame, and nothing is lost', async () => {
    const { session, seat, seen } = await openReader()
    let frames = 0
    let counting = true
    const count = () => {
      frames++
      if (counting) requestAnimationFrame(count)
    }
    requestAnimationFrame(count)
    await frame()
    const before = seen.commits
    const from = frames
    for (let i = 0; i < 200; i++) {
      for (let j = 0; j < 10; j++) session.send('x')
      await new Promise((resolve) => setTimeout(resolve))
    }
    await frame()
    counting = false
    expect(seen.commits - before).toBeLessThanOrEqual(frames - from)
    expect(seen.commits - before).toBeGreaterThan(1)
    expect(seat.current.text).toBe('x'.repeat(2_000))
  })
})

describe('an end before the end', () => {
  test('stop keeps what came and calls the request off', async () => {
    const { session, seat } = await openReader()
    session.send('half')
    await until(() => expect(seat.current.text).toBe('half'))
    seat.current.stop()
    await until(() =>
      expect(seat.current).toMatchObject({ status: 'success', text: 'half', error: undefined }),
    )
    expect(session.streams[0]?.signal?.aborted).toBe(true)
  })

  test('stop while the price is asked for leaves nothing', async () => {
    const { session, seat } = await mountReader()
    seat.current.start()
    await until(() => expect(session.calls).toEqual(['sse']))
    seat.current.stop()
    await until(() => expect(seat.current.status).toBe('idle'))
  })

  test('an opening that was agreed to is seen through, and not read', async () => {
    const { session, payer, seat, screen } = await mountReader()
    const offer = offerOf()
    session.set({ status: 'challenged', offer })
    const [attempt] = [{ id: 'a1', phase: 'submitting', offer }]
    payer.attempts.list = () => [attempt as ReturnType<typeof payer.attempts.list>[number]]
    seat.current.start()
    await until(() => expect(session.calls).toEqual(['sse']))
    await screen.unmount()
    expect(session.streams[0]?.signal?.aborted).toBe(false)
    session.end()
    await until(() => expect(session.streams[0]?.signal?.aborted).toBe(true))
  })

  test('leaving the page calls it off', async () => {
    const { session, screen } = await openReader()
    await screen.unmount()
    await until(() => expect(session.streams[0]?.signal?.aborted).toBe(true))
    expect(session.listening()).toBe(0)
  })

  test('an error says what it is, and what came stays', async () => {
    const { session, seat } = await openReader()
    session.send('half')
    await until(() => expect(seat.current.text).toBe('half'))
    session.finish(new BaseError('session_deposit_used', 'The deposit of $0.10 is used up.'))
    await until(() =>
      expect(seat.current).toMatchObject({
        status: 'error',
        text: 'half',
        error: { code: 'session_deposit_used' },
      }),
    )
    seat.current.reset()
    await until(() => expect(seat.current).toMatchObject({ status: 'idle', text: '', error: undefined }))
  })
})
