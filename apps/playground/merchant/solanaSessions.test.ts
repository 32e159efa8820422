import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createPayer, type Store } from '@payerkit/core'
import { keypairAccount, type SolanaAccount, solanaSession } from '@payerkit/core/solana'
import { createMemoryStore } from '@payerkit/core/stores'
import { type SolanaChain, startSolana } from '@payerkit/devnet'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { solanaShop } from './catalog.js'
import { answerTo } from './chatText.js'
import { Ledger } from './ledger.js'
import { answerProblem } from './problem.js'
import { createSolanaSessions } from './solanaSessions.js'

// Our payer against the session server of @solana/pay-kit, over HTTP and on litesvm. Its channel program is a stand-in.

const { mint, payTo } = solanaShop
const money = 5_000_000n
const word = 1_000n
const ledger = new Ledger()
const stops: (() => unknown)[] = []
let chain: SolanaChain
let url: string
/** Of a shop that settles what nobody uses for a moment. */
let hasty: string

beforeAll(async () => {
  chain = await startSolana({ channels: true })
  stops.push(() => chain.stop())
  await chain.createMint({ address: mint })
  chain.fund(payTo, 10_000_000_000n)
  await chain.mintTo(mint, payTo, 0n)
  url = await open()
  hasty = await open(1_500)
})
afterAll(async () => {
  for (const stop of stops.reverse()) await stop()
})

async function open(closeDelayMs?: number): Promise<string> {
  const shop = { ...solanaShop, rpcUrl: chain.url }
  const secret = 'a secret of tests, of some length'
  const sessions = await createSolanaSessions({ shop, secret, ledger, ...(closeDelayMs && { closeDelayMs }) })
  const app = new Hono().route('/api', sessions).onError(answerProblem)
  const server = createServer(getRequestListener(app.fetch))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/solana/chat`
}

const held = (owner: string) => chain.tokenBalance(mint, owner)

/** A customer with money, or the one before on a new page. */
async function customer(before?: { account: SolanaAccount; store: Store }, fetch = globalThis.fetch) {
  const account = before?.account ?? (await keypairAccount(crypto.getRandomValues(new Uint8Array(32))))
  const store = before?.store ?? createMemoryStore()
  if (!before) {
    chain.fund(account.address)
    await chain.mintTo(mint, account.address, money)
  }
  const tokenProgram = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'
  const token = {
    address: mint,
    network: 'localnet',
    symbol: 'USDC',
    decimals: 6,
    currency: 'usd',
    tokenProgram,
  } as const
  let asked = 0
  const payer = createPayer({
    methods: [solanaSession({ account, rpc: { localnet: chain.url }, mints: [token] })],
    store,
    fetch,
    approve: async ({ offers: [offer] }) => {
      asked++
      return offer && { offer }
    },
  })
  return { payer, account, store, asked: () => asked }
}

const ask = (prompt: string, tokens: number) => `?prompt=${prompt}&tokens=${tokens}&delay=0`

async function read(stream: AsyncIterable<{ data: string }>) {
  const said = []
  for await (const { data } of stream) said.push(data)
  return said
}

test('each word is paid by itself, a reload in the middle asks nothing, and both sides end up exact', async () => {
  // The answer to one payment never comes: the page is loaded anew before.
  let commits = 0
  let left: () => void = () => {}
  const leaves = new Promise<void>((resolve) => {
    left = resolve
  })
  const first = await customer(undefined, async (input, init) => {
    const response = await fetch(input, init)
    if (!String(input).endsWith('/commit') || ++commits !== 50) return response
    left()
    return new Promise(() => {})
  })
  const { account } = first
  const had = (await held(payTo)) ?? 0n
  const session = first.payer.session(url, { deposit: '0.5' })
  expect(await read(await session.sse(url + ask('tides', 40)))).toEqual([...answerTo('tides', 40)])
  // The opening bought the answer's beginning; nothing is paid but its words.
  expect(session.getState().channel).toMatchObject({ spent: 40n * word, deposit: 500_000n })
  expect(await held(account.address)).toBe(money - 500_000n)
  const stream = await session.sse(url + ask('moon', 40))
  void read(stream).catch(() => {})
  await leaves
  first.payer.destroy()

  // What a page that is gone has written down, without what it holds.
  const store = createMemoryStore()
  for (const [key, value] of await first.store.list('')) await store.set(key, value)
  // mppx says on its console that the first voucher was too low.
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  const next = await customer({ account, store })
  const again = next.payer.session(url)
  await read(await again.sse(url + ask('coins', 5)))
  said.mockRestore()
  expect(next.asked()).toBe(0)
  const { spent = 0n } = again.getState().channel ?? {}
  // The whole of the first answer, ten words of the one that was left, five words; and two requests after the first.
  expect(spent).toBe(55n * word + 2n)
  await again.close()
  expect(again.getState().status).toBe('closed')
  expect(await held(account.address)).toBe(money - spent)
  expect(await held(payTo)).toBe(had + spent)
  const sale = { method: 'solana', intent: 'session', amount: String(spent), path: '/api/solana/chat' }
  expect(ledger.entries.at(-1)).toMatchObject(sale)
  expect(first.asked()).toBe(1)
})

test('an answer ends with what was put aside, and goes on after more was', async () => {
  const { payer, account } = await customer()
  const session = payer.session(url, { deposit: '0.01', maxDeposit: '0.1' })
  expect(await read(await session.sse(url + ask('tides', 40)))).toEqual(
    [...answerTo('tides', 40)].slice(0, 10),
  )
  await session.topUp('0.05')
  expect(await held(account.address)).toBe(money - 60_000n)
  expect((await read(await session.sse(url + ask('tides', 40)))).length).toBe(40)
  // Another browser of the same person finds it on the chain.
  const elsewhere = await customer({ account, store: createMemoryStore() })
  const { id } = session.getState().channel ?? {}
  expect(await elsewhere.payer.channels?.recover(url)).toEqual([id])
  await session.close()
  expect(await held(account.address)).toBe(money - 50n * word - 1n)
})

test('words are not said to who does not pay for them, and what is unused is settled without being asked', async () => {
  const { payer, account } = await customer()
  const session = payer.session(hasty, { deposit: '0.5' })
  const response = await session.fetch(hasty + ask('tides', 40))
  // Read without paying: the first word, and the announcement of the second.
  const reader = response.body?.getReader()
  let text = ''
  while (!/metering[\s\S]*metering/.test(text))
    text += new TextDecoder().decode((await reader?.read())?.value)
  expect(text.match(/^data: [^{]/gm)?.length).toBe(1)
  await reader?.cancel()
  await read(await session.sse(hasty + ask('tides', 3)))
  const { spent = 0n } = session.getState().channel ?? {}
  const entries = ledger.entries.length
  await vi.waitFor(() => expect(ledger.entries.length).toBe(entries + 1), { timeout: 20_000 })
  expect(ledger.entries.at(-1)).toMatchObject({ amount: String(spent) })
  expect(await held(account.address)).toBe(money - spent)
  // The page finds out when it asks for more, and opens another.
  expect(await read(await session.sse(hasty + ask('coins', 2)))).toEqual([...answerTo('coins', 2)])
  expect(payer.channels?.list().map(({ status, settled }) => [status, settled])).toEqual([
    ['active', 0n],
    ['closed', spent],
  ])
})
