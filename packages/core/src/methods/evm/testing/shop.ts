import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Address, Hex } from 'viem'
import * as Base64Url from '../../../protocol/Base64Url.js'
import * as Challenge from '../../../protocol/Challenge.js'
import * as Credential from '../../../protocol/Credential.js'
import { createDesk, type Taken } from './desk.js'
import { createLedger, type LedgerOptions, Refusal } from './ledger.js'
import type { Request } from './pulls.js'

// A shop for tests that sells by the unit as draft-evm-session-00 says. No server of others has EVM sessions yet.

/** What one unit costs. */
export const price = 1_000n
/** What it suggests to deposit. */
export const suggested = 20_000n
/** What `/words` says, a unit each. */
export const words = ['pay', 'for', 'each', 'of', 'these', 'words']

const problems = 'https://paymentauth.org/problems/session/'

export type ShopOptions = LedgerOptions & {
  readonly token: { readonly address: Address; readonly name: string; readonly version: string }
}

type Paid = Taken & { readonly challengeId: string; readonly again: boolean }

export type Shop = Awaited<ReturnType<typeof startShop>>

/** Starts the shop. What a path takes, and whether it pays the fee, stands in `offers`. */
export async function startShop(options: ShopOptions) {
  const { chainId, escrow, payee, token } = options
  const ledger = createLedger(options)
  const desk = createDesk(ledger, { name: token.name, version: token.version })
  const offers: { [path: string]: { feePayer?: boolean; credentialTypes?: string[] } } = {
    '/page': {},
    '/words': { feePayer: true, credentialTypes: ['authorization', 'hash'] },
    '/authorization': { feePayer: true, credentialTypes: ['authorization'] },
    '/permit2': { feePayer: true, credentialTypes: ['permit2', 'authorization'] },
  }
  const issued = new Map<string, Challenge.Challenge>()
  const served = new Map<string, Taken>()
  const log: string[] = []
  const waiting = new Set<() => void>()
  const grace = await ledger.grace()
  if (grace < 600n) throw new Error('The escrow gives the payee too little time.')

  function challengeFor(path: string): Challenge.Challenge {
    const request = {
      amount: String(price),
      unitType: 'unit',
      suggestedDeposit: String(suggested),
      currency: token.address,
      recipient: payee.address,
      methodDetails: { chainId, escrowContract: escrow, ...offers[path] },
    }
    const challenge = {
      id: `challenge-${issued.size + 1}`,
      realm: 'shop.test',
      method: 'evm',
      intent: 'session',
      request: Base64Url.fromText(JSON.stringify(request)),
    }
    issued.set(challenge.id, challenge)
    return challenge
  }

  /** "Common Verification": the challenge is one of ours, as it was given. */
  async function take(header: string, key: string | undefined): Promise<Paid> {
    const credential = Credential.parse(header)
    const known = issued.get(credential.challenge.id)
    const isSame = known && Challenge.serialize(known) === Challenge.serialize(credential.challenge)
    if (!isSame) throw new Refusal(402, 'challenge-not-found')
    const once = key && `${known.id} ${key}`
    const before = once && served.get(once)
    if (before) return { ...before, challengeId: known.id, again: true }
    const request = Challenge.decodeRequest(known) as unknown as Request
    const taken = await desk.take(credential, request)
    if (once) served.set(once, taken)
    for (const wake of waiting) wake()
    waiting.clear()
    return { ...taken, challengeId: known.id, again: false }
  }

  function receiptOf({ id, txHash, challengeId }: Paid): string {
    const { accepted, spent } = desk.accounts.get(id) ?? last.get(id) ?? { accepted: 0n, spent: 0n }
    return JSON.stringify({
      ...{ method: 'evm', intent: 'session', status: 'success', timestamp: new Date().toISOString() },
      ...{ reference: id, channelId: id, chainId, challengeId },
      ...{ acceptedCumulative: String(accepted), spent: String(spent) },
      ...(txHash ? { txHash } : {}),
    })
  }

  const last = new Map<Hex, { accepted: bigint; spent: bigint }>()

  /** "Per-Request Processing": what is used up is written down before it is delivered. */
  function charge(id: Hex): void {
    const account = desk.accountOf(id)
    if (account.accepted - account.spent < price) throw new Refusal(402, 'insufficient-balance')
    account.spent += price
  }

  async function speak(paid: Paid, response: ServerResponse): Promise<void> {
    const { id } = paid
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    for (const word of words) {
      for (;;) {
        const { accepted, spent, deposit } = desk.accountOf(id)
        if (accepted - spent >= price) break
        const need = {
          channelId: id,
          requiredCumulative: String(spent + price),
          acceptedCumulative: String(accepted),
          deposit: String(deposit),
        }
        response.write(`event: payment-need-voucher\ndata: ${JSON.stringify(need)}\n\n`)
        await new Promise<void>((resolve) => waiting.add(resolve))
        if (response.destroyed) return
      }
      charge(id)
      response.write(`event: message\ndata: ${word}\n\n`)
    }
    response.end(`event: payment-receipt\ndata: ${receiptOf(paid)}\n\n`)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    const { authorization, 'idempotency-key': key } = request.headers
    if (!authorization) throw new Refusal(402, 'payment-required')
    const taken = await take(authorization, typeof key === 'string' ? key : undefined)
    const { id, action } = taken
    const account = desk.accounts.get(id)
    const isContent = request.method !== 'HEAD' && (action === 'open' || action === 'voucher')
    if (isContent && path === '/words') return speak(taken, response)
    if (isContent && !taken.again) charge(id)
    if (account) last.set(id, account)
    response.setHeader('Payment-Receipt', Base64Url.fromText(receiptOf(taken)))
    response.statusCode = isContent ? 200 : 204
    response.end(isContent ? JSON.stringify({ path }) : undefined)
  }

  const server = createServer((request, response) => {
    request.resume()
    answer(request, response)
      .catch((error: unknown) => {
        const { status, type, message } =
          error instanceof Refusal ? error : { status: 500, type: 'broken', message: String(error) }
        response.statusCode = status
        if (status === 402)
          response.setHeader('WWW-Authenticate', Challenge.serialize(challengeFor(request.url ?? '/')))
        response.setHeader('Content-Type', 'application/problem+json')
        response.end(JSON.stringify({ type: problems + type, title: type, status, detail: message }))
      })
      .finally(() => log.push(`${request.method} ${request.url} ${response.statusCode}`))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    offers,
    log,
    accounts: desk.accounts,
    channel: ledger.channel,
    /** Takes what the highest voucher allows, and leaves the channel open. */
    async settle(id: Hex) {
      const { accepted, signature } = desk.accountOf(id)
      await ledger.submit('settle', [id, accepted, signature])
    },
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
