import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { x402Facilitator } from '@x402/core/facilitator'
import { type FacilitatorEvmSigner, toFacilitatorEvmSigner } from '@x402/evm'
import { ExactEvmScheme as Facilitation } from '@x402/evm/exact/facilitator'
import { ExactEvmScheme } from '@x402/evm/exact/server'
import { paymentMiddleware, x402ResourceServer } from '@x402/hono'
import { Hono } from 'hono'
import { evm, Mppx } from 'mppx/server'
import { type Address, createWalletClient, http, type LocalAccount, publicActions } from 'viem'
import { settle, verify } from 'x402/facilitator'
import { paymentMiddleware as paymentMiddlewareV1 } from 'x402-hono'
import { plainChain } from '../../chain/testing/wallets.js'

// A shop for tests, on servers that are not ours: x402 in both versions, and mppx, which asks in both dialects. Whoever
// settles for them is in the same process, and is theirs too.

/** The network of the shop, whose name version 1 knows. */
const network = 'eip155:84532'

/** What everything costs, in the token's smallest parts. */
export const price = 10_000n

export type Shop = Awaited<ReturnType<typeof startShop>>

export async function startShop(options: {
  chainUrl: string
  chainId: number
  token: Address
  payee: Address
  /** Who pays the network's fees. */
  sender: LocalAccount
}) {
  const { chainUrl, chainId, token, payee, sender } = options
  const chain = plainChain(chainUrl, chainId)
  const wallet = createWalletClient({
    account: sender,
    chain,
    transport: http(chainUrl),
    pollingInterval: 50,
  }).extend(publicActions)
  const signer: Omit<FacilitatorEvmSigner, 'getAddresses'> & { address: Address } = {
    address: sender.address,
    readContract: (call) => wallet.readContract({ ...call, args: call.args ?? [] }),
    verifyTypedData: (data) => wallet.verifyTypedData(data as never),
    writeContract: (call) => wallet.writeContract(call as never),
    sendTransaction: (call) => wallet.sendTransaction(call),
    waitForTransactionReceipt: ({ hash }) => wallet.waitForTransactionReceipt({ hash }),
    getCode: (call) => wallet.getCode(call),
  }
  const facilitator = new x402Facilitator()
  facilitator.register(network, new Facilitation(toFacilitatorEvmSigner(signer)))

  const app = new Hono()
  /** What left the servers and did not arrive: the next answers that a path loses. */
  const lost = new Map<string, number>()
  /** Every field that pays, by the path that it came to. */
  const paid: { path: string; field: string }[] = []

  const server = new x402ResourceServer({
    verify: (payload, requirements) => facilitator.verify(payload, requirements),
    settle: (payload, requirements) => facilitator.settle(payload, requirements),
    getSupported: async () => facilitator.getSupported() as never,
  }).register(network, new ExactEvmScheme())
  const asset = { asset: token, amount: String(price) }
  const domain = { name: 'Test Dollar', version: '2' }
  const accepts = (extra: object, rest: object = {}) => ({
    accepts: {
      scheme: 'exact',
      network,
      payTo: payee,
      price: { ...asset, extra: { ...extra } },
      ...rest,
    } as const,
    description: 'A photo',
    mimeType: 'application/json',
  })
  app.use(
    paymentMiddleware(
      {
        'GET /v2/photo': accepts(domain),
        'POST /v2/photo': accepts(domain),
        'GET /v2/brief': accepts(domain, { maxTimeoutSeconds: 20 }),
        'GET /v2/permit2': accepts({ ...domain, assetTransferMethod: 'permit2' }),
        'GET /v2/misnamed': accepts({ ...domain, name: 'USD Coin' }),
        'GET /v2/dear': accepts(domain, { price: { ...asset, amount: '1000001', extra: domain } }),
      },
      server,
    ),
  )

  const facilitatorUrl = () => `http://${new URL(url).host}/facilitator` as const
  app.use('/v1/*', (context, next) =>
    paymentMiddlewareV1(
      payee,
      {
        'GET /v1/photo': {
          price: {
            amount: String(price),
            asset: { address: token, decimals: 6, eip712: { name: 'Test Dollar', version: '2' } },
          },
          network: 'base-sepolia',
          config: { description: 'An older photo' },
        },
      },
      { url: facilitatorUrl() },
    )(context, next),
  )
  app.post('/facilitator/verify', async (context) => {
    const { paymentPayload, paymentRequirements } = await context.req.json()
    return context.json(await verify(wallet as never, paymentPayload, paymentRequirements))
  })
  app.post('/facilitator/settle', async (context) => {
    const { paymentPayload, paymentRequirements } = await context.req.json()
    return context.json(await settle(wallet as never, paymentPayload, paymentRequirements))
  })

  const mixed = Mppx.create({
    secretKey: 'a secret of at least thirty-two characters',
    realm: 'shop.test',
    methods: [
      evm.charge({
        chainId,
        currency: token,
        decimals: 6,
        recipient: payee,
        authorization: domain,
        x402: { facilitator: facilitator as never },
      }),
    ],
  })
  app.get('/mixed/photo', async (context) => {
    const result = await mixed.charge({ amount: '0.01' })(context.req.raw)
    return result.status === 402
      ? result.challenge
      : result.withReceipt(Response.json({ path: '/mixed/photo' }))
  })
  app.all('*', async (context) => context.json({ path: context.req.path, body: await context.req.text() }))

  const listener = createServer(async (incoming, outgoing) => {
    const path = incoming.url ?? '/'
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = incoming.method === 'POST' ? Buffer.concat(chunks) : undefined
    const headers = new Headers(incoming.headers as Record<string, string>)
    for (const field of ['payment-signature', 'x-payment', 'payment-authorization'])
      if (headers.has(field)) paid.push({ path, field })
    const answer = await app.fetch(
      new Request(url + path, { method: incoming.method ?? 'GET', headers, body: body ?? null }),
    )
    const left = lost.get(path) ?? 0
    if (left > 0 && headers.has('payment-signature')) {
      lost.set(path, left - 1)
      return void outgoing.destroy()
    }
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers))
    outgoing.end(Buffer.from(await answer.arrayBuffer()))
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  return {
    url,
    lost,
    paid,
    stop() {
      listener.close()
      listener.closeAllConnections()
    },
  }
}
