import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { fakeTokens } from '../../methods/stripe/testing/fakes.js'

// A gateway of our own that asks by the x402 scheme `card`: no server that does can be run here. It asks in the body, takes
// the bare token in X-PAYMENT, and holds it against its limits, as nothing else ties it to what was asked for.

/** One cent, said twice as gateways do: in the smallest part outside, as a decimal within. */
export function cardEntry(
  change: object = {},
  extra: object = {},
  request: object = {},
  details: object = {},
) {
  return {
    scheme: 'card',
    network: 'stripe',
    amount: '1',
    asset: '',
    payTo: 'acct_1',
    maxTimeoutSeconds: 300,
    extra: {
      method: 'stripe',
      intent: 'charge',
      currency: 'usd',
      decimals: 2,
      networkId: 'profile_shop',
      paymentMethodTypes: ['card'],
      request: {
        amount: '0.01',
        currency: 'usd',
        decimals: 2,
        methodDetails: { networkId: 'profile_shop', paymentMethodTypes: ['card'], ...details },
        ...request,
      },
      ...extra,
    },
    ...change,
  }
}

export async function startCardGateway({
  tokens,
  accepts = [cardEntry()],
}: {
  tokens: ReturnType<typeof fakeTokens>
  accepts?: readonly object[]
}) {
  const log: string[] = []
  /** What happens to the next payments: the bank refuses, or the answer is lost after it was taken. */
  const next: ('refuse' | 'lose')[] = []
  const server = createServer((request, response) => {
    const proof = request.headers['x-payment']
    const say = (status: number, body: object, headers: object = {}) => {
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
      response.end(JSON.stringify(body))
    }
    const ask = (error: string) =>
      say(402, { x402Version: 2, error, resource: { url: request.url }, accepts })
    if (typeof proof !== 'string') return ask('X-PAYMENT is required')
    const { spt = '' } = JSON.parse(Buffer.from(proof, 'base64').toString()) as { spt?: string }
    log.push(spt)
    const limit = tokens.requests[[...tokens.tokens.keys()].indexOf(spt)]
    const isGood =
      tokens.tokens.get(spt)?.status === 'active' && limit?.amount === 1 && limit.currency === 'usd'
    const what = next.shift()
    if (!isGood || what === 'refuse') return ask('card_declined')
    tokens.change(spt, { status: 'deactivated', used: true, deactivatedReason: 'consumed' })
    if (what === 'lose') return void response.destroy()
    const receipt = { method: 'stripe', intent: 'charge', reference: `pi_${log.length}` }
    say(
      200,
      { photo: true },
      { 'X-PAYMENT-RESPONSE': Buffer.from(JSON.stringify(receipt)).toString('base64') },
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/photo`,
    log,
    next,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
