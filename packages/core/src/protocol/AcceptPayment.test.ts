import { describe, expect, test } from 'vitest'
import * as AcceptPayment from './AcceptPayment.js'

const range = (method: string, intent: string, q = 1) => ({ method, intent, q })

describe('parse', () => {
  test.each([
    [
      'tempo/charge, tempo/session, stripe/charge;q=0.5, solana/charge;q=0.3',
      [
        range('tempo', 'charge'),
        range('tempo', 'session'),
        range('stripe', 'charge', 0.5),
        range('solana', 'charge', 0.3),
      ],
    ],
    [
      'tempo/*, solana/*;q=0.6, */session;q=0.3',
      [range('tempo', '*'), range('solana', '*', 0.6), range('*', 'session', 0.3)],
    ],
    [
      'tempo/charge, tempo/session;q=0, solana/charge',
      [range('tempo', 'charge'), range('tempo', 'session', 0), range('solana', 'charge')],
    ],
    [' ,\t*/* ;\tQ=1.000 ,, ', [range('*', '*')]],
    ['a / b ; q=0.', [range('a', 'b', 0)]],
    ['', []],
  ])('%s', (text, ranges) => {
    expect(AcceptPayment.parse(text)).toEqual(ranges)
  })

  test.each([
    'tempo',
    'tempo/',
    '/charge',
    'tempo/charge;',
    'tempo/charge;q',
    'tempo/charge;q=',
    'a/b;q=2',
    'a/b;q=1.001',
    'a/b;q=0.1234',
    'a/b;q=-0',
    'a/b;q=.5',
    'a/b;q=1;q=1',
    'Tempo/charge',
    'a b/c',
    'a/b/c',
    '**/*',
    'a/"b"',
    'é/b',
    `${'a'.repeat(100_000)} b`,
  ])('refuses %.20s', (text) => {
    expect(() => AcceptPayment.parse(`x/y, ${text}`)).toThrow(AcceptPayment.InvalidError)
  })
})

test('serialize writes weights that are not 1, with three decimals', () => {
  expect(AcceptPayment.serialize([range('tempo', '*'), range('a', 'b', 0.12345), range('*', 'c', 0)])).toBe(
    'tempo/*, a/b;q=0.123, */c;q=0',
  )
})

describe('weigh', () => {
  const tempo = { method: 'tempo', intent: 'charge' }
  test.each([
    ['', 0],
    ['stripe/charge', 0],
    ['*/*;q=0.1', 0.1],
    ['*/*;q=0.9, */charge;q=0.2', 0.2],
    ['*/charge;q=0.9, tempo/*;q=0.3', 0.3],
    ['tempo/*;q=0.9, tempo/charge;q=0', 0],
    ['tempo/charge;q=0.1, tempo/charge;q=0.4', 0.4],
    ['*/charge, tempo/*;q=0', 0],
  ])('%s', (text, weight) => {
    expect(AcceptPayment.weigh(AcceptPayment.parse(text), tempo)).toBe(weight)
  })
})

test('rank keeps the server’s order among equals and leaves out what is not wanted', () => {
  const offers = ['a/x', 'b/x', 'c/x', 'd/x'].map((text, id) => ({
    id,
    method: text.slice(0, 1),
    intent: 'x',
  }))
  const ranked = AcceptPayment.rank(AcceptPayment.parse('b/x;q=0.5, c/*;q=0.9, d/x;q=0.5, a/x;q=0'), offers)
  expect(ranked.map(({ id }) => id)).toEqual([2, 1, 3])
})
