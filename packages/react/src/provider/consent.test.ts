import type { Approval, Offer } from '@payerkit/core'
import { expect, test, vi } from 'vitest'
import { createConsent } from './consent.js'

const offer = { method: 'points' } as Offer
const ask = { url: 'https://photos.example/', offers: [offer], refused: [] }

test('a yes counts once, and only to an offer that was made', async () => {
  const consent = createConsent()
  const answer = consent.approve(ask)
  const question = consent.getSnapshot()
  question?.approve({ ...offer })
  expect(consent.getSnapshot()?.state).toBe('asking')
  question?.approve(offer, { card: 1 })
  question?.approve(offer, { card: 2 })
  expect(await answer).toEqual({ offer, input: { card: 1 } } satisfies Approval)
  expect(consent.getSnapshot()).toMatchObject({ state: 'working', offer })
  question?.close()
  expect(consent.getSnapshot()).toBeUndefined()
})

test('what is called off before it is asked is never shown', async () => {
  const consent = createConsent()
  const listener = vi.fn()
  consent.subscribe(listener)
  expect(await consent.approve({ ...ask, signal: AbortSignal.abort() })).toBeUndefined()
  expect(listener).not.toHaveBeenCalled()
})

test('a question that waits is taken back without being shown', async () => {
  const consent = createConsent()
  const control = new AbortController()
  consent.approve(ask)
  const first = consent.getSnapshot()
  const second = consent.approve({ ...ask, url: 'https://other.example/', signal: control.signal })
  control.abort()
  expect(await second).toBeUndefined()
  expect(consent.getSnapshot()).toBe(first)
  first?.close()
  expect(consent.getSnapshot()).toBeUndefined()
})
