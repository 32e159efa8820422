import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { anvilBinary } from './anvilBinary.js'
import { call } from './jsonRpc.js'
import { startChain } from './startChain.js'

const cleanups: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

test('runs a Tempo chain until it is stopped', async () => {
  const crashes: Error[] = []
  const chain = await startChain({ port: 0, onCrash: (error) => crashes.push(error) })
  cleanups.push(chain.stop)
  expect(await call(chain.url, 'eth_chainId')).toBe('0xa5bf')
  expect(Number(await call(chain.url, 'eth_blockNumber'))).toBeGreaterThan(0)
  await chain.stop()
  await expect(call(chain.url, 'eth_chainId')).rejects.toThrow()
  await chain.stop()
  expect(crashes).toEqual([])
})

test('says that the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  cleanups.push(() => other.close())
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await expect(startChain({ port })).rejects.toMatchObject({ name: 'ChainError', code: 'PORT_TAKEN' })
})

test('says that no binary fits this machine', () => {
  expect(() => anvilBinary('plan9', 'x64')).toThrow(expect.objectContaining({ code: 'BINARY_MISSING' }))
  expect(() => anvilBinary('win32', 'x64')).toThrow(expect.objectContaining({ code: 'BINARY_MISSING' }))
})
