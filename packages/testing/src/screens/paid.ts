import type { Attempt } from '@payerkit/core'
import { attemptOf } from './fakeAttempts.js'

export const hash = `0x${'8d7c6c0d'.repeat(8)}`

/** A cent that was paid by wallet for a photo on Tempo's testnet. */
export function paidOf(news: Partial<Attempt> = {}, offer: Partial<Attempt['offer']> = {}): Attempt {
  const lost = attemptOf()
  return {
    ...lost,
    phase: 'paid',
    times: { approving: 1_750_000_000_000, authorizing: 1_750_000_001_000, paid: 1_750_000_003_000 },
    credential: {
      challenge: lost.offer.challenge,
      payload: {},
      source: 'did:pkh:eip155:42431:0x9F000000000000000000000000000000000021Cc',
    },
    receipt: { status: 'success', method: 'points', timestamp: '2025-06-15T15:06:42Z', reference: hash },
    ...news,
    offer: { ...lost.offer, ...news.offer, ...offer },
  }
}

/** Five dollars that were paid by card. */
export function cardOf(news: Partial<Attempt> = {}): Attempt {
  return paidOf(
    {
      id: 'card',
      credential: { challenge: attemptOf().offer.challenge, payload: {} },
      receipt: {
        status: 'success',
        method: 'stripe',
        timestamp: '2025-06-14T10:00:00Z',
        reference: 'pi_1N4abcdefghKlW',
      },
      ...news,
    },
    {
      amount: { value: 500n, decimals: 2, symbol: 'USD', asset: 'usd', currency: 'usd' },
      payee: { id: 'profile_1MqDcVKA5fEO2tZv', name: 'Crème & Söhne' },
      method: 'stripe',
      origin: 'https://press.example',
      realm: 'press.example',
      description: 'Premium, a month',
      prompt: 'card',
    },
  )
}
