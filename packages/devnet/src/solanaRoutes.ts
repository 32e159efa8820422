import { isAddress } from '@solana/kit'
import { Hono } from 'hono'
import type { SolanaChain } from './startSolana.js'

const most = 25_000_000n

/** The page's way to a development chain of Solana, to its test money, and to what somebody has of it. */
export function createSolanaRoutes(chain: SolanaChain, mint: string): Hono {
  const routes = new Hono()
  const balanceOf = async (owner: string) => (await chain.tokenBalance(mint, owner)) ?? 0n
  routes.post('/rpc', async (context) => {
    const response = await fetch(chain.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: await context.req.text(),
    })
    return context.json(await response.json())
  })
  routes.post('/fund', async (context) => {
    const { address } = await context.req.json<{ address?: unknown }>().catch(() => ({ address: undefined }))
    if (typeof address !== 'string' || !isAddress(address))
      return context.json({ error: 'address must be an address of Solana.' }, 400)
    chain.fund(address)
    const had = await balanceOf(address)
    if (had < most) await chain.mintTo(mint, address, most - had)
    return context.json({ address, balance: String(await balanceOf(address)) })
  })
  routes.get('/balance/:owner', async (context) => {
    const owner = context.req.param('owner')
    if (!isAddress(owner)) return context.json({ error: 'That is no address of Solana.' }, 400)
    return context.json({ address: owner, balance: String(await balanceOf(owner)) })
  })
  return routes
}
