import type { Address } from 'viem'

/** Every price and limit of the demo shop. Token amounts are decimal units of pathUSD, card amounts of US dollars. */
export const prices = {
  photo: '0.01',
  photoByCard: '0.75',
  photoByAny: '0.75',
  article: '0.75',
  free: '0',
  sponsored: '0.02',
  split: '0.05',
  report: '0.03',
  chatToken: '0.001',
  reading: '0.001',
} as const

/** Who else is paid from `prices.split`; the merchant keeps the rest. */
export const splits: readonly { amount: string; recipient: Address }[] = [
  { amount: '0.02', recipient: '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955' },
  { amount: '0.005', recipient: '0x976EA74026E726554dB657fA54763abd0C3a0aa9' },
]

export const token = {
  address: '0x20c0000000000000000000000000000000000000',
  symbol: 'pathUSD',
  decimals: 6,
} as const satisfies { address: Address; symbol: string; decimals: number }

/** What the rails of ordinary chains are paid in. */
export const testDollar = {
  symbol: 'TUSD',
  decimals: 6,
  domain: { name: 'Test Dollar', version: '2' },
} as const

/** Where the shop is paid on Solana: USDC by its address of the mainnet, on a chain of this machine. */
export const solanaShop = {
  // A development key that everybody knows.
  key: new Uint8Array(32).fill(2),
  payTo: '9hSR6S7WPtxmTojgo6GG3k4yDPecgJY292j7xrsUGWBu',
  mint: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v',
} as const

/** The shop as a card network's acquirer would know it. */
export const acquired = {
  recipient: 'merch_payerkit_demo',
  merchantName: 'Payerkit demo shop',
  acceptedNetworks: ['visa', 'mastercard'],
} as const

/** What a photo costs in points, whom the programme knows the shop as, and what each new customer is given. */
export const loyalty = { points: '120', shop: 'demo-photos', welcome: 500n } as const

export const card = { currency: 'usd', decimals: 2, paymentMethodTypes: ['card'] } as const

/** What the application lets one shared payment token spend, in cents. */
export const sharedTokenLimit = 100_00

/** The challenge of /api/expiring is good for this many seconds unless the caller says otherwise. */
export const expiringSeconds = { default: 5, max: 300 } as const

/** What the merchant suggests to put in a channel. */
export const deposits = { chat: '0.10', metered: '0.02', solana: '1.00' } as const

/** How much a chat says and how slowly, unless the caller says otherwise, and the most it does. */
export const chatLimits = {
  tokens: { default: 40, max: 2_000 },
  delay: { default: 30, max: 5_000 },
  prompt: { max: 500 },
} as const

/** What a newspaper costs its subscribers; `units` is `amount` in the token's smallest parts. */
export const subscription = {
  amount: '0.50',
  units: 500_000n,
  days: '30',
  description: 'The harbour news',
} as const

/** What the same newspaper costs by card, in cents. */
export const cardSubscription = {
  amount: 500,
  unit: 'month',
  count: 1,
  description: 'The harbour news, by card',
} as const

/** What subscribers read. */
export const issue = {
  title: 'Fog until noon',
  text: 'The ferry to the islands leaves at two today. The fish market stays where it is, whatever the council says.',
} as const
