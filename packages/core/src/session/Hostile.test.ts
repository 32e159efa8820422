import { describe, expect, test } from 'vitest'
import { codeOf } from '../testing/harness.js'
import { ahead, credentialOf, isPaid, payloadOf, problem, signedIn, useFoe } from './testing/foe.js'
import { createLedger } from './testing/ledger.js'
import { openMeter } from './testing/meter.js'
import { grace } from './testing/rail.js'

// What a server that means harm can do by what it refuses, where it leads to, and what it says by itself.

const foe = useFoe()

describe('a refusal', () => {
  const refusals = {
    'payment-expired': 'session_refused',
    'session/insufficient-balance': 'session_not_open',
    'verification-failed': 'session_not_open',
  }
  for (const [type, code] of Object.entries(refusals))
    test(`with ever new challenges ends, and costs nothing: ${type}`, async () => {
      await foe.begin()
      let sent = 0
      foe.meter.before = (request, response) => {
        if (!isPaid(request)) return false
        sent++
        problem(response, 402, type, foe.meter.challenge())
        return true
      }
      foe.yes = false
      expect(await codeOf(foe.payer.fetch(`${foe.meter.url}/a`))).toBe(code)
      expect(sent).toBeLessThanOrEqual(16)
      expect(foe.meter.accounts.get(foe.channel().id)?.spent).toBe(1_000n)
      expect(foe.channel().authorized).toBeLessThanOrEqual(1_000n + ahead)
    })

  test('of a top-up that is made all the same brings no more than was approved into the channel', async () => {
    const payment = { deposit: '0.004', maxDeposit: '0.01' }
    const held: string[] = []
    foe.meter.before = (request, response) => {
      if (!isPaid(request)) return false
      const { action, transaction } = payloadOf(request)
      if (action !== 'topUp' || transaction === undefined) return false
      held.push(transaction)
      response.writeHead(500).end()
      return true
    }
    for (let n = 0; n < 4; n++)
      expect((await foe.payer.fetch(`${foe.meter.url}/a`, { payment })).status).toBe(200)
    for (const code of ['session_refused', 'session_deposit_pending', 'session_deposit_pending'])
      expect(await codeOf(foe.payer.fetch(`${foe.meter.url}/a`, { payment }))).toBe(code)
    for (const transaction of held) foe.bank.broadcast(transaction)
    expect((await foe.payer.fetch(`${foe.meter.url}/a`, { payment })).status).toBe(200)
    expect([foe.asked, held.length, foe.channel().deposit]).toEqual([1, 1, 8_000n])
  })

  test.each([200, 120_000])(
    'of a top-up that lasts %i ms is over after that, and no sooner',
    async (lasts) => {
      const payment = { deposit: '0.004', maxDeposit: '0.01' }
      const held: string[] = []
      foe.rail.lasts = lasts
      foe.meter.before = (request, response) => {
        const { action, transaction } = isPaid(request) ? payloadOf(request) : {}
        if (held.length > 0 || action !== 'topUp' || transaction === undefined) return false
        held.push(transaction)
        response.writeHead(500).end()
        return true
      }
      const buy = () => foe.payer.fetch(`${foe.meter.url}/a`, { payment })
      for (let n = 0; n < 4; n++) expect((await buy()).status).toBe(200)
      expect(await codeOf(buy())).toBe('session_refused')
      foe.bank.time += lasts
      expect(await codeOf(buy())).toBe('session_deposit_pending')
      // What may still be on its way in the last blocks is waited for.
      foe.bank.time += 5_001
      expect((await buy()).status).toBe(200)
      expect(() => foe.bank.broadcast(held[0] ?? '')).toThrow('reverted')
      expect([foe.asked, foe.rail.toppedUp, foe.channel().deposit]).toEqual([1, 2, 8_000n])
    },
  )

  test('that raises the price is asked about, and a no is a no', async () => {
    await foe.begin()
    const before = foe.channel().authorized
    foe.meter.price = 5_000n
    foe.yes = false
    foe.answerPaid((_, response) => problem(response, 402, 'payment-expired', foe.meter.challenge()))
    expect(await codeOf(foe.payer.fetch(`${foe.meter.url}/a`))).toBe('cancelled')
    expect([foe.asked, foe.channel().authorized]).toEqual([2, before])
  })

  test('in the name of another payee gets no voucher', async () => {
    await foe.begin()
    const thief = createLedger(foe.bank, 'thief')
    const payees: unknown[] = []
    foe.answerPaid((request, response) => {
      const { request: terms } = credentialOf(request).challenge
      payees.push(JSON.parse(Buffer.from(String(terms), 'base64url').toString()).recipient)
      problem(response, 402, 'payment-expired', thief.challenge())
    })
    foe.yes = false
    expect(await codeOf(foe.payer.fetch(`${foe.meter.url}/a`))).toBe('cancelled')
    expect(new Set(payees)).toEqual(new Set(['shop']))
  })

  test('of what was used up by nobody is not a reason to sign more than the headroom', async () => {
    await foe.begin()
    const seen: bigint[] = []
    foe.answerPaid((request, response) => {
      seen.push(signedIn(request))
      problem(response, 402, 'session/insufficient-balance', foe.meter.challenge())
    })
    await foe.payer.fetch(`${foe.meter.url}/a`).catch(() => undefined)
    await foe.payer.fetch(`${foe.meter.url}/a`).catch(() => undefined)
    expect(seen.every((each) => each <= 1_000n + ahead)).toBe(true)
  })
})

