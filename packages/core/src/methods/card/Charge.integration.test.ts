import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createPayer } from '../../payer/createPayer.js'
import type { Approve } from '../../payer/Quote.js'
import { card } from './index.js'
import { createEnabler, keyPair } from './testing/enabler.js'
import { openShop } from './testing/shop.js'

const keys = keyPair()
let shop: Awaited<ReturnType<typeof openShop>>
beforeAll(async () => {
  shop = await openShop(keys)
})
afterAll(() => shop.stop())
beforeEach(() => void shop.charged.splice(0))

const yes: Approve = async ({ offers: [offer] }) => offer && { offer, input: { cardId: 'card_1' } }

function buyer(approve = yes, retries = 0) {
  const { enabler, wishes } = createEnabler()
  return { payer: createPayer({ methods: [card({ enabler })], approve, retries }), wishes }
}

test('a card pays a merchant that reads its token with the one key it is for', async () => {
  const { payer, wishes } = buyer()
  const response = await payer.fetch(shop.url)
  expect([response.status, await response.text()]).toEqual([200, 'the report'])
  expect(shop.charged).toMatchObject([
    { amount: '4999', network: 'visa', token: { token: { paymentToken: '4895370012003478' } } },
  ])
  const [attempt] = payer.attempts.list()
  expect(attempt).toMatchObject({
    phase: 'paid',
    receipt: { reference: 'visa_txn_1', challengeId: wishes[0]?.challenge.id, externalId: 'order_1' },
  })
  // The journal has who was paid and how much, and not what pays.
  expect(JSON.stringify(attempt?.credential)).not.toMatch(/eyJ[\w-]+\.[\w-]+\./)
})

test('an answer that is lost is asked for again with the same proof, and charged once', async () => {
  const { payer, wishes } = buyer(yes, 1)
  shop.script.losses = 1
  expect((await payer.fetch(shop.url)).status).toBe(200)
  expect([shop.charged.length, wishes.length]).toEqual([1, 1])
  shop.script.losses = 2
  const lost = buyer(yes, 1)
  const error = await lost.payer.fetch(shop.url).catch((reason: { code?: string }) => reason.code)
  expect([error, lost.payer.attempts.list().at(-1)?.phase]).toEqual(['unknown', 'unknown'])
  const { id = '' } = lost.payer.attempts.list().at(-1) ?? {}
  expect(await (await lost.payer.attempts.resume(id)).text()).toBe('the report')
  expect([shop.charged.length, lost.wishes.length]).toEqual([2, 1])
})

test('a card that the bank declines cost nothing, and another offer can be paid', async () => {
  const { payer, wishes } = buyer()
  shop.script.declines = 1
  const quote = await payer.quote(shop.url)
  await expect(quote.pay()).rejects.toMatchObject({ code: 'declined' })
  // The same offer is not paid a second time.
  await expect(quote.pay()).rejects.toMatchObject({ code: 'card_sent' })
  expect([shop.charged.length, wishes.length]).toEqual([0, 1])
  expect((await payer.fetch(shop.url)).status).toBe(200)
  expect(shop.charged).toHaveLength(1)
})
