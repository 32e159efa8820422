import { chainId, type Devnet, devAccount, devAccounts, pathUsd, startDevnet } from '@payerkit/devnet'
import { type Address, createClient, createWalletClient, custom, http, type LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import type { ChainClient } from '../../../chain/Client.js'
import * as Challenge from '../../../protocol/Challenge.js'
import * as Credential from '../../../protocol/Credential.js'
import * as Problem from '../../../protocol/Problem.js'
import type { Authorization } from '../../Method.js'
import { type ChargePayload, type TempoOptions, tempo } from '../Charge.js'
import { contextOf } from './fakeClient.js'
import { type Merchant, startMerchant } from './startMerchant.js'
import type { Wallet } from './wallets.js'

// A chain and a shop for the tests of one file, and what such tests do over and over.

/** Far above what any of it takes: only what hangs ends here. */
export const timeout = 60_000

/** One of the accounts that the chain starts with. */
export const dev = devAccount

const recipient = devAccounts.merchant()
export const sponsor = devAccounts.sponsor()
export const partner = privateKeyToAccount(generatePrivateKey()).address

export const live = {} as { chain: Devnet; shop: Merchant }
const paths = new WeakMap<Challenge.Challenge, string>()

/** Starts the chain and the shop for the tests of a file. */
export function useLiveShop(): void {
  beforeAll(async () => {
    // mppx prints every refusal.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    live.chain = await startDevnet()
    live.shop = await startMerchant({ chainUrl: live.chain.url, recipient, sponsor, partner })
  }, timeout)
  afterAll(async () => {
    live.shop.stop()
    await live.chain.stop()
  })
}

/** A new account with so many of pathUSD's smallest parts. */
export async function fund(units: bigint): Promise<LocalAccount> {
  const account = privateKeyToAccount(generatePrivateKey())
  await live.chain.fund(account.address, units)
  return account
}

export async function balance(of: Address): Promise<bigint> {
  const data = `0x70a08231${of.slice(2).padStart(64, '0')}`
  return BigInt((await live.chain.rpc('eth_call', [{ to: pathUsd, data }, 'latest'])) as string)
}

/** A client whose account has its key in the page. */
export const local = (account: LocalAccount): ChainClient =>
  createClient({ account, transport: http(live.chain.url, { retryCount: 0 }) })

/** A client whose account a wallet holds. */
export const remote = (account: Address, wallet: Wallet): ChainClient =>
  createWalletClient({ account, transport: custom(wallet) })

/** What the shop asks for on a path. */
export async function challengeFor(path: string): Promise<Challenge.Challenge> {
  const response = await fetch(live.shop.url + path)
  expect(response.status).toBe(402)
  const [challenge] = Challenge.parse(response.headers).challenges
  if (!challenge) throw new Error('The shop asks for nothing.')
  paths.set(challenge, path)
  return challenge
}

/** Presents an authorization to the shop. */
export async function send(challenge: Challenge.Challenge, { payload, source }: Authorization) {
  const authorization = Credential.serialize({ challenge, payload, source })
  const response = await fetch(live.shop.url + paths.get(challenge), { headers: { authorization } })
  const problem = response.ok ? undefined : Problem.parse(await response.text())
  return { status: response.status, problem: problem && Problem.typeOf(problem), detail: problem?.detail }
}

/** Asks, authorizes and presents. */
export async function pay(options: TempoOptions, path: string) {
  const method = tempo(options)
  const challenge = await challengeFor(path)
  const request = method.read(challenge)
  const authorization = await method.authorize(request, contextOf(challenge))
  return { method, request, challenge, authorization, ...(await send(challenge, authorization)) }
}

/** Pays and looks at every balance: the amount is 10,000, of which a split leaves the shop 7,000. */
export async function expectPaid(
  options: TempoOptions & { account: Address },
  path: string,
  payload: ChargePayload['type'],
) {
  const { account, ...rest } = options
  const read = async () =>
    [await balance(recipient.address), await balance(partner), await balance(account)] as const
  const before = await read()
  const { status, detail, authorization } = await pay(rest, path)
  expect([status, detail]).toEqual([200, undefined])
  expect(authorization).toMatchObject({
    payload: { type: payload },
    moves: payload === 'hash' ? 'before' : 'after',
    source: `did:pkh:eip155:${chainId}:${account}`,
  })
  const after = await read()
  const toPartner = path.includes('split') ? 3_000n : 0n
  expect(after[0] - before[0]).toBe(10_000n - toPartner)
  expect(after[1] - before[1]).toBe(toPartner)
  const spent = before[2] - after[2]
  if (path.includes('sponsored')) expect(spent).toBe(10_000n)
  else expect(spent).toBe(10_000n + (await feeOfLatest(account)))
}

/** What the chain's fee manager took of an account in the last block with anything of it. */
async function feeOfLatest(account: Address): Promise<bigint> {
  const topic = (address: string) => `0x${address.slice(2).toLowerCase().padStart(64, '0')}`
  const transfer = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
  const logs = (await live.chain.rpc('eth_getLogs', [
    {
      address: pathUsd,
      fromBlock: 'earliest',
      topics: [transfer, topic(account), topic('0xfeec000000000000000000000000000000000000')],
    },
  ])) as { data: string }[]
  return BigInt(logs.at(-1)?.data ?? 0)
}