describe('a redirect', () => {
  test('of a paid request to another origin takes no voucher along', async () => {
    const other = await openMeter(foe.bank, 'thief')
    const seen: (string | undefined)[] = []
    other.before = ({ headers }, response) => {
      seen.push(headers.authorization, headers['payment-authorization'] as string | undefined)
      response.end('elsewhere')
      return true
    }
    await foe.begin()
    foe.answerPaid((_, response) => response.writeHead(302, { Location: `${other.url}/b` }).end())
    expect(await (await foe.payer.fetch(`${foe.meter.url}/a`)).text()).toBe('elsewhere')
    expect(seen).toEqual([undefined, undefined])
    await other.stop()
  })

  test('to a server that is paid already takes the voucher there, and not to where it came from', async () => {
    const front = await openMeter(foe.bank, 'thief')
    const seen: (string | undefined)[] = []
    front.before = ({ headers }, response) => {
      seen.push(headers.authorization)
      response.writeHead(302, { Location: `${foe.meter.url}/a` }).end()
      return true
    }
    await foe.begin()
    expect(await (await foe.payer.fetch(`${front.url}/door`)).text()).toBe('served')
    expect(seen).toEqual([undefined])
    await front.stop()
  })
})

describe('what a server says by itself', () => {
  test('in a snapshot is used only within what was signed', async () => {
    const id = await foe.begin()
    const { authorized } = foe.channel()
    for (const [accepted, spent] of [
      ['99999999', '99999999'],
      ['1000', '2000'],
    ] as const) {
      foe.meter.snapshot = { id, accepted, spent }
      foe.bank.time += 600_000
      expect((await foe.payer.fetch(`${foe.meter.url}/a`)).status).toBe(200)
    }
    foe.meter.snapshot = { id: 'ff'.repeat(32), accepted: String(authorized), spent: String(authorized) }
    foe.bank.time += 600_000
    expect((await foe.payer.fetch(`${foe.meter.url}/a`)).status).toBe(200)
    expect(foe.channel()).toMatchObject({ spent: 4_000n, authorized })
  })

  test('in the answer to an update needs no body and no 204', async () => {
    await foe.begin()
    foe.meter.before = (request, response) => {
      if (request.method !== 'HEAD') return false
      const account = foe.meter.accounts.get(foe.channel().id)
      if (account) account.accepted = signedIn(request)
      const receipt = Buffer.from(foe.meter.receipt(foe.channel().id)).toString('base64url')
      response.writeHead(200, { 'Content-Length': '1000', 'Payment-Receipt': receipt }).end('x'.repeat(1_000))
      return true
    }
    foe.meter.tokens = 40
    let events = 0
    for await (const _ of await foe.payer.session(`${foe.meter.url}/stream`).sse()) events++
    expect(events).toBe(40)
  })

  test('that it closed the channel is believed of the chain alone', async () => {
    const id = await foe.begin()
    foe.meter.before = (request, response) => {
      if (!isPaid(request) || payloadOf(request).action !== 'close') return false
      response.writeHead(204).end()
      return true
    }
    await foe.payer.channels?.close(id)
    expect(foe.channel()).toMatchObject({ status: 'stale', refund: 99_000n })
    await foe.payer.channels?.requestClose(id)
    foe.bank.time += grace
    await foe.payer.channels?.refresh()
    await foe.payer.channels?.withdraw(id)
    expect(foe.channel().status).toBe('closed')
    expect([foe.bank.payer, foe.bank.payee, foe.bank.channels.size]).toEqual([1_000_000_000n, 0n, 0])
  })

  test('that it opened the channel, without doing so, costs nothing', async () => {
    foe.meter.before = (request, response) => {
      if (!isPaid(request)) return false
      response.writeHead(200).end('served')
      return true
    }
    for (let n = 0; n < 3; n++) await foe.payer.fetch(`${foe.meter.url}/a`)
    foe.bank.time += 60_000
    await foe.payer.channels?.refresh()
    expect(foe.channel().status).toBe('closed')
    expect(foe.bank.payer).toBe(1_000_000_000n)
  })
})

test('a channel that was forgotten stays forgotten', async () => {
  const id = await foe.begin()
  await foe.payer.channels?.close(id)
  await foe.payer.channels?.forget(id)
  expect(foe.payer.channels?.list()).toEqual([])
})
