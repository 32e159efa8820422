import {
  type Address,
  createClient,
  http,
  type LocalAccount,
  parseEventLogs,
  zeroAddress,
  zeroHash,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import {
  prepareTransactionRequest,
  readContract,
  sendRawTransaction,
  sendRawTransactionSync,
  signTransaction,
  waitForTransactionReceipt,
} from 'viem/actions'
import { Abis, Actions, Addresses, Channel } from 'viem/tempo'
import { tempoModerato } from 'viem/tempo/chains'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Devnet, deploy, devAccounts, pathUsd, startDevnet } from './index.js'

const payee = devAccounts.merchant()
let devnet: Devnet
let client: ReturnType<typeof connect>

beforeAll(async () => {
  devnet = await startDevnet()
  client = connect(devnet)
})
afterAll(() => devnet?.stop())

function connect({ url }: Devnet) {
  const chain = { ...tempoModerato, rpcUrls: { default: { http: [url] } } }
  return createClient({ chain, transport: http(url, { retryCount: 0 }), pollingInterval: 50 })
}

const balance = async (account: Address) =>
  (await Actions.token.getBalance(client, { account, token: pathUsd })).amount

async function payer(): Promise<LocalAccount> {
  const account = privateKeyToAccount(generatePrivateKey())
  await devnet.fund(account.address, 1_000_000n)
  return account
}

type Call = { to: Address; data: `0x${string}` }

async function sign(account: LocalAccount, call: Call, request: object = { nonceKey: 'expiring' }) {
  const validBefore = Math.floor(Date.now() / 1000) + 25
  const terms = { account, calls: [call], feeToken: pathUsd, validBefore, ...request }
  return signTransaction(client, (await prepareTransactionRequest(client, terms as never)) as never)
}

const openCall = (deposit: bigint, salt = zeroHash) =>
  Actions.channel.open.call({
    authorizedSigner: zeroAddress,
    deposit,
    operator: zeroAddress,
    payee: payee.address,
    salt,
    token: pathUsd,
  })

/** What the chain says was opened; the id it emits is checked against its parts. */
function opened(logs: Parameters<typeof parseEventLogs>[0]['logs']) {
  const [log] = parseEventLogs({ abi: Abis.tip20ChannelReserve, eventName: 'ChannelOpened', logs })
  if (!log) throw new Error('Nothing was opened.')
  const channel = Channel.from(log.args)
  expect(Channel.computeId(channel, { chainId: devnet.chainId })).toBe(log.args.channelId)
  return { channel, channelId: log.args.channelId }
}

async function open(account: LocalAccount, deposit: bigint) {
  const serializedTransaction = await sign(account, openCall(deposit))
  const { logs, status } = await sendRawTransactionSync(client, { serializedTransaction })
  expect(status).toBe('success')
  return opened(logs)
}

const state = (channelId: `0x${string}`) =>
  readContract(client, {
    ...{ address: Addresses.tip20ChannelReserve, abi: Abis.tip20ChannelReserve },
    ...{ functionName: 'getChannelState', args: [channelId] },
  })

test('a channel is opened, topped up, settled and closed to the unit', async () => {
  const account = await payer()
  const { channel, channelId } = await open(account, 100_000n)
  await Actions.channel.topUpSync(client, { account, additionalDeposit: 50_000n, channel, feeToken: pathUsd })
  expect(await state(channelId)).toEqual({ settled: 0n, deposit: 150_000n, closeRequestedAt: 0 })
  const before = await balance(payee.address)
  const left = await balance(account.address)
  const voucher = await Actions.channel.signVoucher(client, {
    account,
    channel,
    cumulativeAmount: 70_000n,
  } as never)
  const terms = {
    account: devAccounts.sponsor(),
    channel,
    cumulativeAmount: 70_000n,
    feeToken: pathUsd,
    signature: voucher,
  }
  await expect(Actions.channel.settleSync(client, terms as never)).rejects.toThrow()
  await Actions.channel.settleSync(client, { ...terms, account: payee } as never)
  const fees = before + 70_000n - (await balance(payee.address))
  expect(fees).toBeGreaterThan(0n)
  expect(await state(channelId)).toEqual({ settled: 70_000n, deposit: 150_000n, closeRequestedAt: 0 })
  await Actions.channel.closeSync(client, { ...terms, account: payee, captureAmount: 70_000n } as never)
  expect((await balance(account.address)) - left).toBe(80_000n)
  expect(await state(channelId)).toEqual({ settled: 0n, deposit: 0n, closeRequestedAt: 0 })
  expect(await balance(Addresses.tip20ChannelReserve)).toBe(0n)
})

test('opens in flight together each get the hash of their own transaction', async () => {
  const accounts = [await payer(), await payer(), await payer()]
  const signed = await Promise.all(accounts.map((account) => sign(account, openCall(10_000n))))
  const hashes = await Promise.all(
    signed.map((serializedTransaction) => sendRawTransaction(client, { serializedTransaction })),
  )
  for (const [index, hash] of hashes.entries()) {
    const { logs } = await waitForTransactionReceipt(client, { hash })
    expect(opened(logs).channel.payer.toLowerCase()).toBe(accounts[index]?.address.toLowerCase())
  }
  const ids = await Promise.all(
    hashes.map(async (hash) => opened((await waitForTransactionReceipt(client, { hash })).logs).channelId),
  )
  expect(new Set(ids).size).toBe(3)
})

test('only a transaction with an expiring nonce opens a channel', async () => {
  const account = await payer()
  const serializedTransaction = await sign(account, openCall(10_000n), { nonceKey: 7n, gas: 1_500_000n })
  const { status } = await sendRawTransactionSync(client, {
    serializedTransaction,
    throwOnReceiptRevert: false,
  })
  expect(status).toBe('reverted')
})

test('the payer alone gets the deposit back when time has passed, and the clock can go back', async () => {
  const account = await payer()
  const { channel } = await open(account, 60_000n)
  const left = await balance(account.address)
  const terms = { account, channel, feeToken: pathUsd }
  await Actions.channel.requestCloseSync(client, terms)
  await expect(Actions.channel.withdrawSync(client, terms)).rejects.toThrow('reverted')
  await devnet.increaseTime(901)
  await Actions.channel.withdrawSync(client, terms)
  const spent = left + 60_000n - (await balance(account.address))
  expect(spent).toBeGreaterThan(0n)
  expect(spent).toBeLessThan(20_000n)
  await devnet.resetTime()
  await open(account, 10_000n)
})

test('a contract of the folder can be put on the chain', async () => {
  const address = await deploy(devnet.url, 'ChannelReserve')
  expect(address).not.toBe(Addresses.tip20ChannelReserve)
  const separator = await readContract(client, {
    abi: Abis.tip20ChannelReserve,
    address,
    functionName: 'domainSeparator',
  })
  expect(separator).toMatch(/^0x[0-9a-f]{64}$/)
})
