import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chainId, pathUsd } from '@payerkit/devnet'
import { Mppx, Request as NodeRequest, Store } from 'mppx-v1/server'
import { SessionLegacy } from 'mppx-v1/tempo'
import type { LocalAccount } from 'viem'
import type * as Hex from '../../../../chain/Hex.js'
import { chainClient } from '../../testing/startMerchant.js'

// A shop for tests that sells by the unit, on the last server that took channels of protocol v1.

/** What one unit costs. */
export const price = 1_000n

/** What `/words` says, a unit each. */
export const words = ['pay', 'for', 'each', 'of', 'these']

export type Voucher = { channelId: Hex.Hex; cumulativeAmount: bigint; signature: Hex.Hex }

export type Shop = {
  readonly url: string
  /** Takes what a voucher allows, and leaves the channel open. */
  settle(voucher: Voucher): Promise<void>
  stop(): void
}

/**
 * Starts the shop: `/page` sells pages, `/sponsored` too and pays the fees, and `/words` sells {@link words} as a
 * stream of events.
 */
export async function startShop(options: {
  chainUrl: string
  escrow: Hex.Hex
  payee: LocalAccount
  sponsor: LocalAccount
}): Promise<Shop> {
  const { chainUrl, escrow, payee, sponsor } = options
  const client = chainClient(chainUrl)
  const shared = {
    account: payee,
    currency: pathUsd,
    escrowContract: escrow,
    suggestedDeposit: '0.02',
    // What happens on the chain is noticed at once.
    channelStateTtl: -1,
    store: Store.memory(),
    getClient: () => client as never,
  }
  const create = (extra: { sse?: boolean; feePayer?: LocalAccount }) =>
    Mppx.create({
      secretKey: 'a secret of at least thirty-two characters',
      realm: 'shop.test',
      methods: [SessionLegacy.Server.session({ ...shared, ...extra })],
    })
  const shops: { [path: string]: ReturnType<typeof create> } = {
    '/page': create({}),
    '/sponsored': create({ feePayer: sponsor }),
    '/words': create({ sse: true }),
  }
  const listener = NodeRequest.toNodeListener(async (request) => {
    const { pathname } = new URL(request.url)
    const shop = shops[pathname]
    if (!shop) return new Response(null, { status: 404 })
    const result = await shop.session({ amount: '0.001', unitType: 'unit', chainId })(request)
    if (result.status === 402) return result.challenge
    return result.withReceipt(pathname === '/words' ? (speak() as never) : Response.json({ path: pathname }))
  })
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async settle(voucher) {
      await SessionLegacy.Session.Chain.settleOnChain(client as never, escrow, voucher, {
        account: payee as never,
      })
    },
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function* speak() {
  yield* words
}
