import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chainId, pathUsd } from '@payerkit/devnet'
import { Expires } from 'mppx'
import { Mppx, tempo } from 'mppx/server'
import { type Client, createClient, defineChain, http, type LocalAccount } from 'viem'
import { tempoModerato } from 'viem/tempo/chains'

// A shop for tests, on a server that is not ours: every path is one kind of charge.

export type Merchant = { readonly url: string; stop(): void }

/** A client of viem on the test chain. */
export function chainClient(url: string): Client {
  return createClient({
    chain: defineChain({ ...tempoModerato, id: chainId, rpcUrls: { default: { http: [url] } } }),
    transport: http(url, { retryCount: 0 }),
  }) as Client
}

/** Starts the shop on a port that is free. */
export async function startMerchant(options: {
  chainUrl: string
  recipient: LocalAccount
  sponsor: LocalAccount
  partner: string
}): Promise<Merchant> {
  const { chainUrl, recipient, sponsor, partner } = options
  const client = chainClient(chainUrl)
  const memo = `0x${'ab'.repeat(32)}`
  const splits = [
    { amount: '0.002', recipient: partner },
    { amount: '0.001', recipient: partner, memo },
  ]
  const serve = (extra: object) =>
    Mppx.create({
      secretKey: 'a secret of at least thirty-two characters',
      realm: 'shop.test',
      methods: [
        tempo.charge({
          currency: pathUsd,
          recipient: recipient.address,
          getClient: () => client as never,
          ...extra,
        }),
      ],
    })
  const shops: { [path: string]: ReturnType<typeof serve> } = {
    '/plain': serve({}),
    '/free': serve({}),
    '/pull-only': serve({ supportedModes: ['pull'] }),
    '/push-only': serve({ supportedModes: ['push'] }),
    '/split': serve({ splits }),
    '/split-sponsored': serve({ splits, feePayer: sponsor }),
    '/sponsored': serve({ feePayer: sponsor }),
    '/brief': serve({}),
  }
  const server = createServer(async (incoming, outgoing) => {
    const path = incoming.url ?? '/'
    const shop = shops[path]
    if (!shop) return void outgoing.writeHead(404).end()
    const request = new Request(`http://shop.test${path}`, {
      headers: incoming.headers as Record<string, string>,
    })
    const amount = path === '/free' ? '0' : '0.01'
    const expires = path === '/brief' ? Expires.seconds(2) : Expires.minutes(5)
    const result = await shop.charge({ amount, chainId, expires })(request)
    const response =
      result.status === 402 ? result.challenge : result.withReceipt(Response.json({ photo: path }))
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    outgoing.end(await response.text())
  })
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
