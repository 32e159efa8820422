import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Base64Url, Challenge, Credential } from '@payerkit/core/protocol'
import type { Programme } from './openProgramme.js'

/** A shop that takes points, and cards besides; it looks at what it offered and takes each hold once. */
export async function openShop(programme: Programme) {
  const open = new Map<string, Challenge.Challenge>()
  const script = {
    points: '120',
    /** The next paid answer is lost, before or after the points are taken. */
    loses: undefined as 'before' | 'after' | undefined,
    /** It does not know any more what it offered. */
    forgets: false,
    /** What pages said they can pay with. */
    accepts: [] as string[],
  }

  function offer(response: ServerResponse): void {
    const issue = (method: string, request: object) => {
      const challenge: Challenge.Challenge = {
        ...{ id: `${method}-${open.size + 1}`, realm: 'shop.example', method, intent: 'charge' },
        request: Base64Url.fromText(JSON.stringify(request)),
        expires: new Date(Date.now() + 60_000).toISOString(),
      }
      open.set(challenge.id, challenge)
      return Challenge.serialize(challenge)
    }
    const methodDetails = { networkId: 'profile_shop', paymentMethodTypes: ['card'] }
    response.writeHead(402, {
      'WWW-Authenticate': [
        issue('stripe', { amount: '500', currency: 'usd', methodDetails }),
        issue('points', { points: script.points, shop: 'photos', programme: programme.url }),
      ],
    })
    response.end()
  }

  function isPaid(text: string): string | undefined {
    const { challenge, payload } = Credential.parse(text)
    const issued = open.get(challenge.id)
    const { hold } = payload as { hold?: unknown }
    if (script.forgets || !issued || JSON.stringify(issued) !== JSON.stringify(challenge)) return undefined
    const { points } = Challenge.decodeRequest(issued)
    if (typeof hold !== 'string' || !programme.take(hold, 'photos', BigInt(String(points)))) return undefined
    open.delete(challenge.id)
    return hold
  }

  const server = createServer((request, response) => {
    const { authorization, 'accept-payment': accepts } = request.headers
    if (!authorization) {
      script.accepts.push(String(accepts))
      return offer(response)
    }
    const { loses } = script
    script.loses = undefined
    const reference = loses === 'before' ? undefined : isPaid(authorization)
    if (loses) return void response.destroy()
    if (!reference) return offer(response)
    const receipt = { status: 'success', method: 'points', timestamp: new Date().toISOString(), reference }
    response.writeHead(200, { 'Payment-Receipt': Base64Url.fromText(JSON.stringify(receipt)) })
    response.end('the photo')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    script,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/photo`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
