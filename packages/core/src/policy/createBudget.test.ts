import { describe, expect, test, vi } from 'vitest'
import { createDisk } from '../session/testing/disk.js'
import { createMemoryStore } from '../stores/MemoryStore.js'
import type { Store } from '../stores/Store.js'
import type { Entry } from './Budget.js'
import { type Budget, type BudgetQuestion, createBudget } from './createBudget.js'
import type { Limit } from './Limit.js'

const day = 86_400_000
const place = 'budget/limits'
const daily: Limit = { currency: 'usd', amount: '1.00', per: 'all', period: day }
const each: Limit = { currency: 'usd', amount: '0.05', per: 'payment' }
const yes = async () => true
const no = async () => false

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'fine',
    (error: { code?: string }) => error.code,
  )
const until = (check: () => void) => vi.waitFor(check, { timeout: 3_000, interval: 2 })

async function open(store: Store, options: Partial<createBudget.Options> = {}): Promise<Budget> {
  const budget = createBudget({ store, ...options })
  await budget.ready()
  return budget
}

describe('before anything is agreed to', () => {
  test('nothing is paid without asking, and nothing is read by making one', async () => {
    const get = vi.fn(async () => undefined)
    const budget = createBudget({ store: { ...createMemoryStore(), get } })
    expect(get).not.toHaveBeenCalled()
    expect(budget.getState()).toEqual({ status: 'unread', limits: [], error: undefined })
    expect(budget.policy.budget).toEqual([])
    await budget.ready()
    expect(budget.getState()).toMatchObject({ status: 'ready', limits: [] })
    expect(get).toHaveBeenCalledTimes(1)
  })

  test('the page may bring limits, which hold once the store was read', async () => {
    const budget = createBudget({ store: createMemoryStore(), limits: [daily] })
    expect(budget.limits).toEqual([])
    await budget.ready()
    expect(budget.policy.budget).toEqual([daily])
  })

  test('a limit that is none is refused, with what is wrong', () => {
    const made = (limit: unknown) => () =>
      createBudget({ store: createMemoryStore(), limits: [limit as Limit] })
    expect(made({ ...daily, amount: '1,00' })).toThrow('its amount is no plain decimal')
    expect(made({ ...daily, amount: 1 })).toThrow('its amount is no text')
    expect(made({ ...daily, amount: '-1' })).toThrow('its amount')
    expect(made({ ...daily, per: 'day' })).toThrow('per payment, per origin')
    expect(made({ ...daily, period: 0 })).toThrow('its period')
    expect(made({ ...daily, period: 1.5 })).toThrow('its period')
    expect(made({ ...daily, currency: '' })).toThrow('its currency')
    expect(made({ ...daily, origin: 'shop.test' })).toThrow('its origin')
    expect(made({ ...daily, origin: 'data:text/html,' })).toThrow('its origin')
    expect(made({ ...daily, until: 1 })).toThrow('nothing is known of "until"')
    expect(made(null)).toThrow('it is no object')
  })
})

