import { type Approve, createPayer, type PayerOptions } from '@payerkit/core'
import { createMemoryStore } from '@payerkit/core/stores'
import { tempoSession } from '@payerkit/core/tempo'
import { devAccounts } from '@payerkit/devnet'
import type { LocalAccount } from 'viem'
import { createWalletClient, http } from 'viem'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { answerTo } from './chatText.js'
import { type Backend, startBackend } from './test/backend.js'
import { channelsOf } from './test/sessions.js'

// Our payer against the merchant, which is mppx 0.11, with balances read from the chain.

const merchant = devAccounts.merchant().address
let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend?.stop())

async function openTab(account: LocalAccount, options: Partial<PayerOptions> = {}) {
  const { chain } = backend.client
  const client = createWalletClient({ account, chain, transport: http(`${backend.url}/rpc`) })
  const asked: string[] = []
  const approve: Approve = async ({ offers: [offer] }) => {
    if (offer) asked.push(`${offer.amount.value}`)
    return offer && { offer }
  }
  const payer = createPayer({ methods: [tempoSession({ client })], approve, ...options })
  return { payer, asked }
}

/** What an account has, and what it would have had it paid no fees. */
async function wealth(address: `0x${string}`) {
  return (await backend.balance(address)) + (await backend.fees(address))
}

test('a chat of 200 tokens is topped up and closed to the unit, with one question', async () => {
  const account = await backend.fundedAccount()
  const before = [await wealth(merchant), await wealth(account.address)] as const
  const { payer, asked } = await openTab(account)
  const session = payer.session(`${backend.url}/api/chat`, { maxDeposit: '0.3' })
  const tokens: string[] = []
  const stream = await session.sse(`${backend.url}/api/chat?prompt=tides&tokens=200&delay=0`)
  for await (const { data } of stream) tokens.push(data)
  expect(tokens).toEqual([...answerTo('tides', 200)])
  expect(stream.receipt).toMatchObject({ spent: '200000' })
  expect(asked).toEqual(['100000'])
  const [channel] = await channelsOf(account, backend)
  expect(channel).toMatchObject({ spent: '200000', rejected: 0 })
  await session.close()
  expect(session.getState()).toMatchObject({ status: 'closed', channel: { spent: 200_000n } })
  expect((await wealth(merchant)) - before[0]).toBe(200_000n)
  expect(before[1] - (await wealth(account.address))).toBe(200_000n)
})

test('two tabs of 500 requests each share a channel: none refused, none lower than before', async () => {
  const account = await backend.fundedAccount()
  const before = [await wealth(merchant), await wealth(account.address)] as const
  const store = createMemoryStore()
  const tabs = [await openTab(account, { store }), await openTab(account, { store })]
  const payment = { deposit: '2' }
  const all = tabs.map(({ payer }) =>
    Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        payer.fetch(`${backend.url}/api/metered?n=${n + 1}`, { payment }),
      ),
    ),
  )
  const answers = (await Promise.all(all)).flat()
  expect(answers.filter(({ status }) => status === 200).length).toBe(1000)
  expect(tabs.flatMap(({ asked }) => asked)).toEqual(['2000000'])
  const channels = await channelsOf(account, backend)
  expect(channels).toMatchObject([{ spent: '1000000', rejected: 0, deposit: '2000000' }])
  const [tab] = tabs
  const [state] = tab?.payer.channels?.list() ?? []
  await tab?.payer.channels?.refresh()
  await tab?.payer.channels?.close(state?.id ?? '')
  expect((await wealth(merchant)) - before[0]).toBe(1_000_000n)
  expect(before[1] - (await wealth(account.address))).toBe(1_000_000n)
})

test('a socket is paid as its messages come', async () => {
  // What every browser has, and this Node has not.
  vi.stubGlobal('WebSocket', WebSocket)
  const account = await backend.fundedAccount()
  const { payer } = await openTab(account)
  const session = payer.session(`${backend.url}/api/chat/ws`)
  const socket = await session.ws(`${backend.url}/api/chat/ws?prompt=tides&tokens=30&delay=0`)
  const tokens: string[] = []
  for await (const token of socket) tokens.push(token)
  expect(tokens).toEqual([...answerTo('tides', 30)])
  expect(socket.receipt).toMatchObject({ spent: '30000' })
  await session.close()
  expect(await channelsOf(account, backend)).toMatchObject([{ spent: '30000', finalized: true }])
})
