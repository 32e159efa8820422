import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEvmSeller, type EvmSeller, type EvmSellerOptions, Refusal, type Taken } from '@payerkit/devnet'
import * as Base64Url from '../../../protocol/Base64Url.js'
import * as Challenge from '../../../protocol/Challenge.js'
import * as Credential from '../../../protocol/Credential.js'

// A shop for tests that sells by the unit as draft-evm-session-00 says. No server of others has EVM sessions yet.

/** What one unit costs. */
export const price = 1_000n
/** What it suggests to deposit. */
export const suggested = 20_000n
/** What `/words` says, a unit each. */
export const words = ['pay', 'for', 'each', 'of', 'these', 'words']

const problems = 'https://paymentauth.org/problems/session/'

type Issued = { readonly challenge: Challenge.Challenge; readonly path: string }
type Paid = { readonly taken: Taken; readonly challengeId: string; readonly again: boolean }

export type Shop = Pick<EvmSeller, 'accounts' | 'settle'> & {
  readonly url: string
  /** What it asks for at each path, besides the price. */
  readonly offers: { [path: string]: { feePayer?: boolean; credentialTypes?: string[] } }
  stop(): void
}

/** Starts the shop. What a path takes, and whether it pays the fee, stands in `offers`. */
export async function startShop(options: EvmSellerOptions): Promise<Shop> {
  const { chainId, escrow, payee, token } = options
  const seller = createEvmSeller(options)
  const offers: Shop['offers'] = {
    '/page': {},
    '/words': { feePayer: true, credentialTypes: ['authorization', 'hash'] },
    '/authorization': { feePayer: true, credentialTypes: ['authorization'] },
    '/permit2': { feePayer: true, credentialTypes: ['permit2', 'authorization'] },
  }
  const issued = new Map<string, Issued>()
  const served = new Map<string, Taken>()

  const requestOf = (path: string) => ({
    amount: String(price),
    unitType: 'unit',
    suggestedDeposit: String(suggested),
    currency: token.address,
    recipient: payee.address,
    methodDetails: { chainId, escrowContract: escrow, ...offers[path] },
  })

  function challengeFor(path: string): Challenge.Challenge {
    const challenge = {
      id: `challenge-${issued.size + 1}`,
      realm: 'shop.test',
      method: 'evm',
      intent: 'session',
      request: Base64Url.fromText(JSON.stringify(requestOf(path))),
    }
    issued.set(challenge.id, { challenge, path })
    return challenge
  }

  /** "Common Verification": the challenge is one of ours, as it was given. */
  async function take(header: string, key: string | undefined): Promise<Paid> {
    const credential = Credential.parse(header)
    const known = issued.get(credential.challenge.id)
    const isSame = known && Challenge.serialize(known.challenge) === Challenge.serialize(credential.challenge)
    if (!isSame) throw new Refusal(402, 'challenge-not-found')
    const { challenge, path } = known
    const once = key && `${challenge.id} ${key}`
    const before = once && served.get(once)
    if (before) return { taken: before, challengeId: challenge.id, again: true }
    const taken = await seller.take(credential, requestOf(path))
    if (once) served.set(once, taken)
    return { taken, challengeId: challenge.id, again: false }
  }

  async function speak({ taken, challengeId }: Paid, response: ServerResponse): Promise<void> {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    const delivery = { taken, challengeId, price, pieces: words, signal: gone.signal }
    for await (const event of seller.deliver(delivery)) response.write(event)
    response.end()
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    const { authorization, 'idempotency-key': key } = request.headers
    if (!authorization) throw new Refusal(402, 'payment-required')
    const paid = await take(authorization, typeof key === 'string' ? key : undefined)
    const { taken, challengeId, again } = paid
    const isUse = taken.action === 'open' || taken.action === 'voucher'
    const isContent = request.method !== 'HEAD' && isUse
    const isStream = isContent && path === '/words'
    if (isContent && !isStream && !again) seller.charge(taken.id, price)
    const receipt = JSON.stringify(seller.receipt(taken, challengeId))
    response.setHeader('Payment-Receipt', Base64Url.fromText(receipt))
    if (isStream) return speak(paid, response)
    response.statusCode = isContent ? 200 : 204
    response.end(isContent ? JSON.stringify({ path }) : undefined)
  }

  const server = createServer((request, response) => {
    request.resume()
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy()
      const { status, type, message } =
        error instanceof Refusal ? error : { status: 500, type: 'broken', message: String(error) }
      response.statusCode = status
      if (status === 402)
        response.setHeader('WWW-Authenticate', Challenge.serialize(challengeFor(request.url ?? '/')))
      response.setHeader('Content-Type', 'application/problem+json')
      response.end(JSON.stringify({ type: problems + type, title: type, status, detail: message }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    offers,
    accounts: seller.accounts,
    settle: seller.settle,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
