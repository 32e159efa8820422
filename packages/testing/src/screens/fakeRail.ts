import { createPayer, type Payer, type SessionMethod } from '@payerkit/core'
import { channelOf, createFakeChannels, createFakeSession, offerOf } from './fakeSession.js'
import { sayYes } from './shop.js'

/** A real payer whose session method opens one channel of no chain, and a server that takes what it pays with. */
export function openRail(): { payer: Payer; sent: string[] } {
  const sent: string[] = []
  const channels = createFakeChannels()
  const isOpen = () => channels.list().length > 0
  const { amount, payee, session, challenge } = offerOf()
  const method: SessionMethod = {
    name: 'points',
    intent: 'session',
    read: () => ({}),
    describe: () => ({ amount, payee, fees: 'payee', prompt: 'none', ...(session && { session }) }),
    scheme: {} as SessionMethod['scheme'],
    sessions: () => {
      const pay: typeof send = async (sendable) => {
        const { response } = await sendable.sendPaid({
          field: 'Authorization',
          headers: { Authorization: isOpen() ? 'Payment voucher' : 'Payment open' },
          url: sendable.url,
        })
        return response
      }
      const send: ReturnType<SessionMethod['sessions']>['send'] = async (sendable) =>
        isOpen() ? pay(sendable) : undefined
      return {
        send,
        serve: async (_, sendable, payment, open) => (await send(sendable)) ?? open(payment),
        async open({ attempt, journal, sendable }) {
          await journal.move(attempt.id, 'submitting')
          const response = await pay(sendable)
          await journal.move(attempt.id, 'paid')
          channels.set([channelOf()])
          return response as Response
        },
        outcome: async () => undefined,
        session: () => createFakeSession(),
        channels,
        destroy() {},
      }
    },
  }
  const payer = createPayer({
    methods: [method],
    approve: sayYes,
    acceptPayment: 'never',
    retries: 0,
    async fetch(input, init) {
      const request = new Request(input, init)
      const credential = request.headers.get('Authorization')
      sent.push(credential ?? 'unpaid')
      if (credential) return new Response('paid', { headers: { 'Payment-Receipt': 'e30' } })
      const { id, realm, method: name, intent, request: body } = challenge
      const offered = `Payment id="${id}", realm="${realm}", method="${name}", intent="${intent}", request="${body}"`
      return new Response(null, { status: 402, headers: { 'WWW-Authenticate': offered } })
    },
  })
  return { payer, sent }
}
