import { encodeAbiParameters, parseAbiParameters } from 'viem'
import type { ChainAccount } from '../../chain/Client.js'
import { fakeClient, remoteAccount, word } from '../../chain/testing/fakeClient.js'
import type { AuthorizeContext } from '../../methods/Method.js'
import { createMemoryStore } from '../../stores/MemoryStore.js'
import type { X402Options } from '../Exact.js'
import { x402 } from '../index.js'
import { challengeOf, entry } from './asks.js'

/** What the chain says of a token and of an account. */
export type Facts = {
  balance: bigint
  allowance: bigint
  name: string
  decimals: bigint
  /** Whether the token knows EIP-3009. */
  signs: boolean
  /** Whether there is a Permit2. */
  permit2: boolean
  /** Whether whatever was signed has been used. */
  used: boolean
  /** Of the latest block, in Unix seconds. */
  time: number
}

/** A client of Base that answers from a few facts, for what no real chain does on demand. */
export function fakeToken({
  account = remoteAccount,
  answers = {},
  ...given
}: Partial<Facts> & { account?: ChainAccount | undefined; answers?: object } = {}) {
  const facts: Facts = {
    ...{ balance: 1_000_000_000n, allowance: 0n, name: 'USD Coin', decimals: 6n, signs: true, used: false },
    ...{ permit2: true, time: 1_800_000_000 },
    ...given,
  }
  const text = (value: string) => encodeAbiParameters(parseAbiParameters('string'), [value])
  const contract: { [selector: string]: () => unknown } = {
    '0x70a08231': () => word(facts.balance),
    '0xdd62ed3e': () => word(facts.allowance),
    '0xe94a0102': () => (facts.signs ? word(facts.used ? 1n : 0n) : new Error('execution reverted')),
    '0x4fe02b44': () => (facts.permit2 ? (facts.used ? `0x${'ff'.repeat(32)}` : word(0n)) : '0x'),
    '0x06fdde03': () => text(facts.name),
    '0x54fd4d50': () => text('2'),
    '0x95d89b41': () => text('EURX'),
    '0x313ce567': () => word(facts.decimals),
  }
  const client = fakeClient(account, {
    eth_chainId: '0x2105',
    eth_getBalance: '0x0',
    eth_getBlockByNumber: () => ({ number: '0x1000', timestamp: `0x${facts.time.toString(16)}` }),
    eth_call([{ data }]: [{ data: string }]) {
      const answer = contract[data.slice(0, 10)]?.() ?? '0x'
      if (answer instanceof Error) throw answer
      return answer
    },
    ...answers,
  })
  return { client, facts, prompts: () => client.log.filter((method) => /send|sign/i.test(method)) }
}

/** What differs from the usual. */
export type Given = Partial<Facts> & {
  account?: ChainAccount
  answers?: object
  options?: Partial<X402Options>
}

/** A method on a chain of facts, and how it takes an entry. */
export async function ready(asked: Response, { options, ...given }: Given = {}) {
  const chain = fakeToken(given)
  const method = x402({ client: chain.client, ...options })
  const challenge = await challengeOf(asked)
  const request = method.read(challenge)
  const context: AuthorizeContext = {
    challenge,
    now: Date.now,
    store: createMemoryStore(),
    idempotencyKey: 'attempt',
  }
  return { ...chain, method, challenge, request, context }
}

/** An entry that is paid through Permit2. */
export const permit2 = entry({}, { assetTransferMethod: 'permit2' })
