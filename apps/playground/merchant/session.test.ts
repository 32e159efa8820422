import { once } from 'node:events'
import { devAccounts } from '@payerkit/devnet'
import { Challenge, Credential } from 'mppx'
import { tempo } from 'mppx/client'
import type { LocalAccount } from 'viem'
import { Actions } from 'viem/tempo'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { answerTo } from './chatText.js'
import { type Backend, startBackend } from './test/backend.js'
import { channelsOf, sessionOf } from './test/sessions.js'

const merchant = devAccounts.merchant().address
let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend?.stop())

/** A payer whose credentials can be looked at. */
function recordedSession(account: LocalAccount) {
  const sent: string[] = []
  const session = tempo.session.manager({
    ...{ account, client: backend.client, maxDeposit: '0.20' },
    fetch: (input, init) => {
      const request = new Request(input, init)
      const authorization = request.headers.get('authorization')
      if (authorization) sent.push(authorization)
      return fetch(request)
    },
  })
  return { session, sent }
}

function payloadOf(authorization = '') {
  return Credential.deserialize<{ channelId: string; descriptor: object }>(authorization).payload
}

/** What an account has, and what it would have had it paid no fees. */
async function wealth(account: { address: `0x${string}` }) {
  return (await backend.balance(account.address)) + (await backend.fees(account.address))
}

async function collect(stream: AsyncIterable<string>) {
  const tokens: string[] = []
  for await (const token of stream) tokens.push(token)
  return tokens
}

test('a chat is paid by the token, topped up, and closed to the unit', async () => {
  const payer = await backend.fundedAccount()
  const before = [await wealth({ address: merchant }), await wealth(payer)] as const
  const session = sessionOf(payer, backend)
  const chat = `${backend.url}/api/chat?prompt=tides&tokens=20&delay=0`
  const tokens = await collect(await session.sse(chat))
  expect(tokens).toEqual([...answerTo('tides', 20)])
  const opened = { deposit: '100000', spent: '20000', units: 20, settled: '0', finalized: false, rejected: 0 }
  expect(await channelsOf(payer, backend)).toMatchObject([opened])
  await session.topUp('0.05')
  expect(await channelsOf(payer, backend)).toMatchObject([{ ...opened, deposit: '150000' }])
  await session.close()
  expect(await channelsOf(payer, backend)).toMatchObject([
    { spent: '20000', settled: '20000', finalized: true },
  ])
  expect((await wealth({ address: merchant })) - before[0]).toBe(20_000n)
  expect(before[1] - (await wealth(payer))).toBe(20_000n)
  const { entries } = await (await backend.get('/api/ledger')).json()
  expect(entries.at(-1)).toMatchObject({ method: 'tempo', intent: 'session', amount: '20000' })
})

test('a reading is paid by the request, with one channel for many', async () => {
  const payer = await backend.fundedAccount()
  const session = sessionOf(payer, backend)
  const spent = []
  for (const station of [1, 2, 1]) {
    const response = await session.fetch(`${backend.url}/api/metered?n=${station}`)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ station, celsius: expect.any(Number) })
    spent.push(response.receipt?.spent)
  }
  expect(spent).toEqual(['1000', '2000', '3000'])
  expect(await channelsOf(payer, backend)).toMatchObject([{ deposit: '20000', accepted: '3000', units: 3 }])
})

test('a sponsored payer pays for the readings and no fee', async () => {
  const payer = await backend.fundedAccount()
  const before = [await backend.balance(merchant), await backend.balance(payer.address)] as const
  const session = sessionOf(payer, backend)
  for (const _ of [1, 2]) await session.fetch(`${backend.url}/api/metered/sponsored`)
  await session.close()
  expect((await backend.balance(merchant)) - before[0]).toBe(2_000n)
  expect(before[1] - (await backend.balance(payer.address))).toBe(2_000n)
})

test('a chat is paid by the token through a socket', async () => {
  const payer = await backend.fundedAccount()
  const session = sessionOf(payer, backend)
  const url = `${backend.url.replace('http', 'ws')}/api/chat/ws?prompt=gulls&tokens=12&delay=0`
  const socket = await session.ws(url)
  const tokens: string[] = []
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') tokens.push(data)
  })
  await expect.poll(() => tokens.length, { timeout: 20_000 }).toBe(12)
  expect(tokens).toEqual([...answerTo('gulls', 12)])
  await socket.close()
  expect(await channelsOf(payer, backend)).toMatchObject([{ spent: '12000', units: 12 }])
})

