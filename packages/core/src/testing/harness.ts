import { afterEach, beforeEach, expect } from 'vitest'
import { BaseError } from '../Errors.js'
import type { Attempt } from '../payer/Attempt.js'
import { createPayer } from '../payer/createPayer.js'
import type { PayerOptions } from '../payer/Payer.js'
import type { Approve } from '../payer/Quote.js'
import { createPoints, type Points } from './points.js'
import { openShop, type Seen, type Shop } from './shop.js'

/** Says yes to the first offer. */
export const yes: Approve = async ({ offers }) => offers[0] && { offer: offers[0] }

/** A payer that says yes and asks no server twice by itself, its method, and the phases it went through. */
export function payerOf(options: Partial<PayerOptions> & { points?: Points } = {}) {
  const points = options.points ?? createPoints()
  const payer = createPayer({ methods: [points], approve: yes, retries: 0, ...options })
  const phases: string[] = []
  payer.on('attempt', ({ phase }) => phases.push(phase))
  return { points, payer, phases }
}

/** A new shop for every test of a file. */
export function useShop(): { current: Shop } {
  const held = {} as { current: Shop }
  beforeEach(async () => {
    held.current = await openShop()
  })
  afterEach(() => held.current.stop())
  return held
}

/** The code of the error that a promise ends with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(BaseError)
  return (error as BaseError).code
}

/** The codes along the causes of the error that a promise ends with. */
export async function codesOf(promise: Promise<unknown>): Promise<string[]> {
  const codes: string[] = []
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (error instanceof BaseError)
    error.walk((each) => {
      if (each instanceof BaseError) codes.push(each.code)
      return false
    })
  return codes
}

/** The newest attempt of a payer. */
export const last = (payer: { attempts: { list(): readonly Attempt[] } }) => payer.attempts.list().at(-1)

/** An answer of a shop to the first paid request alone. */
export function onceWhenPaid(
  shop: Shop,
  answer: (response: Parameters<NonNullable<Shop['answer']>>[1], seen: Seen) => void,
) {
  shop.answer = (seen, response) => {
    if (!seen.paid) return false
    shop.answer = undefined
    answer(response, seen)
    return true
  }
}
