import { channelOf } from '@payerkit/testing/screens'
import { afterEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { mountMeter } from '../testing/mountMeter.js'
import { expectAccessible, frame, part } from '../testing/mountSession.js'

afterEach(() => page.viewport(414, 896))

describe('the look', () => {
  const states = [
    'active',
    'toppingUp',
    'closing',
    'closeRequested',
    'withdrawable',
    'closed',
    'stale',
  ] as const
  test.each(['light', 'dark'] as const)('%s: axe finds nothing in any state', async (theme) => {
    const { session } = await mountMeter(undefined, { theme })
    for (const status of states) {
      session.update({ status, withdrawableAt: 1_750_000_900_000 })
      await frame()
      await expectAccessible()
    }
  })

  test('fits a page of 320 pixels, with buttons that a thumb hits', async () => {
    await page.viewport(320, 640)
    const { session } = await mountMeter({
      status: 'active',
      channel: channelOf({
        deposit: 123_456_789_012n,
        spent: 98_765_432_109n,
        unit: 'very_long_unit_of_the_seller',
      }),
    })
    for (const status of states) {
      session.update({ status, withdrawableAt: 1_750_000_900_000 })
      await frame()
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
      const small = [...document.querySelectorAll('button')].filter(
        (each) => Math.round(each.getBoundingClientRect().height) < 44,
      )
      expect(small).toEqual([])
    }
  })
})

test('a thousand changes a second are one commit a frame', async () => {
  const { session, seen } = await mountMeter()
  let frames = 0
  let counting = true
  const count = () => {
    frames++
    if (counting) requestAnimationFrame(count)
  }
  requestAnimationFrame(count)
  await frame()
  const [commits, from] = [seen.commits, frames]
  for (let i = 0; i < 100; i++) {
    for (let j = 0; j < 20; j++) session.update({ spent: 34_200n + BigInt(i * 20 + j) })
    await new Promise((resolve) => setTimeout(resolve))
  }
  await frame()
  counting = false
  expect(seen.commits - commits).toBeLessThanOrEqual(frames - from)
  expect(seen.commits - commits).toBeGreaterThan(1)
  expect(part('spent')).toHaveTextContent('$0.036199')
})
