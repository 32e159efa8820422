import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect } from 'vitest'
import { createPayer } from '../../payer/createPayer.js'
import type { Payer } from '../../payer/Payer.js'
import { Credential } from '../../protocol/index.js'
import type { ChannelState } from '../ChannelState.js'
import { problems } from './ledger.js'
import { type Meter, openMeter } from './meter.js'
import { type Bank, createBank, createRail, type TestRail } from './rail.js'

/** A server that means harm, and a payer of its own for every test. One unit costs 1,000. */
export type Foe = {
  bank: Bank
  meter: Meter
  rail: TestRail
  payer: Payer
  /** How often the person was asked, and what they say. */
  asked: number
  yes: boolean
  /** The only channel. */
  channel(): ChannelState
  /** Opens a channel, with nothing wrong yet. */
  begin(): Promise<string>
  /** Answers what is asked with a voucher; updates go on to the meter. */
  answerPaid(answer: (request: IncomingMessage, response: ServerResponse) => void): void
}

/** The most that is signed ahead: 32 units. */
export const ahead = 32_000n

export function useFoe(): Foe {
  const foe = {
    channel() {
      const [first, ...others] = foe.payer.channels?.list() ?? []
      expect(others).toEqual([])
      if (!first) throw new Error('There is no channel.')
      return first
    },
    async begin() {
      expect((await foe.payer.fetch(`${foe.meter.url}/a`)).status).toBe(200)
      return foe.channel().id
    },
    answerPaid(answer) {
      foe.meter.before = (request, response) => {
        if (!isPaid(request) || request.method === 'HEAD') return false
        answer(request, response)
        return true
      }
    },
  } as Foe

  beforeEach(async () => {
    foe.bank = createBank()
    foe.meter = await openMeter(foe.bank)
    foe.rail = createRail(foe.bank)
    foe.asked = 0
    foe.yes = true
    foe.payer = createPayer({
      methods: [foe.rail],
      now: () => foe.bank.time,
      approve: async ({ offers: [offer] }) => {
        foe.asked++
        return foe.yes && offer ? { offer } : undefined
      },
    })
  })
  afterEach(() => {
    foe.payer.destroy()
    return foe.meter.stop()
  })
  return foe
}

export const isPaid = ({ headers }: IncomingMessage) => headers.authorization !== undefined

export const credentialOf = ({ headers }: IncomingMessage) => Credential.parse(headers.authorization ?? '')

/** What a request's payload says. */
export const payloadOf = (request: IncomingMessage) =>
  credentialOf(request).payload as { readonly [field: string]: string | undefined }

/** The voucher of a request. */
export const signedIn = (request: IncomingMessage) => BigInt(payloadOf(request).cumulativeAmount ?? 0)

/** Refuses, and says why. */
export function problem(response: ServerResponse, status: number, type: string, challenge: string): void {
  response
    .writeHead(status, { 'Content-Type': 'application/problem+json', 'WWW-Authenticate': challenge })
    .end(JSON.stringify({ type: problems + type, title: type, status }))
}
