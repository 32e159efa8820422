import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPayer } from '../payer/createPayer.js'
import type { PayerOptions } from '../payer/Payer.js'
import type { Approve } from '../payer/Quote.js'
import { createMemoryStore } from '../stores/MemoryStore.js'
import { codeOf } from '../testing/harness.js'
import { type Meter, openMeter } from './testing/meter.js'
import { type Bank, createBank, createRail, grace, type TestRail } from './testing/rail.js'

let bank: Bank
let meter: Meter
let rail: TestRail
let asked: string[]

const approve: Approve = async ({ offers }) => {
  const [offer] = offers
  if (!offer) return undefined
  asked.push(`${offer.session?.adds ? 'add' : 'open'} ${offer.amount.value} of ${offer.session?.limit.value}`)
  return { offer }
}

/** A tab; tabs that share a store are tabs of one browser. */
const openTab = (options: Partial<PayerOptions> = {}) =>
  createPayer({ methods: [rail], approve, now: () => bank.time, ...options })

const account = () => [...meter.accounts.values()].at(-1)
const only = <value>(list: readonly value[] | undefined): value => {
  expect(list?.length).toBe(1)
  return list?.[0] as value
}

beforeEach(async () => {
  bank = createBank()
  meter = await openMeter(bank)
  rail = createRail(bank)
  asked = []
})
afterEach(() => meter.stop())

describe('one yes', () => {
  test('opens a channel, and every further request takes one round trip', async () => {
    const payer = openTab()
    for (let n = 0; n < 5; n++)
      expect(await (await payer.fetch(`${meter.url}/a?n=${n}`)).text()).toBe('served')
    expect(asked).toEqual(['open 100000 of 100000'])
    expect(meter.log).toEqual([
      'GET /a?n=0 unpaid 402',
      'GET /a?n=0 open 200',
      ...[1, 2, 3, 4].map((n) => `GET /a?n=${n} voucher 200`),
    ])
    expect(account()).toMatchObject({ spent: 5_000n })
    expect(only(payer.channels?.list())).toMatchObject({ status: 'active', spent: 5_000n, deposit: 100_000n })
  })

  test('the rest comes back to the last unit', async () => {
    const payer = openTab()
    const session = payer.session(`${meter.url}/a`)
    await session.fetch()
    await session.fetch()
    expect(session.getState().channel).toMatchObject({ spent: 2_000n, refund: 98_000n })
    await session.close()
    expect(session.getState()).toMatchObject({ status: 'closed', channel: { refund: 98_000n } })
    expect([bank.payee, bank.payer]).toEqual([2_000n, 1_000_000_000n - 2_000n])
  })

  test('a no opens nothing', async () => {
    const payer = openTab({ approve: async () => undefined })
    expect(await codeOf(payer.fetch(meter.url))).toBe('cancelled')
    expect([rail.opened, bank.channels.size]).toEqual([0, 0])
  })
})

describe('many at once', () => {
  for (const count of [8, 32, 200])
    test(`${count} cold requests open one channel, and all are answered`, async () => {
      const payer = openTab()
      meter.suggestedDeposit = 1_000_000n
      const answers = await Promise.all(
        Array.from({ length: count }, (_, n) => payer.fetch(`${meter.url}/a?${n}`)),
      )
      expect(answers.map(({ status }) => status)).toEqual(Array(count).fill(200))
      expect([rail.opened, asked.length, meter.rejected, meter.regressions]).toEqual([1, 1, 0, 0])
      expect(account()?.spent).toBe(BigInt(count) * 1_000n)
    })

  test('never signs more ahead than was allowed', async () => {
    const payer = openTab()
    const most: bigint[] = []
    payer.channels?.subscribe(() => {
      const { authorized, spent } = payer.channels?.list()[0] ?? { authorized: 0n, spent: 0n }
      most.push(authorized - spent)
    })
    await Promise.all(
      Array.from({ length: 40 }, () =>
        payer.fetch(meter.url, { payment: { headroom: '0.005', deposit: '0.1' } }),
      ),
    )
    expect(most.every((ahead) => ahead <= 5_000n)).toBe(true)
    expect([account()?.spent, meter.rejected]).toEqual([40_000n, 0])
  })

  test('two tabs share one channel: no voucher goes down, none is refused', async () => {
    const store = createMemoryStore()
    const tabs = [openTab({ store }), openTab({ store })]
    const one = (tab: ReturnType<typeof openTab>) =>
      Promise.all(Array.from({ length: 100 }, (_, n) => tab.fetch(`${meter.url}/a?${n}`)))
    meter.suggestedDeposit = 1_000_000n
    const answers = (await Promise.all(tabs.map(one))).flat()
    expect(answers.filter(({ ok }) => ok).length).toBe(200)
    expect([rail.opened, asked.length, meter.rejected, meter.regressions]).toEqual([1, 1, 0, 0])
    expect(account()?.spent).toBe(200_000n)
    for (const tab of tabs) tab.destroy()
  })
})

