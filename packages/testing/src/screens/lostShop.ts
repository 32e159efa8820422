import { createPayer, type Method, type Payer, type Resolution, type Store } from '@payerkit/core'
import { origin, paidAnswer, sayYes } from './shop.js'

/** A shop whose answers can be lost, with a payer for each page that is opened there. */
export type LostShop = {
  /** What is bought. */
  readonly url: string
  /** Opens the page anew, with what the store kept. */
  open(): Payer
  /** What becomes of a proof. */
  answer: () => Response | Promise<Response>
  /** Every proof as it came. */
  readonly proofs: string[]
  readonly signed: () => number
  /** What the method knows of an attempt, where it can find out at all. */
  resolution: Resolution | undefined
}

export const lost = () => Promise.reject(new TypeError('Failed to fetch'))

export function openLostShop(store?: Store): LostShop {
  let signed = 0
  let issued = 0
  const proofs: string[] = []
  const url = `${origin}/photo`
  const asset = '0x20c0000000000000000000000000000000000000'
  const method: Method = {
    name: 'points',
    intent: 'charge',
    read: () => ({}),
    describe: () => ({
      amount: { value: 10_000n, decimals: 6, symbol: 'pathUSD', asset, currency: 'usd' },
      payee: { id: '0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00', name: 'Photos Inc.' },
      fees: 'payee',
      prompt: 'none',
    }),
    authorize: async () => ({ payload: { proof: ++signed }, moves: 'after' }),
    resolve: async () => shop.resolution ?? 'unknown',
  }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const proof = new Request(input, init).headers.get('Authorization')
    if (proof !== null) {
      proofs.push(proof)
      return shop.answer()
    }
    const challenge = `Payment id="c${++issued}", realm="photos.example", method="points", intent="charge", request="e30"`
    return new Response(null, { status: 402, headers: { 'WWW-Authenticate': challenge } })
  }
  const shop: LostShop = {
    url,
    proofs,
    signed: () => signed,
    answer: () => paidAnswer(url),
    resolution: undefined,
    open: () =>
      createPayer({ methods: [method], fetch, approve: sayYes, acceptPayment: 'never', retries: 0, store }),
  }
  return shop
}

/** Buys, and loses the answer. */
export async function loseOne(shop: LostShop, payer: Payer): Promise<void> {
  const { answer } = shop
  shop.answer = lost
  await payer.fetch(shop.url).catch(() => {})
  shop.answer = answer
}
