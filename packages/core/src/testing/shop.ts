import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Challenge, Credential } from '../protocol/index.js'
import { pointsChallenge, pointsReceipt } from './points.js'

/** One request as the shop saw it. */
export type Seen = {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
  paid: boolean
}

export type Shop = {
  url: string
  /** Every request, in order. */
  seen: Seen[]
  /** Credentials that were taken, each once. */
  taken: Credential.Credential[]
  /** Answers the next requests before the shop does. */
  answer: ((request: Seen, response: ServerResponse) => boolean) | undefined
  /** The challenges that an unpaid request gets. */
  challenges: () => Challenge.Challenge[]
  /** Takes a challenge that a test serves by hand. */
  issue(challenge: Challenge.Challenge): Challenge.Challenge
  stop(): Promise<void>
}

/** A real HTTP server that sells for points and takes every challenge once. */
export async function openShop(): Promise<Shop> {
  const open = new Set<string>()
  const shop: Shop = {
    url: '',
    seen: [],
    taken: [],
    answer: undefined,
    challenges: () => [pointsChallenge()],
    issue(challenge) {
      open.add(challenge.id)
      return challenge
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const field = request.headers['payment-authorization'] ?? request.headers.authorization
    const text = Array.isArray(field) ? field[0] : field
    const credential = text?.startsWith('Payment ') ? Credential.parse(text) : undefined
    const seen: Seen = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('latin1'),
      paid: credential !== undefined,
    }
    shop.seen.push(seen)
    if (shop.answer?.(seen, response)) return
    if (credential && open.delete(credential.challenge.id)) {
      shop.taken.push(credential)
      response.setHeader('Payment-Receipt', pointsReceipt(credential))
      response.end(`bought with ${credential.challenge.id}`)
      return
    }
    const challenges = shop.challenges()
    for (const { id } of challenges) open.add(id)
    response.statusCode = 402
    response.setHeader('WWW-Authenticate', challenges.map(Challenge.serialize))
    response.setHeader('Content-Type', 'application/problem+json')
    response.end(
      JSON.stringify({
        type: `https://paymentauth.org/problems/${credential ? 'invalid-challenge' : 'payment-required'}`,
        title: credential ? 'Invalid Challenge' : 'Payment Required',
        status: 402,
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  shop.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return shop
}
