import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chainId, pathUsd } from '@payerkit/devnet'
import { Credential, Receipt } from 'mppx'
import { Mppx, Request as NodeRequest, Store, tempo } from 'mppx/server'
import type { LocalAccount } from 'viem'
import { chainClient } from '../../testing/startMerchant.js'

// A shop for tests that sells by the unit, on a server of protocol v2 that is not ours.

/** What one unit costs. */
export const price = 1_000n

export type Shop = { readonly url: string; stop(): void }

/**
 * Starts the shop: `/page`, `/sponsored`, which pays the fees, `/operated`, whose channels somebody else closes, and
 * `/known`, which tells who proves who they are of their channel.
 */
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
  /** The channel of each payer who was served. */
  const known = new Map<string, string>()
  const shops: { [path: string]: ReturnType<typeof create> } = {
    '/page': create({}),
    '/sponsored': create({ feePayer: sponsor }),
    '/operated': create({ account: operator, operator: operator.address }),
    '/known': create({
      bootstrap: true,
      resolveChannelId: ({ source = '' }: { source?: string }) => known.get(source),
    }),
  }
  const listener = NodeRequest.toNodeListener(async (request) => {
    const { pathname } = new URL(request.url)
    const shop = shops[pathname]
    if (!shop) return new Response(null, { status: 404 })
    const result = await shop.session({ amount: '0.001', unitType: 'page', chainId })(request)
    if (result.status === 402) return result.challenge
    const response = result.withReceipt(Response.json({ path: pathname }))
    if (!response.headers.has('Payment-Receipt')) return response
    const { source } = Credential.fromRequest(request)
    const receipt = Receipt.fromResponse(response)
    if (source && 'channelId' in receipt) known.set(source, String(receipt.channelId))
    return response
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
