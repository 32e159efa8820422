import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Approve, createPayer } from '@payerkit/core'
import { evmSession } from '@payerkit/core/evm'
import { createMemoryStore } from '@payerkit/core/stores'
import { devAccounts } from '@payerkit/devnet'
import { Challenge, Credential } from 'mppx'
import { type Address, createClient, erc20Abi, http, type LocalAccount } from 'viem'
import { readContract } from 'viem/actions'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerTo } from './chatText.js'
import { type Backend, startBackend } from './test/backend.js'

// Our payer and the shop's own evm/session, with balances of the token read from the chain.

const seller = devAccounts.merchant().address
let backend: Backend
let dataFolder: string
beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'payerkit-test-'))
  backend = await startBackend({}, { dataFolder })
})
afterAll(async () => {
  await backend?.stop()
  rmSync(dataFolder, { recursive: true })
})

async function balance(of: Address): Promise<bigint> {
  const { testDollar } = await (await backend.get('/api/config')).json()
  const call = { address: testDollar.address, abi: erc20Abi, functionName: 'balanceOf', args: [of] } as const
  return readContract(backend.client, call)
}

/** A page of somebody who says yes to everything. */
async function openPage(account: LocalAccount, store = createMemoryStore()) {
  const { chainId, evmEscrow } = await (await backend.get('/api/config')).json()
  const client = createClient({ account, transport: http(`${backend.url}/rpc`) })
  const asked: bigint[] = []
  const approve: Approve = async ({ offers: [offer] }) => {
    if (offer) asked.push(offer.amount.value)
    return offer && { offer }
  }
  const method = evmSession({ client, escrows: [{ chainId, address: evmEscrow }] })
  return { payer: createPayer({ methods: [method], approve, store }), asked }
}

const chatOf = (prompt: string, tokens: number) =>
  `${backend.url}/api/evm/chat?prompt=${prompt}&tokens=${tokens}&delay=0`

test('a chat is paid by the token, added to, and closed to the unit: the seller pays the fees', async () => {
  const account = await backend.fundedAccount()
  const [had, taken, fees] = [
    await balance(account.address),
    await balance(seller),
    await backend.fees(account.address),
  ]
  const { payer, asked } = await openPage(account)
  const session = payer.session(chatOf('tides', 130), { maxDeposit: '0.3' })
  const stream = await session.sse()
  const tokens: string[] = []
  for await (const { data } of stream) tokens.push(data)
  expect(tokens).toEqual([...answerTo('tides', 130)])
  expect(stream.receipt).toMatchObject({ method: 'evm', spent: '130000' })
  expect(asked).toEqual([100_000n])
  const { deposit = 0n } = session.getState().channel ?? {}
  expect(deposit).toBeGreaterThan(100_000n)
  expect(await balance(account.address)).toBe(had - deposit)
  const receipt = await session.close()
  expect([await balance(account.address), await balance(seller)]).toEqual([had - 130_000n, taken + 130_000n])
  expect(await backend.fees(account.address)).toBe(fees)
  const { entries } = await (await backend.get('/api/ledger')).json()
  const reference = (receipt as { txHash?: string } | undefined)?.txHash
  expect(entries.at(-1)).toMatchObject({ method: 'evm', intent: 'session', amount: '130000', reference })
})

test('what is no proof is refused by the names of the draft', async () => {
  const offer = async () => Challenge.fromResponse(await backend.get('/api/evm/chat'))
  const challenge = await offer()
  expect(challenge).toMatchObject({ method: 'evm', intent: 'session' })
  const send = async (payload: object, about = challenge) => {
    const authorization = Credential.serialize({ challenge: about, payload })
    const response = await backend.get('/api/evm/chat', { headers: { authorization } })
    const { type } = await response.json()
    return [response.status, String(type).replace('https://paymentauth.org/problems/session/', '')]
  }
  const channelId = `0x${'ab'.repeat(32)}`
  const voucher = {
    action: 'voucher',
    channelId,
    cumulativeAmount: '1000',
    signature: `0x${'11'.repeat(64)}1b`,
  }
  const open = { ...voucher, action: 'open', type: 'authorization', salt: channelId, authorization: {} }
  expect(await send(voucher)).toEqual([410, 'channel-not-found'])
  expect(await send({ ...voucher, action: 'close' })).toEqual([410, 'channel-not-found'])
  expect(await send(voucher, { ...challenge, realm: 'elsewhere.test' })).toEqual([402, 'challenge-not-found'])
  for (const payload of [
    {},
    { ...voucher, channelId: '0xAB' },
    { ...voucher, action: 'leave' },
    open,
    { ...open, type: 'permit2' },
    { ...open, authorization: { from: seller, to: seller, value: '-1' } },
    { ...open, type: 'hash', hash: '0x' },
  ])
    expect(await send(payload)).toEqual([400, 'malformed'])
  const headers = { authorization: 'Payment none' }
  expect((await backend.get('/api/evm/chat', { headers })).status).toBe(402)
  expect((await backend.get('/api/evm/chat?tokens=0')).status).toBe(400)
})

test('a seller who forgot the channel: the payer takes all that was not settled back', async () => {
  const account = await backend.fundedAccount()
  const had = await balance(account.address)
  const { payer } = await openPage(account)
  for await (const _ of await payer.session(chatOf('gulls', 5)).sse());
  const [{ id = '', deposit = 0n } = {}] = payer.channels?.list() ?? []
  expect(await balance(account.address)).toBe(had - deposit)

  await backend.stop()
  backend = await startBackend({}, { port: Number(new URL(backend.url).port), dataFolder })
  await expect(payer.channels?.close(id)).rejects.toThrow()
  expect(payer.channels?.list()).toMatchObject([{ status: 'stale' }])
  await payer.channels?.requestClose(id)
  await backend.post('/devnet/increase-time', { seconds: 901 })
  await payer.channels?.refresh()
  await payer.channels?.withdraw(id)
  expect(await balance(account.address)).toBe(had)
})
