import { expect, test } from 'vitest'
import type { Entry } from './Budget.js'
import { judge, type Policy, type Spending } from './Policy.js'

const payment = (value: bigint, more: Partial<Spending> = {}): Spending => ({
  amount: { value, decimals: 2, symbol: 'USD', asset: 'usd', currency: 'usd' },
  origin: 'https://shop.test',
  realm: 'shop.test',
  payee: { id: 'shop' },
  ...more,
})
const pathUsd = { value: 10_000n, decimals: 6, symbol: 'pathUSD', asset: '0x20c0', currency: 'usd' }
const entry = (value: bigint, at = 0, origin = 'https://shop.test'): Entry => ({
  amount: payment(value).amount,
  origin,
  at,
})

const verdict = (policy: Policy, spending: Spending, ledger: Entry[] = [], now = 1_000) => {
  try {
    return judge(policy, spending, ledger, now)
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('without a policy every payment is asked for, a free one too', () => {
  expect(verdict({}, payment(1n))).toBe('ask')
  expect(verdict({}, payment(0n))).toBe('ask')
})

test('a budget allows within all of its limits that apply', () => {
  const budget = [
    { currency: 'usd', amount: '0.10', per: 'payment' },
    { currency: 'usd', amount: '1', per: 'all' },
  ] as const
  expect(verdict({ budget }, payment(10n))).toBe('allow')
  expect(verdict({ budget }, payment(11n))).toBe('ask')
  expect(verdict({ budget }, payment(10n), [entry(90n)])).toBe('allow')
  expect(verdict({ budget }, payment(10n), [entry(91n)])).toBe('ask')
})

test('a dollar token and a card share one budget, whatever their decimals', () => {
  const budget = [{ currency: 'usd', amount: '0.02', per: 'all' }] as const
  expect(verdict({ budget }, payment(1n, { amount: pathUsd }), [entry(1n)])).toBe('allow')
  expect(verdict({ budget }, payment(1n, { amount: pathUsd }), [entry(2n)])).toBe('ask')
})

test('a budget of another currency or origin allows nothing', () => {
  expect(verdict({ budget: [{ currency: 'eur', amount: '9', per: 'payment' }] }, payment(1n))).toBe('ask')
  const elsewhere = { currency: 'usd', amount: '9', per: 'payment', origin: 'https://other.test' } as const
  expect(verdict({ budget: [elsewhere] }, payment(1n))).toBe('ask')
})

test('a token of unknown worth is never allowed silently, and is above every limit on it', () => {
  const unknown = payment(1n, {
    amount: { value: 1n, decimals: undefined, symbol: 'unknown token', asset: '0xbad' },
  })
  expect(verdict({ budget: [{ currency: '0xbad', amount: '9', per: 'payment' }] }, unknown)).toBe('ask')
  expect(verdict({ limits: [{ currency: '0xbad', amount: '9', per: 'all' }] }, unknown)).toBe(
    'limit_exceeded',
  )
})

test('a period forgets what is older, and an origin what others got', () => {
  const limits = [{ currency: 'usd', amount: '1', per: 'origin', period: 500 }] as const
  expect(verdict({ limits }, payment(100n), [entry(100n, 499)])).toBe('ask')
  expect(verdict({ limits }, payment(100n), [entry(100n, 500)])).toBe('limit_exceeded')
  expect(verdict({ limits }, payment(100n), [entry(100n, 900, 'https://other.test')])).toBe('ask')
})

test('a limit of one origin counts what went there alone', () => {
  const budget = [{ currency: 'usd', amount: '1', per: 'all', origin: 'https://shop.test' }] as const
  expect(verdict({ budget }, payment(100n), [entry(100n, 0, 'https://other.test')])).toBe('allow')
  expect(verdict({ budget }, payment(100n), [entry(1n)])).toBe('ask')
})

test('lists name who and what may be paid, splits included', () => {
  const split = payment(10n, { splits: [{ payee: { id: 'mallory' } }] })
  expect(verdict({ payees: ['SHOP'] }, payment(10n))).toBe('payee_refused')
  expect(verdict({ payees: ['0xAB'] }, payment(10n, { payee: { id: '0xab' } }))).toBe('ask')
  expect(verdict({ payees: ['shop'] }, split)).toBe('payee_refused')
  expect(verdict({ payees: { 'shop.test': ['shop', 'mallory'] } }, split)).toBe('ask')
  // Who takes it and is only believed to pay it on.
  const taken = payment(10n, { taker: { id: 'mallory' } })
  expect(verdict({ payees: ['shop'] }, taken)).toBe('payee_refused')
  expect(verdict({ payees: ['shop', 'mallory'] }, taken)).toBe('ask')
  expect(verdict({ payees: { 'shop.test': [] } }, payment(1n))).toBe('payee_refused')
  expect(verdict({ payees: { constructor: [] } }, payment(1n, { realm: 'constructor' }))).toBe(
    'payee_refused',
  )
  expect(verdict({ payees: {} }, payment(1n, { realm: 'toString' }))).toBe('ask')
  const posing = payment(1n, { realm: 'other.test', payee: { id: 'mallory' } })
  expect(verdict({ payees: { 'shop.test': ['shop'] } }, posing)).toBe('payee_refused')
  for (const origin of ['https://shop.test:8443', 'https://shop.test.'])
    expect(verdict({ payees: { 'Shop.test': ['shop'] } }, { ...posing, origin })).toBe('payee_refused')
  expect(verdict({ assets: ['0x20c0'] }, payment(1n, { amount: pathUsd }))).toBe('ask')
  expect(verdict({ assets: ['eur'] }, payment(1n))).toBe('asset_refused')
})
