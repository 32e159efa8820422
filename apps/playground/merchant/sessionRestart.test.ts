import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChain } from '@payerkit/devnet'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Backend, startBackend } from './test/backend.js'
import { channelsOf, sessionOf } from './test/sessions.js'

const cleanups: (() => Promise<unknown> | unknown)[] = []
let dataFolder: string
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'payerkit-test-'))
  cleanups.push(() => rmSync(dataFolder, { recursive: true }))
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Until then a connection to the server before may be used, which ended with it. */
async function reachable({ get }: Backend) {
  const isThere = () =>
    get('/api/config').then(
      ({ ok }) => ok,
      () => false,
    )
  await expect.poll(isThere, { timeout: 20_000 }).toBe(true)
}

test('a channel outlives the merchant', async () => {
  const chain = await startChain({ port: 0 })
  cleanups.push(chain.stop)
  const first = await startBackend({}, { chainUrl: chain.url, dataFolder })
  const payer = await first.fundedAccount()
  const session = sessionOf(payer, first)
  await session.fetch(`${first.url}/api/metered`)
  const [before] = await channelsOf(payer, first)
  await first.stop()

  const port = Number(new URL(first.url).port)
  const second = await startBackend({}, { port, chainUrl: chain.url, dataFolder })
  cleanups.push(second.stop)
  await reachable(second)
  expect(await channelsOf(payer, second)).toEqual([before])
  const response = await session.fetch(`${second.url}/api/metered`)
  expect([response.status, response.receipt?.spent]).toEqual([200, '2000'])
  await session.close()
  expect(await channelsOf(payer, second)).toMatchObject([{ channelId: before.channelId, settled: '2000' }])
})

test('the chain outlives the merchant too, where there is a folder for it', async () => {
  const first = await startBackend({}, { dataFolder })
  const payer = await first.fundedAccount()
  const session = sessionOf(payer, first)
  await session.fetch(`${first.url}/api/metered`)
  const balance = await first.balance(payer.address)
  await first.post('/devnet/increase-time', { seconds: 1_000 })
  await first.stop()

  const second = await startBackend({}, { port: Number(new URL(first.url).port), dataFolder })
  cleanups.push(second.stop)
  await reachable(second)
  expect(await second.balance(payer.address)).toBe(balance)
  await session.fetch(`${second.url}/api/metered`)
  await session.close()
  expect(await channelsOf(payer, second)).toMatchObject([{ spent: '2000', settled: '2000', finalized: true }])
})

test('a channel that the chain has lost is taken for closed', async () => {
  const first = await startBackend({}, { dataFolder })
  const payer = await first.fundedAccount()
  await sessionOf(payer, first).fetch(`${first.url}/api/metered`)
  expect(await channelsOf(payer, first)).toMatchObject([{ finalized: false }])
  await first.stop()

  rmSync(join(dataFolder, 'chain.json'))
  const second = await startBackend({}, { dataFolder })
  cleanups.push(second.stop)
  expect(await channelsOf(payer, second)).toMatchObject([{ finalized: true }])
})

test('a merchant stops although somebody listens', async () => {
  const busy = await startBackend()
  cleanups.push(busy.stop)
  const payer = await busy.fundedAccount()
  const socket = await sessionOf(payer, busy).ws(`${busy.url.replace('http', 'ws')}/api/chat/ws?tokens=2000`)
  const ended = new Promise((resolve) => socket.addEventListener('close', resolve))
  await expect
    .poll(async () => (await channelsOf(payer, busy))[0]?.units, { timeout: 20_000 })
    .toBeGreaterThan(1)
  await busy.stop()
  await ended
})
