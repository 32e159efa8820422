import type { SessionOptions } from '@payerkit/core'

/** Something that is paid as it is used, and what may be put aside for it. */
export type MeteredOffer = {
  url: string
  options: SessionOptions
  /** What the meter counts. */
  label: string
}

export const chatSession: MeteredOffer = {
  url: '/api/chat',
  options: { maxDeposit: '1' },
  label: 'Spent here',
}

export const readingSession: MeteredOffer = {
  url: '/api/metered',
  options: { deposit: '0.1', maxDeposit: '2' },
  label: 'Spent here',
}
