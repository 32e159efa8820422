import { createPayKit, Signer, usd } from '@solana/pay-kit'
import { Hono } from 'hono'
import { prices } from './catalog.js'
import type { Ledger } from './ledger.js'
import { photo } from './photo.js'

/** What a shop on Solana needs to know. */
export type SolanaShop = {
  /** Where the chain is asked. */
  rpcUrl: string
  /** The shop's key: it is paid, and pays the network's fees. */
  key: Uint8Array
  /** Its address. */
  payTo: string
  /** What it is paid in. */
  mint: string
}

/** A photo for a dollar token on Solana, sold by @solana/pay-kit. */
export async function createSolanaSale(parameters: {
  shop: SolanaShop
  secret: string
  ledger: Ledger
}): Promise<Hono> {
  const { shop, secret, ledger } = parameters
  const kit = await createPayKit({
    network: 'localnet',
    rpcUrl: shop.rpcUrl,
    preflight: false,
    operator: { signer: await Signer.bytes(shop.key), feePayer: true },
    mpp: { challengeBindingSecret: secret },
    pricing: { photo: { amount: usd(prices.photo), payTo: shop.payTo, description: 'One photo' } },
  })
  const routes = new Hono()
  routes.get('/solana/photo', async (context) => {
    const goods = photo(context)
    const response = await kit.fetch('photo', async () => goods)(context.req.raw)
    const receipt = response.headers.get('Payment-Receipt')
    if (receipt) {
      const { reference, timestamp } = JSON.parse(Buffer.from(receipt, 'base64url').toString())
      ledger.record({
        ...{ method: 'solana', intent: 'charge', amount: '10000', currency: shop.mint },
        ...{ path: '/api/solana/photo', reference, at: timestamp },
      })
    }
    return response
  })
  return routes
}
