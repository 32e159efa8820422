import { expect, test } from 'vitest'
import { createPayer } from '../payer/createPayer.js'
import { Challenge } from '../protocol/index.js'
import { createPoints, pointsChallenge } from '../testing/points.js'
import { createIndexedDbStore } from './IndexedDbStore.js'

// The browser's own database, locks and keys under a payer whose page went away.

const url = `${location.origin}/thing`

/** A page of a shop that answers a paid request as it is told. */
function openPage(name: string, paid: (proof: string) => Promise<Response>) {
  const points = createPoints()
  const answer: typeof fetch = async (_, init) => {
    const proof = new Headers(init?.headers).get('Authorization')
    if (proof) return paid(proof)
    const headers = { 'WWW-Authenticate': Challenge.serialize(pointsChallenge()) }
    return new Response(null, { status: 402, headers })
  }
  const store = createIndexedDbStore({ name })
  const payer = createPayer({
    methods: [points],
    retries: 0,
    store,
    fetch: answer,
    approve: async ({ offers: [offer] }) => offer && { offer },
  })
  return { points, payer, store }
}

test('a lost answer is found by the next page, which presents the same proof', async () => {
  const name = `keeper-${crypto.randomUUID()}`
  const seen: string[] = []
  const before = openPage(name, async (proof) => {
    seen.push(proof)
    throw new TypeError('Failed to fetch')
  })
  await expect(before.payer.fetch(url)).rejects.toMatchObject({ code: 'unknown' })
  before.payer.destroy()

  const after = openPage(name, async (proof) => {
    seen.push(proof)
    return new Response('bought')
  })
  expect(after.payer.attempts.list()).toEqual([])
  await after.payer.attempts.ready()
  const [left] = after.payer.attempts.list()
  expect(left).toMatchObject({
    phase: 'unknown',
    error: { code: 'unknown' },
    offer: { amount: { symbol: 'USD' } },
  })
  const kept = await after.store.list('proof/')
  expect(kept.length).toBe(1)
  expect(Object.keys(Object(kept[0]?.[1])).sort()).toEqual(['box', 'iv'])

  expect(await (await after.payer.attempts.resume(left?.id ?? '')).text()).toBe('bought')
  expect([seen.length, seen[0] === seen[1], after.points.authorized]).toEqual([2, true, 0])
  expect(after.payer.attempts.list()[0]?.phase).toBe('paid')
  await expect.poll(() => after.store.list('proof/')).toEqual([])
})

test('two pages that are asked for the same thing at once buy it one after the other', async () => {
  const name = `keeper-${crypto.randomUUID()}`
  let atWork = 0
  let most = 0
  const paid = async () => {
    most = Math.max(most, ++atWork)
    await new Promise((resolve) => setTimeout(resolve, 20))
    atWork--
    return new Response('bought')
  }
  const pages = [openPage(name, paid), openPage(name, paid)]
  const answers = await Promise.all(pages.map(({ payer }) => payer.fetch(url)))
  expect([answers.map(({ status }) => status), most]).toEqual([[200, 200], 1])
})
