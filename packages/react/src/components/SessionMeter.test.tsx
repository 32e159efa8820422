import { BaseError } from '@payerkit/core'
import { channelOf, offerOf } from '@payerkit/testing/screens'
import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { mountMeter } from '../testing/mountMeter.js'
import { frame, part, until } from '../testing/mountSession.js'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const facts = () => [...document.querySelectorAll('dt, dd')].map((each) => each.textContent).join('|')

describe('what it says', () => {
  test('what is spent, authorized and deposited, what one unit costs, and what comes back', async () => {
    await mountMeter(undefined, { label: 'Spent on this chat' })
    await expect.element(page.getByText('Spent on this chat')).toBeVisible()
    expect(part('spent')).toHaveTextContent('$0.0342')
    expect(part('chip')).toHaveTextContent('Live')
    expect(part('legend')).toHaveTextContent('spentauthorized $0.0460deposit $0.10')
    expect(facts()).toContain('per token|$0.0001')
    expect(facts()).toContain('Back to you|$0.0658')
    const bar = page.getByRole('meter', { name: 'spent' })
    await expect.element(bar).toHaveAttribute('aria-valuenow', '34')
    await expect.element(bar).toHaveAttribute('aria-valuetext', '$0.0342 of $0.10')
    expect(part('bar-authorized')?.style.inlineSize).toBe('46%')
    expect(part('meter')).toHaveAttribute('data-state', 'active')
  })

  test('of a seller who names no price it shows none', async () => {
    await mountMeter({ status: 'active', channel: channelOf({ price: 0n }) })
    expect(facts()).toContain('per token|–')
    expect(facts()).toContain('Back to you|$0.0658')
  })

  test('before it is opened: the price that is asked, and a button that asks', async () => {
    const { session } = await mountMeter({ status: 'idle' })
    await expect.element(page.getByRole('status')).toHaveTextContent('Nothing is paid before you say yes.')
    await button('Start').click()
    await until(() => expect(session.calls).toEqual(['open']))
    session.set({ status: 'challenged', offer: offerOf() })
    await expect.element(page.getByRole('status')).toHaveTextContent('Waiting for your yes.')
    await until(() => expect(facts()).toContain('per token|$0.0001'))
    await expect.element(button('Start')).toHaveAttribute('aria-disabled')
  })

  test('says each step once, and is silent while it counts', async () => {
    const { session } = await mountMeter({ status: 'challenged', offer: offerOf() })
    const said: (string | null)[] = []
    const region = part('says') as HTMLElement
    const watch = new MutationObserver(() => said.push(region.textContent))
    watch.observe(region, { childList: true, characterData: true, subtree: true })
    for (const status of ['opening', 'active', 'voucherNeeded', 'active', 'toppingUp', 'active'] as const) {
      session.update({ status })
      await frame()
      for (let i = 1n; i < 4n; i++) {
        session.update({ spent: 34_200n + i * 100n, refund: 65_800n - i * 100n })
        await frame()
      }
    }
    watch.disconnect()
    expect(said).toEqual([
      'Making the deposit…',
      'Paid as it is used.',
      'Adding to the deposit…',
      'Paid as it is used.',
    ])
  })

  test('your own meter has everything that ours shows', async () => {
    const { session } = await mountMeter(undefined, {
      add: '0.25',
      children: ({ status, says, write, channel, addition, add }) => (
        <button type="button" onClick={add}>
          {[status, says, channel && write(channel.spent), addition && write(addition)].join(' ')}
        </button>
      ),
    })
    await button('active Paid as it is used. $0.0342 $0.2500').click()
    await until(() => expect(session.calls).toEqual(['topUp 0.25']))
    expect(part('meter')).toBeNull()
  })
})

