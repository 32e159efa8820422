import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { codeOf } from '../testing/harness.js'
import { ahead, isPaid, useFoe } from './testing/foe.js'

// What a server that means harm can do with what it sends for a voucher.

const foe = useFoe()

/** Answers with events, of which none is what was paid for. */
function answerEvents(send: (event: (data: unknown) => void, response: ServerResponse) => void) {
  foe.answerPaid((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    send((data) => {
      const text = typeof data === 'string' ? data : JSON.stringify(data)
      response.write(`event: payment-need-voucher\ndata: ${text}\n\n`)
    }, response)
  })
}

async function read(): Promise<number> {
  let events = 0
  for await (const _ of await foe.payer.session(`${foe.meter.url}/s`).sse()) events++
  return events
}

describe('a stream that delivers nothing', () => {
  test('gets no more than the headroom, however often it asks for a larger voucher', async () => {
    const id = await foe.begin()
    answerEvents((need, response) => {
      const timer = setInterval(() => {
        const { accepted = 0n } = foe.meter.accounts.get(id) ?? {}
        need({ channelId: id, requiredCumulative: String(accepted + 1_000n) })
      }, 1)
      response.on('close', () => clearInterval(timer))
    })
    expect(await codeOf(read())).toBe('session_headroom')
    const { authorized, deposit } = foe.channel()
    expect(authorized - 1_000n).toBeLessThanOrEqual(ahead)
    expect([foe.asked, foe.rail.toppedUp, deposit]).toEqual([1, 0, 100_000n])
  })

  test('gets the deposit at most when it lies about what was used, and a no is a no', async () => {
    const id = await foe.begin()
    foe.yes = false
    answerEvents((need, response) => {
      const timer = setInterval(() => {
        const account = foe.meter.accounts.get(id)
        if (account) account.spent = account.accepted
        need({ channelId: id, requiredCumulative: String((account?.accepted ?? 0n) + 1_000n) })
      }, 1)
      response.on('close', () => clearInterval(timer))
    })
    expect(await codeOf(read())).toBe('cancelled')
    const { authorized, deposit, limit } = foe.channel()
    expect([foe.asked, deposit, limit]).toEqual([2, 100_000n, 100_000n])
    expect(authorized).toBeLessThanOrEqual(deposit)
  })

  test('gets nothing for an absurd amount, and nobody is asked to deposit it', async () => {
    const id = await foe.begin()
    const { authorized } = foe.channel()
    answerEvents((need) => need({ channelId: id, requiredCumulative: String(10n ** 30n) }))
    expect(await codeOf(read())).toBe('session_headroom')
    expect([foe.asked, foe.rail.toppedUp]).toEqual([1, 0])
    expect(foe.channel().authorized - authorized).toBeLessThanOrEqual(ahead)
  })

  test('gets nothing on the account of another channel', async () => {
    await foe.begin()
    answerEvents((need, response) => {
      need({ channelId: 'ff'.repeat(32), requiredCumulative: '90000' })
      response.end()
    })
    expect(await read()).toBe(0)
    expect(foe.channel().authorized).toBeLessThanOrEqual(1_000n + ahead)
  })

  for (const data of ['no JSON', '[]', '{"requiredCumulative":5}', '{"requiredCumulative":"-1"}'])
    test(`ends with a typed error when what it asks for is ${data}`, async () => {
      await foe.begin()
      answerEvents((need) => need(data))
      expect(await codeOf(read())).toBe('session_receipt_mismatch')
    })

  test('is told when the reader leaves', async () => {
    await foe.begin()
    foe.meter.tokens = Number.MAX_SAFE_INTEGER
    foe.meter.delay = 1
    const closed = new Promise((resolve) => {
      foe.meter.before = (request, response) => {
        if (isPaid(request) && request.method === 'GET') response.on('close', () => resolve('closed'))
        return false
      }
    })
    let events = 0
    for await (const _ of await foe.payer.session(`${foe.meter.url}/stream`).sse()) if (++events === 3) break
    expect(await closed).toBe('closed')
  })
})

describe('a receipt', () => {
  const lies: [string, (id: string) => unknown][] = [
    ['more than was signed', (id) => ({ channelId: id, acceptedCumulative: '99999999', spent: '99999999' })],
    ['more used than accepted', (id) => ({ channelId: id, acceptedCumulative: '0', spent: '1000' })],
    ['another channel', () => ({ channelId: 'ff'.repeat(32), acceptedCumulative: '9000', spent: '9000' })],
    ['numbers that are none', (id) => ({ channelId: id, acceptedCumulative: 9000, spent: '-1' })],
    ['nothing', () => 'garbage'],
  ]
  for (const [what, lie] of lies)
    test(`that says ${what} counts for nothing`, async () => {
      const id = await foe.begin()
      const { authorized } = foe.channel()
      foe.answerPaid((_, response) => {
        const said = {
          status: 'success',
          method: 'test',
          intent: 'session',
          reference: id,
          timestamp: '2026-01-01T00:00:00Z',
        }
        const text = JSON.stringify(Object.assign(said, lie(id)))
        response.writeHead(200, { 'Payment-Receipt': Buffer.from(text).toString('base64url') }).end('served')
      })
      const answer = await foe.payer.fetch(`${foe.meter.url}/a`)
      expect([answer.status, await answer.text()]).toEqual([200, 'served'])
      // What was used is counted here, without the receipt.
      expect(foe.channel()).toMatchObject({ authorized, spent: 2_000n })
    })
})