describe('the deposit', () => {
  test('is added to within what was approved, without a question', async () => {
    const payer = openTab()
    const payment = { deposit: '0.005', maxDeposit: '0.02' }
    for (let n = 0; n < 12; n++) expect((await payer.fetch(meter.url, { payment })).status).toBe(200)
    expect(asked).toEqual(['open 5000 of 20000'])
    expect([rail.toppedUp, bank.channels.size]).toEqual([2, 1])
    expect(only(payer.channels?.list())).toMatchObject({ deposit: 15_000n, limit: 20_000n })
  })

  test('is added to by exactly what was asked for', async () => {
    const payer = openTab()
    const session = payer.session(meter.url, { deposit: '0.05', maxDeposit: '0.1' })
    await session.fetch()
    await session.topUp('0.01')
    expect(session.getState().channel).toMatchObject({ deposit: 60_000n, limit: 100_000n })
    await session.topUp('0.07')
    expect(session.getState().channel).toMatchObject({ deposit: 130_000n, limit: 130_000n })
    expect(asked).toEqual(['open 50000 of 100000', 'add 70000 of 70000'])
  })

  test('is closed before or after something is added, and not meanwhile', async () => {
    for (const order of ['topUp', 'close'] as const) {
      const session = openTab().session(`${meter.url}/${order}`, { deposit: '0.05', maxDeposit: '0.1' })
      await session.fetch()
      meter.delay = 20
      const together: number[] = []
      let underWay = 0
      meter.before = (_, response) => {
        together.push(++underWay)
        response.once('finish', () => underWay--)
        return false
      }
      const acts = { topUp: () => session.topUp('0.01').catch(() => {}), close: () => session.close() }
      const first = acts[order]()
      await Promise.all([first, acts[order === 'topUp' ? 'close' : 'topUp']()])
      expect(Math.max(...together)).toBe(1)
      expect(session.getState().status).toBe('closed')
    }
    expect([bank.payee, bank.payer]).toEqual([2_000n, 1_000_000_000n - 2_000n])
  })

  test('above that the person is asked, and a no is an error', async () => {
    const payer = openTab()
    const payment = { deposit: '0.003' }
    for (let n = 0; n < 4; n++) await payer.fetch(meter.url, { payment })
    expect(asked).toEqual(['open 3000 of 3000', 'add 3000 of 3000'])
    payer.setApprove(async () => undefined)
    await payer.fetch(meter.url)
    await payer.fetch(meter.url)
    expect(await codeOf(payer.fetch(meter.url))).toBe('cancelled')
    expect(account()?.spent).toBe(6_000n)
  })
})

describe('the state', () => {
  test('tells every step of the opening in the tab that opens', async () => {
    const payer = openTab()
    const session = payer.session(`${meter.url}/a`)
    const steps = new Set([session.getState().status])
    session.subscribe(() => steps.add(session.getState().status))
    await session.fetch()
    expect([...steps]).toEqual(['idle', 'challenged', 'opening', 'active'])
  })

  test('kept channels are there for who subscribes to them', async () => {
    const store = createMemoryStore()
    await openTab({ store }).fetch(meter.url)
    const { channels } = openTab({ store })
    await new Promise<void>((resolve) => channels?.subscribe(resolve))
    expect(only(channels?.list())).toMatchObject({ status: 'active', step: 100_000n })
  })
})

describe('streams', () => {
  test('run ahead of what they use, and end with a receipt', async () => {
    const payer = openTab()
    meter.tokens = 200
    meter.suggestedDeposit = 300_000n
    const session = payer.session(`${meter.url}/stream`)
    const stream = await session.sse()
    let tokens = 0
    for await (const { data } of stream) expect(data).toBe(`token ${tokens++}`)
    expect(tokens).toBe(200)
    expect(stream.receipt).toMatchObject({ spent: '200000' })
    expect(meter.rejected).toBe(0)
    await session.close()
    expect(bank.payee).toBe(200_000n)
  })

  test('top up when the deposit is used up', async () => {
    const payer = openTab()
    meter.tokens = 60
    const session = payer.session(`${meter.url}/stream`, { deposit: '0.02', maxDeposit: '0.1' })
    let tokens = 0
    for await (const _ of await session.sse()) tokens++
    expect([tokens, asked.length, rail.toppedUp >= 2]).toEqual([60, 1, true])
    await session.close()
    expect(bank.payee).toBe(60_000n)
  })

  test('end with a clear error when no more was approved', async () => {
    const payer = openTab()
    meter.tokens = 30
    const session = payer.session(`${meter.url}/stream`, { deposit: '0.01' })
    payer.setApprove(async (ask) => (ask.offers[0]?.session?.adds ? undefined : approve(ask)))
    let tokens = 0
    const read = async () => {
      for await (const _ of await session.sse()) tokens++
    }
    expect(await codeOf(read())).toBe('cancelled')
    expect(tokens).toBe(10)
  })
})

