import { deploy, devAccount, devAccounts } from '@payerkit/devnet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Hex from '../../../chain/Hex.js'
import { balance, live, timeout, useLiveShop } from '../testing/live.js'
import { escrowV1 } from './EscrowV1.js'
import { createWallet, feesOf, funds, open, read, type Session } from './testing/v1Channel.js'
import { type Shop, startShop, words } from './testing/v1Shop.js'

// What a server that is not ours takes of our channels of protocol v1, and what it makes of them.

useLiveShop()

const payee = devAccount(7)
let escrow: Hex.Hex
let shop: Shop

beforeAll(async () => {
  escrow = (await deploy(live.chain.url, 'TempoStreamChannel')).toLowerCase() as Hex.Hex
  const sponsor = devAccounts.sponsor()
  shop = await startShop({ chainUrl: live.chain.url, escrow, payee, sponsor })
}, timeout)
afterAll(() => shop.stop())

const openAt = async (path: string, options?: Parameters<typeof open>[2]) =>
  open(await createWallet(escrow, payee.address), shop.url + path, options)

/** What the payee got and has not spent on fees. */
const earned = async () => (await balance(payee.address)) + (await feesOf(payee.address))
/** What a payer paid for what it bought. */
const paidBy = async ({ payer }: Session) =>
  funds - (await balance(payer.address)) - (await feesOf(payer.address))

const head = { method: 'HEAD' }
const asStream = { headers: { accept: 'text/event-stream' } }
/** How the server says no, and which words of its reason tell why. */
const refused = (reason: string) => ({ status: 402, detail: expect.stringContaining(reason) })

describe('a channel', { timeout }, () => {
  test('is opened, used, topped up and closed, and every unit goes where it should', async () => {
    const [before, held] = [await earned(), await balance(escrow)]
    const channel = await openAt('/page')
    expect(await read(channel.opened)).toEqual({ status: 200, accepted: '1000', spent: '1000' })
    expect(await channel.state()).toEqual({ deposit: 20_000n, settled: 0n, closeRequestedAt: 0n })
    expect(await read(channel.send(2_000n))).toEqual({ status: 200, accepted: '2000', spent: '2000' })
    expect(await read(channel.send(20_001n))).toMatchObject(refused('exceeds on-chain deposit'))
    const added = await read(channel.present(await channel.topUp(5_000n)))
    expect(added).toEqual({ status: 204, accepted: '2000', spent: '2000' })
    expect(await channel.state()).toMatchObject({ deposit: 25_000n })
    expect((await balance(escrow)) - held).toBe(25_000n)
    expect(await read(channel.send(21_000n))).toEqual({ status: 200, accepted: '21000', spent: '3000' })
    expect(await read(channel.close(3_000n))).toEqual({ status: 204, accepted: '3000', spent: '3000' })
    expect(await channel.state()).toBeUndefined()
    expect(await paidBy(channel)).toBe(3_000n)
    expect((await earned()) - before).toBe(3_000n)
    expect(await balance(escrow)).toBe(held)
    expect(await read(channel.send(22_000n))).toMatchObject({ status: 410 })
  })

  test('costs no fee where the shop pays it', async () => {
    const channel = await openAt('/sponsored')
    expect(await read(channel.opened)).toMatchObject({ status: 200, spent: '1000' })
    expect(await read(channel.present(await channel.topUp(5_000n)))).toMatchObject({ status: 204 })
    expect(await channel.state()).toMatchObject({ deposit: 25_000n })
    expect(await balance(channel.payer.address)).toBe(funds - 25_000n)
  })

  test('is not opened by a voucher of nothing', async () => {
    const channel = await openAt('/page', { cumulative: 0n })
    expect(await read(channel.opened)).toMatchObject(refused('at or below on-chain settled'))
    expect(await balance(channel.payer.address)).toBe(funds)
  })

  test('that was opened without buying anything is closed for nothing', async () => {
    const channel = await openAt('/page', { cumulative: 1n, init: head })
    expect(await read(channel.opened)).toEqual({ status: 204, accepted: '1', spent: '0' })
    expect(await read(channel.close(0n))).toMatchObject({ status: 204 })
    expect(await paidBy(channel)).toBe(0n)
  })

  test('tells what is spent when the last voucher comes again by HEAD, and charges nothing for it', async () => {
    const channel = await openAt('/page', { cumulative: 5_000n })
    for (let times = 0; times < 3; times++)
      expect(await read(channel.send(5_000n, head))).toEqual({ status: 204, accepted: '5000', spent: '1000' })
  })

  test('is charged for a request that comes again, as far as its voucher goes', async () => {
    const channel = await openAt('/page', { cumulative: 2_000n })
    expect(await read(channel.reopen())).toEqual({ status: 200, accepted: '2000', spent: '2000' })
    expect(await read(channel.reopen())).toMatchObject(refused('requested 1000, available 0'))
    expect(await channel.state()).toMatchObject({ deposit: 20_000n })
  })

  test('is topped up once by what is presented twice, although the second answer is a refusal', async () => {
    const channel = await openAt('/page')
    const payload = await channel.topUp(5_000n)
    expect(await read(channel.present(payload))).toMatchObject({ status: 204 })
    expect(await read(channel.present(payload))).toMatchObject(refused('deposit did not increase'))
    expect(await channel.state()).toMatchObject({ deposit: 25_000n })
  })
})

