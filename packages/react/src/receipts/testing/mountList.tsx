import type { Attempt } from '@payerkit/core'
import { cardOf, createFakeAttempts, paidOf, payerOf } from '@payerkit/testing/screens'
import { expect } from 'vitest'
import { page } from 'vitest/browser'
import { mountSession, part, until } from '../../testing/mountSession.js'
import { ReceiptList, type ReceiptListProps } from '../index.js'

export const now = new Date(2025, 5, 15, 12).getTime()
export const at = (day: number, id: string): Partial<Attempt> => ({
  id,
  times: { authorizing: new Date(2025, 5, day, 10, 41).getTime() },
})
export const photo = paidOf(at(15, 'photo'))
export const premium = cardOf(at(14, 'premium'))
export const rows = () => [...document.querySelectorAll('[data-part="receipt"] summary')]
export const field = page.getByRole('searchbox', { name: 'Search receipts' })
export const button = (name: string) => page.getByRole('button', { name })

/** A list of what was paid, which is not loading any more. */
export async function mountList(
  list: readonly Attempt[],
  props: ReceiptListProps & { response?(id: string): Promise<Response | undefined> } = {},
) {
  const { response = async () => undefined, ...rest } = props
  const attempts = { ...createFakeAttempts(list), response }
  const payer = payerOf(attempts, () => now)
  const mounted = await mountSession(payer, <ReceiptList {...rest} />)
  await until(() => expect(part('receipts')?.dataset.state).not.toBe('loading'))
  return { attempts, payer, ...mounted }
}
