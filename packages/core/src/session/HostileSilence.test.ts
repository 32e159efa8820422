import { describe, expect, test, vi } from 'vitest'
import { codeOf } from '../testing/harness.js'
import { finish, moment, pass, useClock } from './testing/clock.js'
import { url } from './testing/site.js'
import { ample, createWorld, type World } from './testing/world.js'

// What a server that means harm can do by saying nothing. Time is a test's own here.

vi.mock('../signers/Keyring.js', () => import('./testing/keys.js'))

useClock()

/** A request that a server never answers, and that ends with its signal alone. */
const never = (signal: AbortSignal | null | undefined) =>
  new Promise<Response>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

/** A world whose server does not answer what `isHeld` says, and how many requests that were. */
function hold(isHeld: (method: string, isPaid: boolean, address: string) => boolean) {
  const world = createWorld(7, ample)
  const answer = world.site.fetch
  const state = { world, held: 0, on: true }
  world.site.fetch = (tab) => {
    const send = answer(tab)
    return async (input, init) => {
      const isPaid = new Headers(init?.headers).has('Authorization')
      if (!state.on || !isHeld(init?.method ?? 'GET', isPaid, String(input))) return send(input, init)
      state.held++
      return never(init?.signal)
    }
  }
  return state
}

/** Opens a channel, and gives it its time on the chain. */
async function open(world: World): Promise<string> {
  const { fetch, channels } = world.open(0)
  expect((await finish(fetch(url, { payment: world.payment })))?.status).toBe(200)
  const [channel] = channels?.list() ?? []
  return channel?.id ?? ''
}

/** The error that something ends with while the clock runs. */
const ends = (work: Promise<unknown>) => finish(codeOf(work))

describe('a server that says nothing', () => {
  test('to a close ends it with an error, and the close works as soon as it speaks', async () => {
    const silence = hold((method) => method === 'HEAD')
    const { world } = silence
    const id = await open(world)
    const { channels } = world.open(0)
    if (!channels) throw new Error('There are no sessions.')
    expect(await ends(channels.close(id))).toBe('session_unanswered')
    expect(silence.held).toBeGreaterThan(0)
    silence.on = false
    await finish(channels.close(id))
    expect(channels.list()[0]?.status).toBe('closed')
    expect([...world.bank.channels]).toEqual([])
    world.killAll()
  })

  test('to one request keeps nobody from closing, and takes no more than what was used', async () => {
    const silence = hold((method, isPaid, address) => method === 'GET' && isPaid && address.endsWith('held'))
    const { world } = silence
    const id = await open(world)
    const { channels, fetch, session } = world.open(0)
    const abort = new AbortController()
    const waits = fetch(`${url}?held`, { payment: world.payment, signal: abort.signal }).catch(
      () => 'aborted',
    )
    while (silence.held === 0) await pass(10)
    await finish(session(url).close())
    expect(channels?.list()[0]?.status).toBe('closed')
    expect(world.bank.payee).toBe(1_000n)
    expect(id).toBe(channels?.list()[0]?.id)
    abort.abort()
    expect(await finish(waits)).toBe('aborted')
    world.killAll()
  })

  test('at the end of a stream keeps no reader', async () => {
    const silence = hold((method) => method === 'HEAD')
    silence.on = false
    const { world } = silence
    await open(world)
    const stream = await finish(world.open(0).session(url, world.payment).sse(`${url}?tokens=40`))
    let events = 0
    const read = async () => {
      for await (const _ of stream ?? []) {
        silence.on = true
        if (++events === 3) break
      }
      return 'left'
    }
    expect(await finish(read())).toBe('left')
    expect([events, silence.held > 0]).toEqual([3, true])
    world.killAll()
  })

  test('to an opening is left by the signal, and costs one deposit at most', async () => {
    const silence = hold((method, isPaid) => method === 'GET' && isPaid)
    const { world } = silence
    const { payment } = world
    const abort = new AbortController()
    const { fetch } = world.open(0)
    const waits = fetch(url, { payment, signal: abort.signal }).catch((error: unknown) => Object(error).name)
    while (silence.held === 0) await pass(10)
    abort.abort()
    expect(await finish(waits)).toBe('AbortError')
    silence.on = false
    expect((await finish(fetch(url, { payment })))?.status).toBe(200)
    expect([world.bank.channels.size, world.site.wrongs]).toEqual([1, []])
    world.killAll()
  })

  test('when asked for its terms is asked once, and given up', async () => {
    const silence = hold((_, isPaid) => !isPaid)
    silence.on = false
    const { world } = silence
    await open(world)
    await moment()
    silence.on = true
    // Long after the challenge ended, so that another is needed to close with.
    await pass(400_000)
    const { channels } = world.open(0)
    const id = channels?.list()[0]?.id ?? ''
    expect(await ends(channels?.close(id) ?? Promise.resolve())).toBe('session_unanswered')
    expect(silence.held).toBe(1)
    world.killAll()
  })
})