test('a socket at another path, or with a question that cannot be answered, is refused', async () => {
  for (const [path, status] of [
    ['/api/other', 404],
    ['/api/chat/ws?tokens=0', 400],
  ] as const) {
    const socket = new WebSocket(`${backend.url.replace('http', 'ws')}${path}`)
    const [, response] = await once(socket, 'unexpected-response')
    expect(response.statusCode).toBe(status)
  }
})

test('who stops listening stops paying, whatever they have signed', async () => {
  const payer = await backend.fundedAccount()
  const { session, sent } = recordedSession(payer)
  await session.fetch(`${backend.url}/api/metered`)
  const { descriptor, channelId } = payloadOf(sent[0])
  const challenge = Challenge.fromResponse(await backend.get('/api/chat'))
  const terms = { account: payer, channel: descriptor, cumulativeAmount: 20_000n }
  const signature = await Actions.channel.signVoucher(backend.client, terms as never)
  const payload = { action: 'voucher', channelId, descriptor, cumulativeAmount: '20000', signature }
  const source = `did:pkh:eip155:42431:${payer.address}`
  const authorization = Credential.serialize({ challenge, payload, source })

  const abort = new AbortController()
  const init = { headers: { authorization }, signal: abort.signal }
  const stream = await backend.get('/api/chat?tokens=2000&delay=100', init)
  expect(stream.status).toBe(200)
  await stream.body?.getReader().read()
  abort.abort()
  // Two looks, further apart than several tokens are, must see the same.
  const units = async () => (await channelsOf(payer, backend))[0].units
  const progress = async () => {
    const before = await units()
    await new Promise((resolve) => setTimeout(resolve, 400))
    return (await units()) - before
  }
  await expect.poll(progress, { timeout: 20_000 }).toBe(0)
  expect(await units()).toBeLessThan(20)
  expect(await channelsOf(payer, backend)).toMatchObject([{ accepted: '20000' }])
})

test('who has lost their channel is told of it for a proof', async () => {
  const payer = await backend.fundedAccount()
  await sessionOf(payer, backend).fetch(`${backend.url}/api/metered`)
  const [{ channelId }] = await channelsOf(payer, backend)
  const recovered = tempo.session.manager({
    ...{ account: payer, client: backend.client, maxDeposit: '0.20', bootstrap: true },
  })
  const response = await recovered.fetch(`${backend.url}/api/metered`)
  expect([response.channelId, response.receipt?.spent]).toEqual([channelId, '2000'])
})

test('a refused voucher is counted and changes nothing', async () => {
  const payer = await backend.fundedAccount()
  const { session, sent } = recordedSession(payer)
  for (const _ of [1, 2]) await session.fetch(`${backend.url}/api/metered`)
  const [before] = await channelsOf(payer, backend)
  const voucher = sent.at(-1) ?? ''
  // The voucher is spent: the same one buys nothing more.
  const refused = await backend.get('/api/metered', { headers: { authorization: voucher } })
  expect(refused.status).toBe(402)
  expect(await channelsOf(payer, backend)).toEqual([{ ...before, rejected: 1 }])
})

test('a session offer names its unit, its deposit and its version', async () => {
  const response = await backend.get('/api/chat')
  expect(response.status).toBe(402)
  const challenge = Challenge.fromResponse(response)
  expect(challenge).toMatchObject({ method: 'tempo', intent: 'session' })
  expect(challenge.request).toMatchObject({
    ...{ amount: '1000', unitType: 'token', suggestedDeposit: '100000', recipient: merchant },
    methodDetails: { chainId: 42431, sessionProtocol: 'v2' },
  })
  for (const query of ['tokens=0', 'tokens=2001', 'delay=x', `prompt=${'x'.repeat(501)}`])
    expect((await backend.get(`/api/chat?${query}`)).status).toBe(400)
})

test('time on the chain can be moved', async () => {
  for (const seconds of [0, 1.5, '60', undefined])
    expect((await backend.post('/devnet/increase-time', { seconds })).status).toBe(400)
  expect((await backend.post('/devnet/increase-time', { seconds: 60 })).status).toBe(200)
  expect((await backend.post('/devnet/reset-time', {})).status).toBe(200)
})
