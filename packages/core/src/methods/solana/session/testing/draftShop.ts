import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getPublicKeyAsync } from '@noble/ed25519'
import * as Base64Url from '../../../../protocol/Base64Url.js'
import * as Challenge from '../../../../protocol/Challenge.js'
import * as Credential from '../../../../protocol/Credential.js'
import type { JsonObject } from '../../../../protocol/JsonObject.js'
import * as Address from '../../Address.js'
import * as Base58 from '../../Base58.js'
import { type Bank, mint, program } from './bank.js'
import { createDesk, grace, need, price, Refusal } from './draftDesk.js'

// A merchant for tests, of our own, that does what draft-solana-session-00 lists for servers, step by step: nobody else's
// server of this draft can be had. It refuses whatever the draft lets it refuse.

/** What it suggests to deposit. */
export const suggested = 10_000n
const splits = [{ recipient: '9dcDepjEQ1UcwLYqpaTSFQZqxYeMq9cMsmL2541HdKjV', shareBps: 250 }]

export type DraftShop = Awaited<ReturnType<typeof startDraftShop>>

export async function startDraftShop(bank: Bank, secret: Uint8Array) {
  const operator = Base58.encode(await getPublicKeyAsync(secret))
  bank.wallets.add(operator)
  const issued = new Map<string, Challenge.Challenge>()
  const desk = createDesk(bank, operator, secret)
  const answered = new Map<string, JsonObject>()
  const log: { method: string; path: string; action: string; payload?: JsonObject; challenge?: string }[] = []
  const hooks = {
    /** Changes what a challenge asks for. */
    ask: undefined as ((details: JsonObject) => JsonObject) | undefined,
    lose: undefined as ((action: string) => boolean) | undefined,
    /** How long a challenge can be answered, in milliseconds. */
    lives: 300_000,
  }
  let queue: Promise<unknown> = Promise.resolve()

  function challengeFor(path: string): Challenge.Challenge {
    const details: JsonObject = {
      network: 'localnet',
      channelProgram: program,
      decimals: 6,
      tokenProgram: Address.TOKEN,
      gracePeriodSeconds: grace,
      recentBlockhash: bank.blockhash(),
      recentSlot: String(bank.slot),
      ...(path === '/own' ? {} : { feePayer: true, feePayerKey: operator }),
      ...(path === '/shared' ? { distributionSplits: splits } : {}),
      ...(path === '/operated' ? { voucherSigner: 'operator', operator } : {}),
    }
    const request = {
      amount: String(price),
      unitType: 'request',
      suggestedDeposit: String(suggested),
      currency: mint,
      recipient: operator,
      methodDetails: hooks.ask?.(details) ?? details,
    }
    const challenge: Challenge.Challenge = {
      id: `challenge-${issued.size + 1}`,
      realm: 'shop.test',
      method: 'solana',
      intent: 'session',
      expires: new Date(Date.now() + hooks.lives).toISOString(),
      request: Base64Url.fromText(JSON.stringify(request)),
    }
    issued.set(challenge.id, challenge)
    return challenge
  }

  async function take(header: string, method: string, key: string | undefined) {
    const credential = Credential.parse(header)
    const known = issued.get(credential.challenge.id)
    const isSame = known && Challenge.serialize(known) === Challenge.serialize(credential.challenge)
    need(!!isSame, 'no challenge of ours', 'invalid-challenge')
    const payload = credential.payload as JsonObject
    const once = key && `${known.id} ${key}`
    const before = once && answered.get(once)
    if (before) return { payload, receipt: before, delivers: true, challenge: known.id }
    // What is asked for by a proof is billed, whatever the method.
    const delivers = payload.action === 'use' || (payload.action === 'voucher' && method !== 'HEAD')
    const made =
      payload.action === 'open'
        ? await desk.open(payload, known)
        : payload.action === 'voucher'
          ? await desk.voucher(payload, delivers)
          : payload.action === 'use'
            ? await desk.use(payload, known.id)
            : payload.action === 'topUp'
              ? await desk.topUp(payload)
              : await desk.close(payload)
    if (once && delivers) answered.set(once, made)
    return { payload, receipt: made, delivers, challenge: known.id }
  }

  const server = createServer((request, response) => {
    const { pathname: path } = new URL(request.url ?? '/', 'http://shop')
    const { authorization, 'idempotency-key': key } = request.headers
    const method = request.method ?? 'GET'
    const refuse = (detail: string, type: string) => {
      response.writeHead(402, {
        'WWW-Authenticate': Challenge.serialize(challengeFor(path)),
        'Cache-Control': 'no-store',
        'Content-Type': 'application/problem+json',
      })
      response.end(JSON.stringify({ type: `https://paymentauth.org/problems/${type}`, status: 402, detail }))
    }
    if (!authorization) return refuse('pay first', 'payment-required')
    // "Concurrency and Idempotency": one after the other.
    queue = queue.then(async () => {
      try {
        const taken = await take(authorization, method, key?.toString())
        const { payload, receipt: made, delivers, challenge } = taken
        log.push({ method, path, action: String(payload.action), payload, challenge })
        if (hooks.lose?.(String(payload.action))) return void request.socket.destroy()
        response.writeHead(200, { 'Payment-Receipt': Base64Url.fromText(JSON.stringify(made)) })
        response.end(delivers ? 'a page' : '')
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        log.push({ method, path, action: `refused: ${error.message}` })
        refuse(error.message, error.type)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    operator,
    desk,
    channels: desk.channels,
    log,
    hooks,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
