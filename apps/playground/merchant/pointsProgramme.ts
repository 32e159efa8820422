import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { loyalty } from './catalog.js'
import { Problem } from './problem.js'

type Account = { points: bigint; readonly keys: Map<string, { wish: string; hold: string }> }
type Hold = {
  readonly account: Account
  readonly shop: string
  readonly points: bigint
  state: 'held' | 'taken' | 'released'
}

/** A loyalty programme: its customers hold points for a shop, which takes them when it delivers. */
export type PointsProgramme = {
  /** What its customers reach. */
  readonly routes: Hono
  /** Takes what is held for a shop, once. `false` where that is not so. */
  take(hold: string, shop: string, points: bigint): boolean
}

/** The address of the programme, for customers and shops alike. */
export const programmeOf = ({ req }: Context) => new URL('/api/programme', req.url).href

/** A customer is whoever has a token; the first time there is a welcome. Everything is forgotten with the server. */
export function createPointsProgramme(): PointsProgramme {
  const accounts = new Map<string, Account>()
  const holds = new Map<string, Hold>()

  function accountOf({ req }: Context): Account {
    const token = /^Bearer ([\w-]{20,100})$/.exec(req.header('authorization') ?? '')?.[1]
    if (!token) throw new Problem(401, 'not-known', 'The programme knows its customers by a token.')
    const account = accounts.get(token) ?? { points: loyalty.welcome, keys: new Map() }
    accounts.set(token, account)
    return account
  }
  const balance = (context: Context, { points }: Account) =>
    context.json({ points: String(points) }, 200, { 'cache-control': 'no-store' })

  const routes = new Hono()
  routes.get('/balance', (context) => balance(context, accountOf(context)))
  routes.post('/gifts', (context) => {
    const account = accountOf(context)
    account.points += loyalty.welcome
    return balance(context, account)
  })
  routes.post('/holds', async (context) => {
    const account = accountOf(context)
    const { shop, points } = readWish(await context.req.json().catch(() => undefined))
    const wish = `${points} for ${shop}`
    const key = context.req.header('idempotency-key') ?? ''
    const before = account.keys.get(key)
    if (before && before.wish !== wish)
      throw new Problem(409, 'key-used', 'The idempotency key was used for another payment.')
    if (before) return context.json({ hold: before.hold })
    if (points > account.points) throw new Problem(409, 'too-few', 'There are too few points.')
    // Whoever knows it can pay with it.
    const hold = `hold_${randomUUID()}`
    account.points -= points
    holds.set(hold, { account, shop, points, state: 'held' })
    if (key) account.keys.set(key, { wish, hold })
    return context.json({ hold })
  })
  routes.delete('/holds/:id', (context) => {
    const account = accountOf(context)
    const hold = holds.get(context.req.param('id'))
    if (hold?.account !== account) throw new Problem(404, 'not-found', 'There is no such hold.')
    if (hold.state === 'held') {
      hold.state = 'released'
      account.points += hold.points
    }
    return context.json({ state: hold.state })
  })

  return {
    routes,
    take(id, shop, points) {
      const hold = holds.get(id)
      if (hold?.shop !== shop || hold.points !== points || hold.state !== 'held') return false
      hold.state = 'taken'
      return true
    },
  }
}

function readWish(body: unknown): { shop: string; points: bigint } {
  const { shop, points } = { ...(body as Record<string, unknown>) }
  if (typeof shop !== 'string' || !/^[\w-]{1,60}$/.test(shop))
    throw new Problem(400, 'invalid-request', 'shop must be the id of a shop.')
  if (typeof points !== 'string' || !/^[1-9]\d{0,11}$/.test(points))
    throw new Problem(400, 'invalid-request', 'points must be a whole number above 0.')
  return { shop, points: BigInt(points) }
}
