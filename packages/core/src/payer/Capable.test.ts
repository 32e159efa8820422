import { expect, test } from 'vitest'
import { payerOf, useShop } from '../testing/harness.js'
import { createPoints } from '../testing/points.js'

const held = useShop()

test('whether an offer can be paid is the method’s to say, of what it read of it', async () => {
  const asked: unknown[] = []
  const points = createPoints()
  points.capable = async (request, { challenge }) => {
    asked.push(request, challenge.method)
    return { able: false, reason: 'balance', message: 'There are not enough points.' }
  }
  const { payer } = payerOf({ points })
  const quote = await payer.quote(held.current.url)
  const [offer] = quote.offers
  if (!offer) throw new Error('No offer.')
  expect(await payer.capable(offer)).toEqual({
    able: false,
    reason: 'balance',
    message: 'There are not enough points.',
  })
  expect([asked, points.authorized]).toEqual([[{ amount: 100n, payee: 'shop' }, 'points'], 0])
})

test('where a method says nothing, or an offer is not of a quote, it can', async () => {
  const { payer } = payerOf()
  const [offer] = (await payer.quote(held.current.url)).offers
  if (!offer) throw new Error('No offer.')
  expect([await payer.capable(offer), await payer.capable({ ...offer })]).toEqual([
    { able: true },
    { able: true },
  ])
})