describe('raising', () => {
  test('asks with what was and what will be, and a yes is written down before it counts', async () => {
    const asked: BudgetQuestion[] = []
    const written = { held: [] as (readonly Limit[])[] }
    const store = createMemoryStore()
    const budget = await open({
      ...store,
      async set(key, value) {
        if (key === place) written.held.push(budget.limits)
        await store.set(key, value)
      },
    })
    const confirm = async (question: BudgetQuestion) => {
      asked.push(question)
      return true
    }
    expect(await budget.raise(daily, { confirm })).toBe(true)
    expect(await budget.raise({ ...daily, currency: 'USD', amount: '2' }, { confirm })).toBe(true)
    const higher = { ...daily, amount: '2.00' }
    expect(asked).toEqual([
      { changes: [{ before: undefined, after: daily }], limits: [daily] },
      { changes: [{ before: daily, after: higher }], limits: [higher] },
    ])
    expect(written.held).toEqual([[], [daily]])
    expect(budget.limits).toEqual([higher])
  })

  test('a no, or anything but a yes, changes nothing', async () => {
    const budget = await open(createMemoryStore(), { confirm: no })
    expect(await budget.raise(daily)).toBe(false)
    expect(await budget.raise(daily, { confirm: async () => JSON.parse('"yes"') })).toBe(false)
    expect(budget.limits).toEqual([])
  })

  test('is refused where nobody can be asked', async () => {
    const budget = await open(createMemoryStore())
    expect(await codeOf(budget.raise(daily))).toBe('budget_confirmation_required')
    expect(budget.limits).toEqual([])
  })

  test('limits that belong together come together, with one question', async () => {
    const confirm = vi.fn(yes)
    const budget = await open(createMemoryStore(), { confirm })
    const origin = 'https://shop.test'
    const here = [
      { ...each, origin: `${origin}/photos` },
      { ...daily, per: 'origin' as const, origin },
    ]
    expect(await budget.raise(here)).toBe(true)
    expect(confirm).toHaveBeenCalledTimes(1)
    expect(budget.limits.map(({ origin }) => origin)).toEqual([origin, origin])
    expect(await codeOf(budget.raise([daily, daily]))).toBe('limit_invalid')
  })

  test('a yes to what has changed meanwhile is no yes', async () => {
    const disk = createDisk()
    const [here, there] = [await open(disk.open().store), await open(disk.open().store)]
    await here.raise(daily, { confirm: yes })
    await until(() => expect(there.limits).toEqual([daily]))
    const raised = there.raise(each, {
      async confirm() {
        await here.lower({ ...daily, amount: '0.50' })
        return true
      },
    })
    expect(await codeOf(raised)).toBe('budget_changed')
    expect(there.limits).toEqual([{ ...daily, amount: '0.50' }])
  })

  test('what cannot be written down is not raised', async () => {
    const store = createMemoryStore()
    const full = () => Promise.reject(new Error('The disk is full.'))
    const budget = await open({ ...store, set: full }, { confirm: yes })
    expect(await codeOf(budget.raise(daily))).toBe('budget_not_kept')
    expect(budget.limits).toEqual([])
  })
})

describe('lowering and taking away', () => {
  const agreed = async (limits: readonly Limit[], store: Store = createMemoryStore()) => {
    const budget = await open(store)
    await budget.raise(limits, { confirm: yes })
    return budget
  }

  test('never asks, and holds at once', async () => {
    const budget = await agreed([daily])
    const lowered = budget.lower({ ...daily, amount: '0.10' })
    await Promise.resolve()
    await Promise.resolve()
    expect(budget.limits).toEqual([{ ...daily, amount: '0.10' }])
    await lowered
    expect(await codeOf(budget.lower({ ...daily, amount: '0.11' }))).toBe('budget_not_lower')
    expect(await codeOf(budget.lower({ ...daily, period: 1, amount: '0' }))).toBe('budget_limit_missing')
    // What was lowered once can be raised again.
    await budget.raise(daily, { confirm: yes })
    expect(budget.limits).toEqual([daily])
  })

  test('holds in this tab although it cannot be written down, whatever the store says', async () => {
    const store = createMemoryStore()
    let full = false
    const write: Store['set'] = (key, value) =>
      full ? Promise.reject(new Error('The disk is full.')) : store.set(key, value)
    const budget = await agreed([daily], { ...store, set: write })
    full = true
    expect(await codeOf(budget.lower({ ...daily, amount: '0.10' }))).toBe('budget_not_kept')
    await budget.ready()
    expect(budget.limits).toEqual([{ ...daily, amount: '0.10' }])
    full = false
    await budget.raise(each, { confirm: yes })
    expect((await open(store)).limits).toEqual([{ ...daily, amount: '0.10' }, each])
  })

  test('the only limit of its kind goes without a question', async () => {
    const euros = { ...daily, currency: 'eur' }
    const budget = await agreed([daily, euros])
    expect(await budget.remove(daily)).toBe(true)
    expect(budget.limits).toEqual([euros])
  })

  test('taking away one of two would allow more, so it is asked', async () => {
    const budget = await agreed([each, daily])
    expect(await codeOf(budget.remove(each))).toBe('budget_confirmation_required')
    expect(await budget.remove(each, { confirm: no })).toBe(false)
    expect(budget.limits).toEqual([each, daily])
    const confirm = vi.fn(yes)
    expect(await budget.remove(each, { confirm })).toBe(true)
    expect(confirm).toHaveBeenCalledWith({
      changes: [{ before: each, after: undefined }],
      limits: [daily],
    })
    expect(budget.limits).toEqual([daily])
  })

  test('a limit of a token bounds the dollars that it counts as', async () => {
    const token = { ...each, currency: '0x20c0' }
    const budget = await agreed([daily, token])
    expect(await codeOf(budget.remove(token))).toBe('budget_confirmation_required')
  })

  test('all of them go without a question, and what the page brought does not come back', async () => {
    const store = createMemoryStore()
    const budget = await open(store, { limits: [daily] })
    await budget.clear()
    expect(budget.limits).toEqual([])
    expect((await open(store, { limits: [daily] })).limits).toEqual([])
  })
})

