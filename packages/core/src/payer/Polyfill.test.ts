import { afterEach, describe, expect, test } from 'vitest'
import { payerOf, useShop } from '../testing/harness.js'
import { polyfill, restore } from './Polyfill.js'

const held = useShop()

describe('the global fetch', () => {
  afterEach(restore)

  test('pays between polyfill and restore, and at no other time', async () => {
    const before = globalThis.fetch
    const { payer } = payerOf()
    expect(globalThis.fetch).toBe(before)
    polyfill(payer)
    polyfill(payer)
    expect((await fetch(held.current.url)).status).toBe(200)
    restore()
    expect(globalThis.fetch).toBe(before)
    expect((await fetch(held.current.url)).status).toBe(402)
  })

  test('restore leaves a fetch alone that somebody else put there', () => {
    const before = globalThis.fetch
    polyfill(payerOf().payer)
    const foreign: typeof fetch = (input, init) => before(input, init)
    globalThis.fetch = foreign
    restore()
    expect(globalThis.fetch).toBe(foreign)
    globalThis.fetch = before
  })
})

test('a fetch that was wrapped after polyfill never goes round in circles', async () => {
  const before = globalThis.fetch
  polyfill(payerOf().payer)
  const inner = globalThis.fetch
  globalThis.fetch = (...args) => inner(...args)
  expect((await fetch(held.current.url)).status).toBe(200)
  globalThis.fetch = inner
  restore()
  expect(globalThis.fetch).toBe(before)
})
