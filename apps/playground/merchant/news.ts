import { Hono } from 'hono'
import { Store } from 'mppx'
import { Mppx, tempo } from 'mppx/server'
import type { Chain, Client, Transport } from 'viem'
import { issue, subscription as offer, token } from './catalog.js'
import type { Ledger } from './ledger.js'
import { createCollector } from './newsKeys.js'
import type { Settings } from './settings.js'

const cookie = 'news-reader'
const year = 365 * 86_400

/** A newspaper for subscribers. It knows its readers by a cookie. */
export function createNews(parameters: {
  settings: Settings
  client: Client<Transport, Chain>
  ledger: Ledger
}): Hono {
  const { settings, client, ledger } = parameters
  const collector = createCollector(client, settings)
  const readerOf = (input: Request) =>
    new RegExp(`${cookie}=([\\w-]+)`).exec(input.headers.get('cookie') ?? '')?.[1]

  const book = (reference: string, at: string) =>
    ledger.record({
      ...{ method: 'tempo', intent: 'subscription', amount: String(offer.units), currency: token.address },
      ...{ path: '/api/news', reference, at },
    })

  const payments = Mppx.create({
    secretKey: settings.challengeSecret,
    methods: [
      tempo.subscription({
        amount: offer.amount,
        currency: token.address,
        decimals: token.decimals,
        periodUnit: 'day',
        periodCount: offer.days,
        recipient: settings.merchant.address,
        chainId: client.chain.id,
        // Of every subscription that this server sells: mppx finds one again by its terms.
        subscriptionExpires: new Date((Math.ceil(Date.now() / 1000) + year) * 1000).toISOString(),
        store: Store.memory(),
        getClient: () => client,
        feePayer: settings.sponsor,
        async resolve({ input }) {
          const reader = readerOf(input)
          return reader === undefined ? null : { key: reader }
        },
        hooks: {
          activated: ({ receipt }) => book(receipt.reference, receipt.timestamp),
          renewed: ({ receipt }) => book(receipt.reference, receipt.timestamp),
        },
        // The development chain cannot read what mppx would send; a real one can, and there mppx does it by itself.
        ...(settings.network === 'local' && collector),
      }),
    ],
  })

  const routes = new Hono()
  routes.get('/news', async (context) => {
    const { url, headers } = context.req.raw
    const known = readerOf(context.req.raw)
    const reader = known ?? crypto.randomUUID()
    const asked = new Request(url, {
      headers: { ...Object.fromEntries(headers), cookie: `${cookie}=${reader}` },
    })
    const result = await payments.subscription({ description: offer.description })(asked)
    const paid = Response.json(issue, { headers: { 'cache-control': 'private, no-store' } })
    const answer = result.status === 402 ? result.challenge : result.withReceipt(paid)
    const response = new Response(answer.body, answer)
    const pair = `${cookie}=${reader}; Path=/api/news; Max-Age=${year}; HttpOnly; SameSite=Strict`
    if (!known) response.headers.append('set-cookie', pair)
    return response
  })
  return routes
}
