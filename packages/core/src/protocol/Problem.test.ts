import { Errors } from 'mppx'
import { describe, expect, test } from 'vitest'
import * as Problem from './Problem.js'

describe('parse', () => {
  test('the draft’s example', () => {
    const value = {
      type: 'https://paymentauth.org/problems/payment-required',
      title: 'Payment Required',
      status: 402,
      detail: 'Human-readable description',
    }
    expect(Problem.parse(JSON.stringify(value))).toEqual(value)
  })

  test('keeps what a server adds, and cuts what a person would not read', () => {
    const problem = Problem.parse(
      JSON.stringify({ title: 't'.repeat(1000), detail: 'd'.repeat(1000), status: '402', balance: '10' }),
    )
    expect(problem).toEqual({
      type: 'about:blank',
      title: 't'.repeat(200),
      detail: 'd'.repeat(500),
      balance: '10',
    })
  })

  test.each([
    [''],
    ['null'],
    ['[]'],
    ['"x"'],
    ['{}'],
    ['{"type":7}'],
    ['<html>'],
    ['{"type":"x"'],
    ['['.repeat(100_000)],
  ])('%.20s is none', (text) => {
    expect(Problem.parse(text)).toBeUndefined()
  })

  test('a member named __proto__ changes no object', () => {
    const problem = Problem.parse('{"type":"x","__proto__":{"polluted":1}}')
    expect(problem?.polluted).toBeUndefined()
    expect('polluted' in {}).toBe(false)
  })
})

describe('typeOf', () => {
  test.each(Problem.types)('%s', (type) => {
    expect(Problem.typeOf({ type: Problem.base + type })).toBe(type)
  })
  test.each([
    'about:blank',
    'payment-expired',
    `${Problem.base}toString`,
    Problem.base,
    `${Problem.base}payment-expired/`,
  ])('%s is another', (type) => {
    expect(Problem.typeOf({ type })).toBeUndefined()
  })

  test('knows every problem that mppx sends', () => {
    const sent = Object.values(Errors).flatMap((error) => {
      if (typeof error !== 'function' || !(error.prototype instanceof Errors.PaymentError)) return []
      return [new (error as unknown as new (options: object) => Errors.PaymentError)({}).toProblemDetails()]
    })
    expect(sent.length).toBeGreaterThan(10)
    const unknown = sent.filter(
      (problem) => !Problem.typeOf(Problem.parse(JSON.stringify(problem)) ?? { type: '' }),
    )
    expect(unknown).toEqual([])
  })
})