describe('kept and shared', () => {
  test('the next page has it, and other tabs see every change', async () => {
    const disk = createDisk()
    const [here, there] = [await open(disk.open().store), await open(disk.open().store)]
    const told = vi.fn()
    there.subscribe(told)
    await here.raise([each, daily], { confirm: yes })
    await until(() => expect(there.limits).toEqual([each, daily]))
    await there.lower({ ...daily, amount: '0.20' })
    await until(() => expect(here.limits).toEqual([each, { ...daily, amount: '0.20' }]))
    expect(told).toHaveBeenCalledTimes(2)
    expect((await open(disk.open().store)).limits).toEqual(here.limits)
    there.destroy()
    await here.clear()
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(there.limits).not.toEqual([])
  })

  test('two tabs that lower at once both have their way', async () => {
    const disk = createDisk(() => 3)
    const [here, there] = [await open(disk.open().store), await open(disk.open().store)]
    await here.raise([each, daily], { confirm: yes })
    await until(() => expect(there.limits).toHaveLength(2))
    await Promise.all([here.lower({ ...each, amount: '0.01' }), there.lower({ ...daily, amount: '0.30' })])
    const both = [
      { ...each, amount: '0.01' },
      { ...daily, amount: '0.30' },
    ]
    await until(() => expect([here.limits, there.limits]).toEqual([both, both]))
  })

  test('a listener that throws stops nobody', async () => {
    const budget = await open(createMemoryStore(), { confirm: yes })
    const thrown = new Promise((resolve) => process.once('uncaughtException', resolve))
    const told = vi.fn()
    budget.subscribe(() => {
      throw new Error('Mine.')
    })
    budget.subscribe(told)
    await budget.raise(daily)
    expect(told).toHaveBeenCalledTimes(1)
    expect(await thrown).toEqual(new Error('Mine.'))
  })
})

describe('what lies in the store and was not agreed to', () => {
  const wide = { ...daily, amount: '1000.00' }

  test.each([
    ['plain limits', { version: 1, revision: 9, limits: [wide] }],
    ['other bytes', { iv: new Uint8Array(12), box: new Uint8Array(64) }],
    ['nonsense', 'all of it'],
  ])('%s are no budget, and neither is what the page brought', async (_, value) => {
    const store = createMemoryStore()
    await store.set(place, value)
    const budget = await open(store, { limits: [daily] })
    expect(budget.getState()).toMatchObject({
      status: 'failed',
      limits: [],
      error: { code: 'budget_unreadable' },
    })
    // What the person says from now on counts again.
    await budget.raise(each, { confirm: yes })
    expect(budget.getState()).toMatchObject({ status: 'ready', limits: [each], error: undefined })
    expect((await open(store)).limits).toEqual([each])
  })

  test('a record of another browser, or of another key, is none', async () => {
    const [mine, theirs] = [createMemoryStore(), createMemoryStore()]
    await (await open(theirs)).raise(wide, { confirm: yes })
    await (await open(mine)).raise(daily, { confirm: yes })
    await mine.set(place, await theirs.get(place))
    expect((await open(mine)).limits).toEqual([])
  })

  test('an older record in place of a newer one allows nothing while the page is open', async () => {
    const disk = createDisk()
    const [tab, meddler] = [disk.open(), disk.open().store]
    const budget = await open(tab.store)
    await budget.raise(wide, { confirm: yes })
    const older = await meddler.get(place)
    await budget.lower(daily)
    await meddler.set(place, older)
    await until(() => expect(budget.getState().status).toBe('failed'))
    expect(budget.limits).toEqual([])
    await meddler.delete(place)
    await budget.ready()
    expect(budget.limits).toEqual([])
  })

  test('a store that cannot be read allows nothing, and says why', async () => {
    const store = createMemoryStore()
    let broken = true
    const get: Store['get'] = (key) => (broken ? Promise.reject(new Error('Blocked.')) : store.get(key))
    const budget = await open({ ...store, get }, { limits: [daily], confirm: yes })
    expect(budget.getState()).toMatchObject({ status: 'failed', limits: [], error: { message: 'Blocked.' } })
    expect(await codeOf(budget.raise(each))).toBe('budget_not_kept')
    broken = false
    await budget.ready()
    expect(budget.limits).toEqual([daily])
  })
})

