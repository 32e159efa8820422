import { Hono } from 'hono'
import { type Address, getAddress, isAddress } from 'viem'
import { Faucet, type FaucetOptions } from './faucet.js'

type Options = Omit<FaucetOptions, 'token'> & {
  token: { address: Address; symbol: string; decimals: number }
}

/** POST /fund {address}: the page's way to development money. */
export function createFaucetRoutes({ client, nodeUrl, token }: Options): Hono {
  const routes = new Hono()
  const faucet = new Faucet({ client, nodeUrl, token: token.address })
  routes.post('/fund', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined)
    const text = typeof body === 'object' && body !== null && 'address' in body ? body.address : undefined
    if (typeof text !== 'string' || !isAddress(text, { strict: false }))
      return context.json({ error: 'address must be 0x and 40 hex digits.' }, 400)
    const address = getAddress(text)
    const balance = await faucet.fund(address)
    return context.json({ address, balance: balance.toString(), token })
  })
  return routes
}