describe('what breaks', () => {
  test('a reload in the middle goes on with the same channel', async () => {
    const store = createMemoryStore()
    const before = openTab({ store })
    for (let n = 0; n < 3; n++) await before.fetch(meter.url)
    before.destroy()
    const after = openTab({ store })
    for (let n = 0; n < 3; n++) expect((await after.fetch(meter.url)).status).toBe(200)
    expect([asked.length, rail.opened, account()?.spent]).toEqual([1, 1, 6_000n])
    expect(meter.log.filter((line) => line.includes('unpaid')).length).toBe(1)
  })

  test('an ended challenge is replaced without a question', async () => {
    const payer = openTab()
    await payer.fetch(meter.url)
    bank.time += 600_000
    expect((await payer.fetch(meter.url)).status).toBe(200)
    expect((await payer.fetch(meter.url)).status).toBe(200)
    expect([asked.length, rail.opened]).toEqual([1, 1])
  })

  test('a lost answer is told, and the count is right again with the next', async () => {
    const payer = openTab()
    await payer.fetch(meter.url)
    meter.loseAnswer = true
    expect(await codeOf(payer.fetch(meter.url))).toBe('session_answer_lost')
    meter.loseAnswer = false
    expect((await payer.fetch(meter.url)).status).toBe(200)
    expect([account()?.spent, only(payer.channels?.list()).spent]).toEqual([3_000n, 3_000n])
  })

  test('a lost answer to the opening finds the deposit on the chain, and pays from it', async () => {
    const payer = openTab()
    let lost = 0
    meter.before = (request) => {
      const paid = request.headers.authorization !== undefined
      meter.loseAnswer = paid && lost++ === 0
      return false
    }
    expect((await payer.fetch(meter.url)).status).toBe(200)
    expect([rail.opened, bank.channels.size, asked.length]).toEqual([1, 1, 1])
    expect(payer.attempts.list().map(({ phase }) => phase)).toEqual(['paid'])
  })

  test('a refused opening costs nothing, and can be tried again', async () => {
    const payer = openTab()
    meter.before = (request, response) => {
      if (request.headers.authorization === undefined) return false
      bank.time += 10_000
      response.writeHead(402).end()
      return true
    }
    expect(await codeOf(payer.fetch(meter.url))).toBe('declined')
    meter.before = undefined
    expect((await payer.fetch(meter.url)).status).toBe(200)
    expect([rail.opened, bank.channels.size]).toEqual([2, 1])
  })

  test('a channel that the server closed is opened again within what was approved', async () => {
    const payer = openTab()
    const payment = { deposit: '0.01', maxDeposit: '0.1' }
    await payer.fetch(meter.url, { payment })
    const { id } = only(payer.channels?.list())
    // Sooner, a node that is behind could not know the channel yet.
    bank.time += 10_000
    bank.close(id, 1_000n)
    const known = meter.accounts.get(id)
    if (known) known.finalized = true
    expect((await payer.fetch(meter.url, { payment })).status).toBe(200)
    expect([rail.opened, asked.length, bank.channels.size]).toEqual([2, 1, 1])
    expect(payer.channels?.list().map(({ status }) => status)).toEqual(['active', 'closed'])
  })

  test('a channel that the server forgot is not lost: the rest is taken back on the chain', async () => {
    const payer = openTab()
    await payer.fetch(meter.url)
    const { id } = only(payer.channels?.list())
    meter.accounts.clear()
    // The old deposit is still there, so that a second one needs a yes.
    expect((await payer.fetch(meter.url)).status).toBe(200)
    expect(asked.length).toBe(2)
    await payer.channels?.requestClose(id)
    expect(payer.channels?.list().find((each) => each.id === id)?.status).toBe('closeRequested')
    bank.time += grace
    await payer.channels?.refresh()
    expect(payer.channels?.list().find((each) => each.id === id)?.status).toBe('withdrawable')
    await payer.channels?.withdraw(id)
    expect(bank.channels.has(id)).toBe(false)
    await payer.channels?.forget(id)
    expect(payer.channels?.list().length).toBe(1)
  })

  test('what was withdrawn at once is closed at once', async () => {
    const { fetch, channels } = openTab()
    await fetch(meter.url)
    const { id } = only(channels?.list())
    await channels?.requestClose(id)
    // The grace period is over on the chain, and by this clock the opening could still be under way.
    const channel = bank.channels.get(id)
    if (channel) channel.closesAt = bank.time
    await channels?.withdraw(id)
    expect(only(channels?.list())).toMatchObject({ status: 'closed', refund: 100_000n })
  })

  test('a price above what was agreed to is asked about', async () => {
    const payer = openTab()
    await payer.fetch(meter.url)
    meter.price = 5_000n
    bank.time += 600_000
    expect((await payer.fetch(meter.url)).status).toBe(200)
    expect(asked.length).toBe(2)
  })

  test('a receipt that claims more than was signed is not believed', async () => {
    const payer = openTab()
    await payer.fetch(meter.url)
    const known = account()
    if (known) known.accepted = known.spent = 10n ** 12n
    await payer.fetch(meter.url).catch(() => undefined)
    const { spent, authorized, deposit } = only(payer.channels?.list())
    expect(spent <= authorized && authorized <= deposit).toBe(true)
  })
})
