import type { SessionOptions } from '@payerkit/core'

/** Something that is paid as it is used, and what may be put aside for it. */
export type MeteredOffer = {
  url: string
  options: SessionOptions
  /** What the meter counts. */
  label: string
  /** What one unit costs, in the token's smallest parts, where the seller's own offer cannot say it. */
  price?: bigint
}

export const chatSession: MeteredOffer = {
  url: '/api/chat',
  options: { maxDeposit: '1' },
  label: 'Spent here',
}

/** The same chat for an ordinary token, of whose every deposit the wallet asks: enough for two answers. */
export const tokenChatSession: MeteredOffer = {
  url: '/api/evm/chat',
  options: { deposit: '0.5', maxDeposit: '2' },
  label: 'Spent here',
}

/** The same chat on Solana, whose offers name no price: each word says it when it comes. */
export const solanaChatSession: MeteredOffer = {
  url: '/api/solana/chat',
  options: { deposit: '0.5', maxDeposit: '1' },
  label: 'Spent here',
  price: 1_000n,
}

export const readingSession: MeteredOffer = {
  url: '/api/metered',
  options: { deposit: '0.1', maxDeposit: '2' },
  label: 'Spent here',
}
