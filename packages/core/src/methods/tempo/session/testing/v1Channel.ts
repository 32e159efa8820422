import { chainId, pathUsd } from '@payerkit/devnet'
import type { LocalAccount } from 'viem'
import type { ChainAccount } from '../../../../chain/Client.js'
import type { State } from '../../../../chain/Escrow.js'
import * as Hex from '../../../../chain/Hex.js'
import * as Signature from '../../../../chain/Signature.js'
import * as Challenge from '../../../../protocol/Challenge.js'
import * as Credential from '../../../../protocol/Credential.js'
import * as Problem from '../../../../protocol/Problem.js'
import * as Receipt from '../../../../protocol/Receipt.js'
import * as Secp256k1 from '../../../../signers/Secp256k1.js'
import * as Signing from '../../Signing.js'
import type { Call } from '../../TempoTransaction.js'
import { fund, live, local } from '../../testing/live.js'
import { escrowV1 } from '../EscrowV1.js'
import type { Channel } from '../Protocol.js'
import { addressOf } from '../SessionSigner.js'
import { price, type Voucher } from './v1Shop.js'

// A payer for tests that goes one step at a time, so that each step can be a wrong one.

/** What every payer has at first. */
export const funds = 1_000_000n

export type Wallet = {
  readonly payer: LocalAccount
  readonly channel: Channel
  readonly id: Hex.Hex
  /** A voucher of the channel's own key. */
  voucher(cumulative: bigint): Promise<Voucher>
  /** Signs one transaction of these calls. */
  sign(calls: Call[], sponsored?: boolean): Promise<Hex.Hex>
  /** Signs and sends it. */
  act(...calls: Call[]): Promise<void>
  /** What the chain says of the channel. */
  state(): Promise<State | undefined>
}

/** A payer with money, a voucher key, and a channel that is not open yet. */
export async function createWallet(escrow: Hex.Hex, payee: string): Promise<Wallet> {
  const payer = await fund(funds)
  const signer = Secp256k1.fromSecret(Secp256k1.randomSecret())
  const lower = (address: string) => address.toLowerCase() as Hex.Hex
  const channel: Channel = {
    protocol: 'v1',
    chainId,
    escrow,
    payer: lower(payer.address),
    payee: lower(payee),
    token: pathUsd,
    salt: Hex.fromBytes(crypto.getRandomValues(new Uint8Array(32))),
    authorizedSigner: addressOf(signer),
  }
  const id = escrowV1.channelId(channel)
  return {
    payer,
    channel,
    id,
    sign: (calls, sponsored) => sign(payer, calls, sponsored),
    act: (...calls) => act(payer, ...calls),
    async voucher(cumulative) {
      const signature = await signer.sign(escrowV1.voucher(channel, id, cumulative))
      const hex = Hex.fromBytes(Signature.toEthereum(signature))
      return { channelId: id, cumulativeAmount: cumulative, signature: hex }
    },
    async state() {
      const call = { to: escrow, data: escrowV1.stateData(id) }
      return escrowV1.readState(await live.chain.rpc('eth_call', [call, 'latest']))
    },
  }
}

async function sign(account: LocalAccount, calls: Call[], sponsored = false): Promise<Hex.Hex> {
  const plan = { client: local(account), account: account as ChainAccount, chainId, calls, sponsored }
  return (await Signing.sign({ ...plan, feeToken: pathUsd, now: Date.now })).raw
}

/** Has an account make some calls in one transaction. */
export async function act(account: LocalAccount, ...calls: Call[]): Promise<void> {
  const receipt = await live.chain.rpc('eth_sendRawTransactionSync', [await sign(account, calls)])
  if ((receipt as { status: string }).status !== '0x1') throw new Error('The transaction failed.')
}

export type Session = Wallet & {
  /** The answer to the credential that opened it. */
  readonly opened: Response
  /** Presents that credential once more. */
  reopen(): Promise<Response>
  /** Presents a voucher. */
  send(cumulative: bigint, init?: RequestInit): Promise<Response>
  close(cumulative: bigint): Promise<Response>
  /** The payload that adds to the channel. */
  topUp(amount: bigint): Promise<object>
  present(payload: object, init?: RequestInit): Promise<Response>
}

/** Opens a channel of a wallet at the shop. */
export async function open(
  wallet: Wallet,
  url: string,
  { deposit = 20n * price, cumulative = price, init = {} as RequestInit } = {},
): Promise<Session> {
  const sponsored = url.endsWith('/sponsored')
  const [challenge] = Challenge.parse((await fetch(url, { method: 'HEAD' })).headers).challenges
  if (!challenge) throw new Error('The shop asks for nothing.')
  const present = (payload: object, init: RequestInit = {}) => {
    const authorization = Credential.serialize({ challenge, payload })
    return fetch(url, { ...init, headers: { ...init.headers, authorization } })
  }
  const fields = async (cumulative: bigint) => {
    const { cumulativeAmount, ...rest } = await wallet.voucher(cumulative)
    return { ...rest, cumulativeAmount: String(cumulativeAmount) }
  }
  const payload = {
    action: 'open',
    type: 'transaction',
    transaction: await wallet.sign(escrowV1.open(wallet.channel, deposit), sponsored),
    authorizedSigner: wallet.channel.authorizedSigner,
    ...(await fields(cumulative)),
  }
  return {
    ...wallet,
    present,
    opened: await present(payload, init),
    reopen: () => present(payload, init),
    send: async (cumulative, init) => present({ action: 'voucher', ...(await fields(cumulative)) }, init),
    close: async (cumulative) => present({ action: 'close', ...(await fields(cumulative)) }),
    topUp: async (amount) => ({
      action: 'topUp',
      type: 'transaction',
      channelId: wallet.id,
      transaction: await wallet.sign(escrowV1.topUp(wallet.channel, wallet.id, amount), sponsored),
      additionalDeposit: String(amount),
    }),
  }
}

/** What an answer says, as far as tests look at it. */
export async function read(answer: Response | Promise<Response>) {
  const response = await answer
  const text = await response.text()
  const problem = response.ok ? undefined : Problem.parse(text)
  const header = response.headers.get('payment-receipt')
  const receipt = header === null ? undefined : Receipt.parse(header)
  return {
    status: response.status,
    ...(problem ? { problem: Problem.typeOf(problem), detail: problem.detail } : {}),
    ...(receipt ? { accepted: receipt.acceptedCumulative, spent: receipt.spent } : {}),
  }
}

/** What the chain's fee manager ever took of an account. */
export async function feesOf(account: string): Promise<bigint> {
  const topic = (address: string) => `0x${address.slice(2).toLowerCase().padStart(64, '0')}`
  const transfer = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
  const topics = [transfer, topic(account), topic('0xfeec000000000000000000000000000000000000')]
  const filter = { address: pathUsd, fromBlock: 'earliest', topics }
  const logs = (await live.chain.rpc('eth_getLogs', [filter])) as { data: string }[]
  return logs.reduce((sum, { data }) => sum + BigInt(data), 0n)
}
