import { type Context, Hono } from 'hono'
import { type Address, getAddress, isAddress } from 'viem'
import { increaseTime, resetTime } from './clock.js'
import { Faucet, type FaucetOptions } from './faucet.js'

type Options = Omit<FaucetOptions, 'token'> & {
  token: { address: Address; symbol: string; decimals: number }
  /** Gives what else there is to be had. */
  more?: ((address: Address) => Promise<void>) | undefined
  /** Another chain, whose clock goes with this one. */
  alike?: { increaseTime(seconds: number): void; resetTime(): void } | undefined
}

const longest = 366 * 24 * 60 * 60

/** The page's way to development money and, on a chain of its own, to a later time. */
export function createDevnetRoutes({ client, nodeUrl, token, more, alike }: Options): Hono {
  const routes = new Hono()
  const faucet = new Faucet({ client, nodeUrl, token: token.address })
  routes.post('/fund', async (context) => {
    const text = await fieldOf(context, 'address')
    if (typeof text !== 'string' || !isAddress(text, { strict: false }))
      return context.json({ error: 'address must be 0x and 40 hex digits.' }, 400)
    const address = getAddress(text)
    const balance = await faucet.fund(address)
    await more?.(address)
    return context.json({ address, balance: balance.toString(), token })
  })
  if (nodeUrl === undefined) return routes
  routes.post('/increase-time', async (context) => {
    const seconds = await fieldOf(context, 'seconds')
    if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 1 || seconds > longest)
      return context.json({ error: `seconds must be a whole number from 1 to ${longest}.` }, 400)
    await increaseTime(nodeUrl, seconds)
    alike?.increaseTime(seconds)
    return context.json({ seconds })
  })
  routes.post('/reset-time', async (context) => {
    await resetTime(nodeUrl)
    alike?.resetTime()
    return context.json({})
  })
  return routes
}

async function fieldOf(context: Context, name: string): Promise<unknown> {
  const body: unknown = await context.req.json().catch(() => undefined)
  return typeof body === 'object' && body !== null
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : undefined
}
