import { type KeyObject, randomBytes } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Base64Url, Challenge, Credential } from '../../../protocol/index.js'
import type { RsaJwk } from '../index.js'
import { decrypt, requestOf } from './enabler.js'

// A merchant and its acquirer in one, made for tests after draft-card-charge-00; no real one is known to be reachable.

type Order = { challenge: Challenge.Challenge; state: 'open' | 'paid' | 'failed'; answer?: string }

/** A merchant that charges by the draft's "Verification Procedure", with everything its acquirer was told. */
export async function openShop({ jwk, secret }: { jwk: RsaJwk; secret: KeyObject }) {
  const orders = new Map<string, Order>()
  const charged: { token: unknown; amount: string; network: unknown }[] = []
  const script = {
    /** What the acquirer says next. */
    declines: 0,
    /** How many answers to a proof are lost on the way. */
    losses: 0,
  }

  function offer(response: ServerResponse, problem = 'payment-required'): void {
    const request = requestOf(jwk, { billingRequired: true })
    const challenge: Challenge.Challenge = {
      // "Challenge IDs MUST contain at least 128 bits of entropy."
      id: randomBytes(16).toString('base64url'),
      ...{ realm: 'api.shop.example', method: 'card', intent: 'charge' },
      request: Base64Url.fromText(JSON.stringify(request)),
      expires: new Date(Date.now() + 300_000).toISOString(),
    }
    orders.set(challenge.id, { challenge, state: 'open' })
    response.writeHead(402, {
      'WWW-Authenticate': Challenge.serialize(challenge),
      'Cache-Control': 'no-store',
      'Content-Type': 'application/problem+json',
    })
    response.end(
      JSON.stringify({ type: `https://paymentauth.org/problems/${problem}`, title: problem, status: 402 }),
    )
  }

  function deliver(response: ServerResponse, { answer = '' }: Order): void {
    response.writeHead(200, { 'Payment-Receipt': answer, 'Cache-Control': 'private' })
    response.end('the report')
  }

  function settle(order: Order, payload: { readonly [name: string]: unknown }): void {
    // The acquirer reads the token: only one that was made for its key, and for this challenge, is one.
    const token = decrypt(String(payload.encryptedPayload), secret) as {
      dynamicData: { dynamicDataValue: string }
    }
    const madeFor = Buffer.from(token.dynamicData.dynamicDataValue, 'base64').toString()
    const { amount } = Challenge.decodeRequest(order.challenge)
    if (script.declines-- > 0 || madeFor !== order.challenge.id) {
      order.state = 'failed'
      return
    }
    charged.push({ token, amount: String(amount), network: payload.network })
    order.state = 'paid'
    order.answer = Base64Url.fromText(
      JSON.stringify({
        ...{ challengeId: order.challenge.id, method: 'card', status: 'success', externalId: 'order_1' },
        ...{ reference: `visa_txn_${charged.length}`, timestamp: new Date().toISOString() },
      }),
    )
  }

  const server = createServer((request, response) => {
    const { authorization } = request.headers
    if (!authorization) return offer(response)
    const { challenge, payload } = Credential.parse(authorization)
    const order = orders.get(challenge.id)
    // The challenge as it was issued, to the letter.
    if (!order || JSON.stringify(order.challenge) !== JSON.stringify(challenge))
      return offer(response, 'invalid-challenge')
    const { methodDetails } = Challenge.decodeRequest(order.challenge) as {
      methodDetails: { acceptedNetworks: unknown[] }
    }
    const paid = payload as { readonly [name: string]: unknown }
    if (!methodDetails.acceptedNetworks.includes(paid.network) || !paid.billingAddress)
      return offer(response, 'verification-failed')
    const before = order.state
    if (before === 'open') settle(order, paid)
    if (script.losses > 0) {
      script.losses--
      return void response.destroy()
    }
    if (order.state === 'paid') return deliver(response, order)
    if (before === 'failed') {
      response.writeHead(409)
      return void response.end()
    }
    offer(response, 'verification-failed')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/report`,
    charged,
    script,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
