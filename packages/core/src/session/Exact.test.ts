import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPayer } from '../payer/createPayer.js'
import { Credential } from '../protocol/index.js'
import { codeOf } from '../testing/harness.js'
import { deskOf } from './Metering.js'
import { type Meter, openMeter } from './testing/meter.js'
import { type Bank, createBank, createRail, type TestRail } from './testing/rail.js'

// Rails whose servers take a voucher for one request, to the last part, and no voucher with the opening.

let bank: Bank
let meter: Meter
let rail: TestRail

beforeEach(async () => {
  bank = createBank()
  meter = await openMeter(bank)
  const made = createRail(bank)
  const { scheme } = made
  rail = {
    ...made,
    scheme: {
      ...scheme,
      exact: true,
      open: async (request, context) => ({ ...(await scheme.open(request, context)), apart: true }),
      desk: deskOf,
    },
  }
})
afterEach(() => meter.stop())

const openTab = () =>
  createPayer({
    methods: [rail],
    now: () => bank.time,
    approve: async ({ offers: [offer] }) => (offer ? { offer } : undefined),
  })
const account = () => [...meter.accounts.values()].at(-1)
const at = (path: string) => meter.url + path

test('what opens it buys nothing, and no voucher is ahead of its request', async () => {
  const session = openTab().session(at('/a'))
  for (let n = 1n; n <= 3n; n++) {
    expect(await (await session.fetch()).text()).toBe('served')
    expect(account()).toMatchObject({ accepted: n * 1_000n, spent: n * 1_000n })
    expect(session.getState().channel?.authorized).toBe(n * 1_000n)
  }
  expect(meter.log).toEqual([
    'GET /a unpaid 402',
    'HEAD /a open 204',
    'GET /a voucher 200',
    'GET /a voucher 200',
    'GET /a voucher 200',
  ])
  await session.close()
  expect(bank.payee).toBe(3_000n)
})

test('who only opens it pays for nothing', async () => {
  const session = openTab().session(at('/a'))
  await session.open()
  expect(meter.log).toEqual(['GET /a unpaid 402', 'HEAD /a open 204'])
  expect(session.getState().channel).toMatchObject({ status: 'active', authorized: 0n })
})

test('requests go out one after the other, each with a voucher of its own', async () => {
  const session = openTab().session(at('/a'))
  await session.open()
  meter.delay = 5
  const answers = await Promise.all([1, 2, 3, 4].map(() => session.fetch()))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(account()).toMatchObject({ accepted: 4_000n, spent: 4_000n })
  expect(meter.rejected).toBe(0)
})

test('a voucher whose answer was lost goes with the next request, and the server says whether it has it', async () => {
  const session = openTab().session(at('/a'))
  await session.fetch()
  meter.loseAnswer = true
  expect(await codeOf(session.fetch())).toBe('session_answer_lost')
  meter.loseAnswer = false
  expect((await session.fetch()).status).toBe(200)
  expect(account()).toMatchObject({ accepted: 3_000n, spent: 3_000n })
  // One that never arrived is used by the next.
  meter.before = (_, response) => {
    meter.before = undefined
    response.destroy()
    return true
  }
  expect(await codeOf(session.fetch())).toBe('session_answer_lost')
  expect((await session.fetch()).status).toBe(200)
  expect(account()).toMatchObject({ accepted: 4_000n, spent: 4_000n })
})

test('a server that has a voucher of which no answer came, and breaks over a lower one, is asked with that', async () => {
  const session = openTab().session(at('/a'))
  await session.fetch()
  await session.desk?.()?.pay(5_000n, async () => {
    Object.assign(account() ?? {}, { accepted: 6_000n, spent: 6_000n })
    return undefined
  })
  const broken: string[] = []
  meter.before = ({ method, headers: { authorization = '' } }, response) => {
    const { cumulativeAmount } = Credential.parse(authorization).payload as { cumulativeAmount: string }
    if (BigInt(cumulativeAmount) >= (account()?.accepted ?? 0n)) return false
    broken.push(`${method} ${cumulativeAmount}`)
    response.writeHead(500).end()
    return true
  }
  expect((await session.fetch()).status).toBe(200)
  expect(broken).toEqual(['GET 2000'])
  expect(account()).toMatchObject({ accepted: 7_000n, spent: 7_000n })
  // What breaks for another reason is no refusal.
  meter.before = (_, response) => {
    response.writeHead(500).end()
    return true
  }
  expect((await session.fetch()).status).toBe(500)
})

describe('a delivery beside the requests', () => {
  test('that is refused is not paid by what comes after it', async () => {
    const session = openTab().session(at('/a'))
    await session.open()
    let asked = 0n
    await session.desk?.()?.pay(500n, async (_, cumulative) => {
      asked = cumulative
      return undefined
    })
    expect(asked).toBe(500n)
    await session.fetch()
    expect(account()).toMatchObject({ accepted: 1_000n, spent: 1_000n })
    await session.close()
    expect(bank.payee).toBe(1_000n)
  })

  test('is counted as the server says, never above what was signed', async () => {
    const session = openTab().session(at('/a'))
    await session.open()
    const desk = session.desk?.()
    await desk?.pay(500n, async () => ({ accepted: 9_999n, spent: 9_999n }))
    expect(session.getState().channel).toMatchObject({ spent: 0n, authorized: 500n })
    await desk?.pay(500n, async () => ({ accepted: 500n, spent: 500n }))
    expect(session.getState().channel).toMatchObject({ spent: 500n, authorized: 500n })
    const more = desk?.pay(1_000_000n, async () => undefined)
    expect(await codeOf(more ?? Promise.resolve())).toBe('session_headroom')
    expect(session.getState().channel?.authorized).toBe(500n)
  })
})

test('a chain that says that all was paid out is believed, however new the channel is', async () => {
  const payer = openTab()
  const { read } = rail.scheme
  await payer.fetch(at('/a'))
  const [channel] = payer.channels?.list() ?? []
  Object.assign(rail.scheme, {
    read: async (...args: Parameters<typeof read>) => {
      const seen = await read(...args)
      return seen && { ...seen, settled: 400n, withdrawableAt: seen.time, over: true }
    },
  })
  await payer.channels?.refresh()
  expect(payer.channels?.list()).toMatchObject([
    { id: channel?.id, status: 'closed', settled: 400n, refund: 99_600n },
  ])
})
