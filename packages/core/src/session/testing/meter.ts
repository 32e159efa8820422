import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Credential } from '../../protocol/index.js'
import { createLedger, type Ledger, problems } from './ledger.js'
import type { Bank } from './rail.js'

/** A server that meters, by the rules of draft-tempo-session-00 as mppx 0.11 reads them. */
export type Meter = Ledger & {
  url: string
  /** `POST /path voucher -> 200`, in order. */
  readonly log: string[]
  /** Refusals of any kind. */
  rejected: number
  /** Answers before the server does. */
  before: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
  /** Destroys the answer after the work was done. */
  loseAnswer: boolean
  /** Milliseconds that an answer takes. */
  delay: number
  /** Tokens that `/stream` sends. */
  tokens: number
  stop(): Promise<void>
}

export async function openMeter(bank: Bank, payee = 'shop'): Promise<Meter> {
  const waiting = new Set<() => void>()
  const ledger = createLedger(bank, payee)
  ledger.grown = () => {
    for (const wake of waiting) wake()
  }
  const meter: Meter = Object.assign(ledger, {
    url: '',
    log: [],
    rejected: 0,
    before: undefined,
    loseAnswer: false,
    delay: 0,
    tokens: 20,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })

  function refuse(response: ServerResponse, status: number, type: string): void {
    if (type !== 'payment-required') meter.rejected++
    response.statusCode = status
    if (status === 402) response.setHeader('WWW-Authenticate', meter.challenge())
    response.setHeader('Content-Type', 'application/problem+json')
    response.end(JSON.stringify({ type: problems + type, title: type, status }))
  }

  async function stream(id: string, response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    for (let token = 0; token < meter.tokens; token++) {
      const account = meter.accounts.get(id)
      if (!account) break
      if (token > 0) {
        if (account.accepted - account.spent < meter.price) {
          const data = {
            channelId: id,
            requiredCumulative: String(account.spent + meter.price),
            acceptedCumulative: String(account.accepted),
            deposit: String(bank.channels.get(id)?.deposit),
          }
          response.write(`event: payment-need-voucher\ndata: ${JSON.stringify(data)}\n\n`)
          while (account.accepted - account.spent < meter.price && !response.destroyed)
            await new Promise<void>((resolve) => {
              waiting.add(resolve)
              response.once('close', resolve)
            })
        }
        account.spent += meter.price
      }
      if (response.destroyed) return
      response.write(`event: message\ndata: token ${token}\n\n`)
      await new Promise((resolve) => setTimeout(resolve, meter.delay))
    }
    response.end(`event: payment-receipt\ndata: ${meter.receipt(id)}\n\n`)
  }

  const server = createServer(async (request, response) => {
    if (meter.before?.(request, response)) return
    for await (const _ of request);
    const text = request.headers.authorization
    const credential = text?.startsWith('Payment ') ? Credential.parse(text) : undefined
    const { action } = (credential?.payload ?? { action: 'unpaid' }) as { action: string }
    response.on('finish', () =>
      meter.log.push(`${request.method} ${request.url} ${action} ${response.statusCode}`),
    )
    if (!credential) return refuse(response, 402, 'payment-required')
    const taken = meter.take(credential)
    if (typeof taken !== 'string') return refuse(response, ...taken)
    const account = meter.accounts.get(taken)
    const isContent = request.method !== 'HEAD' && (action === 'voucher' || action === 'open')
    if (isContent && account) {
      if (account.accepted - account.spent < meter.price)
        return refuse(response, 402, 'session/insufficient-balance')
      account.spent += meter.price
    }
    if (meter.delay && !request.url?.startsWith('/stream'))
      await new Promise((r) => setTimeout(r, meter.delay))
    if (meter.loseAnswer) return void response.destroy()
    if (isContent && request.url?.startsWith('/stream')) return stream(taken, response)
    response.setHeader('Payment-Receipt', Buffer.from(meter.receipt(taken)).toString('base64url'))
    response.statusCode = isContent ? 200 : 204
    response.end(isContent ? 'served' : undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  meter.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return meter
}