describe('what it does', () => {
  test('adds as much as was deposited first, once', async () => {
    const { session } = await mountMeter()
    session.update({ spent: 90_000n })
    await button('Add $0.10').dblClick()
    await until(() => expect(session.calls).toEqual(['topUp 0.10']))
    await expect.element(button('Add $0.10')).toHaveAttribute('aria-busy')
    await expect.element(page.getByRole('status')).toHaveTextContent('Adding to the deposit…')
    session.update({ deposit: 200_000n })
    session.end()
    await expect.element(button('Add $0.10')).not.toHaveAttribute('aria-busy')
  })

  test('stops after a second question that says what comes back, and then says what came', async () => {
    const { session } = await mountMeter()
    await button('Stop and refund').click()
    await expect.element(page.getByText('You used $0.0342. $0.0658 comes back to you.')).toBeVisible()
    const sure = button('Yes, stop')
    await expect.element(sure).toHaveAccessibleDescription('You used $0.0342. $0.0658 comes back to you.')
    expect(document.activeElement).toBe(sure.element())
    expect(session.calls).toEqual([])
    await sure.click()
    await until(() => expect(session.calls).toEqual(['close']))
    await expect.element(page.getByRole('status')).toHaveTextContent('Stopping, and getting the rest back…')
    session.update({ status: 'closed', refund: 65_800n, settled: 34_200n })
    session.end()
    await expect.element(page.getByRole('status')).toHaveTextContent('Stopped. $0.0658 came back to you.')
    expect(facts()).toContain('Came back|$0.0658')
    await expect.element(button('Start again')).toBeVisible()
  })

  test('a double click asks and does not stop; the other button keeps it going', async () => {
    const { session } = await mountMeter()
    await button('Stop and refund').dblClick()
    await frame()
    expect(session.calls).toEqual([])
    await button('Keep going').click()
    await expect.element(button('Stop and refund')).toBeVisible()
    expect(part('sure')).toBeNull()
  })

  test('the buttons keep their width whatever they say', async () => {
    const { session } = await mountMeter()
    await button('Stop and refund').click()
    const widths = () =>
      [...document.querySelectorAll('[data-part="meter-actions"] button')].map(
        (each) => each.getBoundingClientRect().width,
      )
    const asked = widths()
    await button('Keep going').click()
    expect(widths()).toEqual(asked)
    session.update({ status: 'toppingUp' })
    await frame()
    expect(widths()).toEqual(asked)
  })

  test('by keyboard alone', async () => {
    const { session } = await mountMeter()
    await userEvent.keyboard('{Tab}{Tab}{Enter}')
    await expect.element(button('Yes, stop')).not.toHaveAttribute('aria-disabled')
    await userEvent.keyboard('{Enter}')
    await until(() => expect(session.calls).toEqual(['close']))
  })
})

describe('when the seller does not help', () => {
  test('a refused stop says so, and how to get it back alone', async () => {
    const { session, channels } = await mountMeter()
    await button('Stop and refund').click()
    await button('Yes, stop').click()
    await until(() => expect(session.calls).toEqual(['close']))
    session.end(new BaseError('session_refused', 'No.'))
    await expect.element(page.getByRole('alert')).toHaveTextContent(/Nothing more was paid/)
    await expect.element(page.getByText(/take the rest back yourself/)).toBeVisible()
    await button('Take it back').click()
    await until(() => expect(channels.calls).toContain('requestClose 0x9f'))
  })

  test('a failed top-up is no reason to take it back', async () => {
    const { session } = await mountMeter()
    await button('Add $0.10').click()
    await until(() => expect(session.calls).toHaveLength(1))
    session.end(new TypeError('Failed to fetch'))
    await expect.element(page.getByRole('alert')).toHaveTextContent(/couldn't be reached/)
    expect(button('Take it back').query()).toBeNull()
  })

  test('it counts down to when the rest can be taken, and takes it', async () => {
    const clock = { now: 1_750_000_000_000 }
    const withdrawableAt = clock.now + 902_000
    const { session, channels } = await mountMeter(
      { status: 'stale', channel: channelOf({ status: 'stale' }) },
      { now: () => clock.now },
    )
    await expect.element(button('Take it back')).toBeVisible()
    session.update({ status: 'closeRequested', withdrawableAt })
    await expect.element(button(/Withdraw in 15:0[12]/)).toHaveAttribute('aria-disabled')
    clock.now = withdrawableAt
    await button(/^Withdraw$/).click()
    await until(() => expect(channels.calls).toContain('withdraw 0x9f'))
  })
})
