import { expect, test } from 'vitest'
import { createDisk } from './createDisk.js'

/** Whether a promise is settled soon. */
const settles = (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), 20))])

test('a page dies before or after a write, and the next one reads what was kept', async () => {
  const disk = createDisk()
  for (const [step, kept] of [
    [0, undefined],
    [1, 'new'],
  ] as const) {
    const page = disk.open()
    page.dieAt(step)
    expect(await settles(page.store.set(`key ${step}`, 'new'))).toBe(false)
    expect(page.alive).toBe(false)
    expect(await disk.open().store.get(`key ${step}`)).toBe(kept)
  }
})

test('nothing of a dead page is settled or sent', async () => {
  const page = createDisk().open()
  let sent = 0
  page.die()
  const work = page.guard(async () => ++sent)
  expect(await settles(Promise.race([work, page.store.get('x'), page.store.set('x', 1)]))).toBe(false)
  expect(sent).toBe(0)
})

test('what left before the death happens, and its answer is never seen', async () => {
  const page = createDisk().open()
  let sent = 0
  page.dieAt(1)
  expect(await settles(page.guard(async () => ++sent))).toBe(false)
  expect(sent).toBe(1)
})

test('a lock is let go of by a page that dies', async () => {
  const disk = createDisk()
  const [first, second] = [disk.open(), disk.open()]
  void first.store.lock?.('door', () => new Promise(() => {}))
  const entered = second.store.lock?.('door', async () => 'in')
  expect(await settles(entered ?? Promise.resolve())).toBe(false)
  first.die()
  expect(await entered).toBe('in')
})
