import { BaseError, type ChannelState } from '@payerkit/core'
import { channelOf, createFakeChannels, createFakeSession, fakePayer } from '@payerkit/testing/screens'
import { afterEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { Theme } from '../provider/context.js'
import { expectAccessible, frame, mountSession, until } from '../testing/mountSession.js'
import { ChannelList } from './ChannelList.js'

const one = channelOf({ id: '0x11', origin: 'https://chat.example' })
const two = channelOf({ id: '0x22', origin: 'https://maps.example', refund: 5_000n })
const row = (name: string) => page.getByRole('listitem').filter({ hasText: name })

async function mountList(list: readonly ChannelState[], theme?: Theme, now?: () => number) {
  const channels = createFakeChannels(list)
  const payer = fakePayer(createFakeSession(), channels, now)
  return { channels, ...(await mountSession(payer, <ChannelList />, { theme })) }
}

afterEach(() => page.viewport(414, 896))

test('nothing kept says so; reading what is kept is all that happens by itself', async () => {
  const { channels } = await mountList([])
  await expect.element(page.getByText('Nothing is paid as you go.')).toBeVisible()
  expect(new Set(channels.calls)).toEqual(new Set(['refresh']))
})

test('a payer without session methods has an empty list', async () => {
  const payer = { ...fakePayer(createFakeSession()), channels: undefined }
  await mountSession(payer, <ChannelList />)
  await expect.element(page.getByText('Nothing is paid as you go.')).toBeVisible()
})

describe('a row', () => {
  test('says where, what is left and how it stands', async () => {
    await mountList([one, two])
    await expect.element(row('chat.example')).toHaveTextContent('chat.example$0.0658 left$0.0342 usedLive')
    await expect.element(row('maps.example')).toHaveTextContent('$0.0050 left')
  })

  test('stops what it belongs to, once, after a second question; the others go on', async () => {
    const { channels } = await mountList([one, two])
    await row('chat.example').getByRole('button').click()
    await expect
      .element(row('chat.example'))
      .toHaveTextContent('You used $0.0342. $0.0658 comes back to you.')
    const sure = row('chat.example').getByRole('button', { name: 'Yes, stop' })
    await expect.element(sure).not.toHaveAttribute('aria-disabled')
    await sure.dblClick()
    await until(() => expect(channels.calls).toContain('close 0x11'))
    await expect.element(row('chat.example').getByRole('status')).toHaveTextContent('Stopping')
    await expect.element(row('maps.example').getByRole('button')).not.toHaveAttribute('aria-disabled')
    channels.set([{ ...one, status: 'closed' }, two])
    channels.end()
    await expect.element(row('chat.example')).toHaveTextContent('$0.0658 came back')
    await row('chat.example').getByRole('button', { name: 'Forget' }).click()
    await until(() =>
      expect(channels.calls.filter((call) => call !== 'refresh')).toEqual(['close 0x11', 'forget 0x11']),
    )
  })

  test('where the seller does not answer, its error and the way out are in its row', async () => {
    const { channels } = await mountList([one, two])
    await row('chat.example').getByRole('button').click()
    await row('chat.example').getByRole('button', { name: 'Yes, stop' }).click()
    await until(() => expect(channels.calls).toContain('close 0x11'))
    channels.end(new BaseError('session_refused', 'No.'))
    await expect.element(row('chat.example').getByRole('alert')).toHaveTextContent(/Nothing more was paid/)
    await expect.element(row('chat.example')).toHaveTextContent(/take the rest back yourself/)
    expect(row('maps.example').getByRole('alert').query()).toBeNull()
    await row('chat.example').getByRole('button', { name: 'Take it back' }).click()
    await until(() => expect(channels.calls).toContain('requestClose 0x11'))
  })

  test('a countdown ticks without rendering the list, and ends in a button', async () => {
    const clock = { now: 1_750_000_000_000 }
    const waiting = { ...one, status: 'closeRequested' as const, withdrawableAt: clock.now + 62_000 }
    const { channels, seen } = await mountList([waiting, two], undefined, () => clock.now)
    const button = row('chat.example').getByRole('button')
    await expect.element(button).toHaveTextContent('Withdraw in 1:02')
    await frame()
    const before = seen.commits
    clock.now += 61_000
    await expect.element(button).toHaveTextContent('Withdraw in 0:01')
    // One for each second that was shown, and none of another row.
    expect(seen.commits - before).toBe(1)
    clock.now += 1_000
    await expect.element(button).toHaveTextContent(/^Withdraw$/)
    await button.click()
    await until(() => expect(channels.calls).toContain('withdraw 0x11'))
  })

  test('what did not change is not rendered again', async () => {
    const { channels, seen } = await mountList([one, two])
    await frame()
    const before = seen.commits
    channels.set([{ ...one, usedAt: 9 }, { ...two }])
    await frame()
    expect(seen.commits).toBe(before)
    channels.set([{ ...one, spent: 40_000n }, two])
    await frame()
    expect(seen.commits).toBe(before + 1)
  })
})

test.each(['light', 'dark'] as const)('%s: axe finds nothing, also at 320 pixels', async (theme) => {
  await page.viewport(320, 640)
  const states = ['active', 'closing', 'closeRequested', 'withdrawable', 'closed', 'stale'] as const
  const list = states.map((status, at) =>
    channelOf({
      id: `0x${at}`,
      status,
      origin: `https://shop-with-a-long-name-${at}.example`,
      withdrawableAt: 1_750_000_900_000,
    }),
  )
  await mountList(list, theme)
  await expect.element(page.getByRole('list')).toBeVisible()
  await expectAccessible()
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
})
