import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chainId, pathUsd } from '@payerkit/devnet'
import { Mppx, Request as NodeRequest, Store, tempo } from 'mppx/server'
import type { LocalAccount } from 'viem'
import { chainClient } from '../../testing/startMerchant.js'

// A shop for tests that sells by the unit, on a server of protocol v2 that is not ours.

/** What one unit costs. */
export const price = 1_000n

export type Shop = { readonly url: string; stop(): void }

/** Starts the shop: `/page`, `/sponsored`, which pays the fees, and `/operated`, whose channels somebody else closes. */
export async function startShop(options: {
  chainUrl: string
  payee: LocalAccount
  operator: LocalAccount
  sponsor: LocalAccount
}): Promise<Shop> {
  const { chainUrl, payee, operator, sponsor } = options
  const client = chainClient(chainUrl)
  const create = (extra: object) =>
    Mppx.create({
      secretKey: 'a secret of at least thirty-two characters',
      realm: 'shop.test',
      methods: [
        tempo.session({
          account: payee as never,
          recipient: payee.address,
          currency: pathUsd,
          chainId,
          suggestedDeposit: '0.02',
          // What happens on the chain is noticed at once.
          channelStateTtl: -1,
          store: Store.memory(),
          getClient: () => client as never,
          ...extra,
        }),
      ],
    })
  const shops: { [path: string]: ReturnType<typeof create> } = {
    '/page': create({}),
    '/sponsored': create({ feePayer: sponsor }),
    '/operated': create({ account: operator, operator: operator.address }),
  }
  const listener = NodeRequest.toNodeListener(async (request) => {
    const { pathname } = new URL(request.url)
    const shop = shops[pathname]
    if (!shop) return new Response(null, { status: 404 })
    const result = await shop.session({ amount: '0.001', unitType: 'page', chainId })(request)
    return result.status === 402 ? result.challenge : result.withReceipt(Response.json({ path: pathname }))
  })
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