describe('what is left', () => {
  const usd = (cents: bigint) => ({ value: cents, decimals: 2, symbol: 'USD', asset: 'usd', currency: 'usd' })
  const paid = (cents: bigint, at: number, origin = 'https://shop.test'): Entry => ({
    amount: usd(cents),
    origin,
    at,
  })

  test('of a limit over all sites, and when more comes free', async () => {
    const budget = await open(createMemoryStore(), { limits: [each, daily] })
    const ledger = [paid(50n, 0), paid(20n, day), paid(5n, day + 5, 'https://other.test'), paid(10n, day)]
    expect(budget.usage(ledger, day + 10)).toEqual([
      { limit: each, origin: undefined, spent: '0.00', left: '0.05', frees: undefined },
      {
        limit: daily,
        origin: undefined,
        spent: '0.35',
        left: '0.65',
        frees: { at: 2 * day + 1, amount: '0.30' },
      },
    ])
    // What is exactly a day old still counts, and the next millisecond no more.
    expect(budget.usage(ledger, 2 * day)[1]?.spent).toBe('0.35')
    expect(budget.usage(ledger, 2 * day + 1)[1]?.spent).toBe('0.05')
  })

  test('of each site where it is counted by site, the most first', async () => {
    const site = { ...daily, per: 'origin' as const }
    const budget = await open(createMemoryStore(), { limits: [site] })
    const ledger = [paid(10n, 1), paid(20n, 2, 'https://other.test'), paid(120n, 3, 'https://greedy.test')]
    expect(budget.usage(ledger, 10).map(({ origin, spent, left }) => [origin, spent, left])).toEqual([
      ['https://greedy.test', '1.20', '0.00'],
      ['https://other.test', '0.20', '0.80'],
      ['https://shop.test', '0.10', '0.90'],
    ])
    expect(budget.usage([], 10)).toMatchObject([{ origin: undefined, spent: '0.00', left: '1.00' }])
  })

  test('a limit of one site counts what went there alone', async () => {
    const here = { ...daily, origin: 'https://shop.test' }
    const budget = await open(createMemoryStore(), { limits: [here] })
    const ledger = [paid(90n, 1, 'https://other.test'), paid(10n, 1)]
    expect(budget.usage(ledger, 2)).toMatchObject([{ origin: 'https://shop.test', spent: '0.10' }])
    const payment = { amount: usd(90n), origin: 'https://shop.test', realm: '', payee: { id: 'shop' } }
    expect(budget.allows(payment, ledger, 2)).toBe(true)
    expect(budget.allows({ ...payment, amount: usd(91n) }, ledger, 2)).toBe(false)
  })

  test('whether "don’t ask again" would do is known before it is offered', async () => {
    const payment = { amount: usd(5n), origin: 'https://shop.test', realm: '', payee: { id: 'shop' } }
    const here = { ...each, origin: payment.origin }
    const budget = await open(createMemoryStore(), { limits: [] })
    expect(budget.allows(payment, [], 0)).toBe(false)
    expect(budget.allows(payment, [], 0, here)).toBe(true)
    // A card is entered each time, and a session is what may be deposited in it.
    expect(budget.allows({ ...payment, prompt: 'card' }, [], 0, here)).toBe(false)
    expect(budget.allows({ ...payment, session: { limit: usd(6n) } }, [], 0, here)).toBe(false)
    const tight = await open(createMemoryStore(), { limits: [{ ...each, amount: '0.01' }] })
    expect(tight.allows(payment, [], 0, here)).toBe(false)
  })
})