describe('closing', { timeout }, () => {
  test('takes all of the voucher, also what is not spent', async () => {
    const channel = await openAt('/page', { cumulative: 9_000n })
    expect(await read(channel.close(9_000n))).toEqual({ status: 204, accepted: '9000', spent: '1000' })
    expect(await paidBy(channel)).toBe(9_000n)
  })

  test('wants no less than is spent, and takes a voucher below one that it has', async () => {
    const channel = await openAt('/page', { cumulative: 9_000n })
    expect(await read(channel.close(999n))).toMatchObject(refused('must be >= 1000 (spent)'))
    expect(await read(channel.close(1_000n))).toMatchObject({ status: 204 })
    expect(await paidBy(channel)).toBe(1_000n)
  })

  test('wants more than is settled, and so does every voucher', async () => {
    const channel = await openAt('/page', { cumulative: 5_000n })
    await shop.settle(await channel.voucher(5_000n))
    expect(await channel.state()).toMatchObject({ deposit: 20_000n, settled: 5_000n })
    expect(await read(channel.send(5_000n))).toMatchObject(refused('at or below on-chain settled'))
    expect(await read(channel.send(5_001n))).toEqual({ status: 200, accepted: '5001', spent: '2000' })
    expect(await read(channel.close(5_000n))).toMatchObject(refused('must be > 5000 (on-chain settled)'))
    expect(await read(channel.close(5_001n))).toMatchObject({ status: 204 })
    expect(await paidBy(channel)).toBe(5_001n)
  })
})

describe('a stream', { timeout }, () => {
  test('starts with the credential that opens the channel, and stops until the next voucher', async () => {
    const channel = await openAt('/words', { cumulative: 2_000n, init: asStream })
    expect(channel.opened.headers.get('payment-receipt')).toBeNull()
    const events = eventsOf(channel.opened)
    expect(await take(events, 3)).toEqual([
      ['message', 'pay'],
      ['message', 'for'],
      [
        'payment-need-voucher',
        {
          channelId: channel.id,
          requiredCumulative: '3000',
          acceptedCumulative: '2000',
          deposit: '20000',
        },
      ],
    ])
    expect(await read(channel.send(8_000n, head))).toEqual({ status: 204, accepted: '8000', spent: '2000' })
    const [, , , last] = await take(events, 4)
    expect(last).toMatchObject(['payment-receipt', { acceptedCumulative: '8000', spent: '5000' }])
    expect(await read(channel.close(5_000n))).toMatchObject({ status: 204 })
    expect(await paidBy(channel)).toBe(5_000n)
  })

  test('starts with a voucher only where no stream is asked for', async () => {
    const channel = await openAt('/words', { cumulative: 1n, init: head })
    const events = eventsOf(await channel.send(5_000n))
    expect((await take(events, 5)).map(([, word]) => word)).toEqual(words)
    expect(await take(events, 1)).toMatchObject([['payment-receipt', { spent: '5000' }]])
  })

  test('does not start where one is asked for, and is charged', async () => {
    const channel = await openAt('/words', { cumulative: 1n, init: head })
    const answer = await channel.send(5_000n, asStream)
    expect(await read(answer)).toEqual({ status: 204, accepted: '5000', spent: '1000' })
    expect(await read(channel.send(5_000n, head))).toMatchObject({ spent: '1000' })
  })
})

// Last, since it moves the chain's clock.
describe('a forced close', { timeout }, () => {
  test('ends what the server takes, and gives back all that is not settled', async () => {
    const channel = await openAt('/page', { cumulative: 4_000n })
    await shop.settle(await channel.voucher(4_000n))
    await channel.act(escrowV1.requestClose(channel.channel, channel.id))
    expect((await channel.state())?.closeRequestedAt).toBeGreaterThan(0n)
    const closing = { status: 410, problem: 'session/channel-finalized' }
    expect(await read(channel.send(6_000n))).toMatchObject(closing)
    expect(await read(channel.close(4_001n))).toMatchObject(closing)
    const withdraw = escrowV1.withdraw(channel.channel, channel.id)
    await expect(channel.act(withdraw)).rejects.toThrow()
    await live.chain.increaseTime(Number(escrowV1.gracePeriod))
    await channel.act(withdraw)
    expect(await channel.state()).toBeUndefined()
    expect(await paidBy(channel)).toBe(4_000n)
  })

  test('is taken back on the chain by a top-up, and never by the server that noticed it', async () => {
    const channel = await openAt('/page', { cumulative: 4_000n })
    await channel.act(escrowV1.requestClose(channel.channel, channel.id))
    expect(await read(channel.send(5_000n))).toMatchObject({ status: 410 })
    await channel.act(...escrowV1.topUp(channel.channel, channel.id, 1n))
    expect(await channel.state()).toEqual({ deposit: 20_001n, settled: 0n, closeRequestedAt: 0n })
    expect(await read(channel.close(1_000n))).toMatchObject({ status: 410 })
  })

  test('that no voucher followed leaves the server free to close at once', async () => {
    const channel = await openAt('/page')
    await channel.act(escrowV1.requestClose(channel.channel, channel.id))
    expect(await read(channel.close(1_000n))).toMatchObject({ status: 204 })
    expect(await paidBy(channel)).toBe(1_000n)
  })
})

type StreamEvent = [event: string, data: unknown]

async function* eventsOf(response: Response): AsyncGenerator<StreamEvent> {
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? []
      yield [event, data.startsWith('{') ? JSON.parse(data) : data]
    }
  }
}

async function take(events: AsyncGenerator<StreamEvent>, count: number): Promise<StreamEvent[]> {
  const taken: StreamEvent[] = []
  while (taken.length < count) {
    const { value, done } = await events.next()
    if (done) break
    taken.push(value)
  }
  return taken
}
