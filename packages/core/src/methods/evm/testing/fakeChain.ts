import { encodeAbiParameters, parseAbiParameters } from 'viem'
import type { ChainAccount } from '../../../chain/Client.js'
import { fakeClient, hash, remoteAccount, word } from '../../../chain/testing/fakeClient.js'
import { createKeyring } from '../../../signers/Keyring.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import type { Store } from '../../../stores/Store.js'
import { channel, sessionChallenge } from './challenges.js'

// A chain that answers from a few numbers, for what no real chain does on demand.

const record = parseAbiParameters('address, address, address, address, uint128, uint128, uint64, bool')

export type Numbers = {
  balance: bigint
  allowance: bigint
  /** Of the channel, once it is there. */
  deposit: bigint
  finalized: boolean
  /** Whether the token knows EIP-3009. */
  signs: boolean
  /** Whether every nonce was used. */
  used: boolean
  /** Whether there is a Permit2. */
  permit2: boolean
}

/** A client of such a chain; whatever is sent is mined at once and changes nothing by itself, but for an approval. */
export function fakeChain({
  account = remoteAccount,
  answers = {},
  numbers = {},
}: {
  account?: ChainAccount
  answers?: { [method: string]: unknown }
  numbers?: Partial<Numbers>
} = {}) {
  const now: Numbers = {
    ...{ balance: 1_000_000n, allowance: 0n, deposit: 0n, finalized: false },
    ...{ signs: true, used: false, permit2: true },
    ...numbers,
  }
  const text = (value: string) => encodeAbiParameters(parseAbiParameters('string'), [value])
  const contract: { [selector: string]: () => unknown } = {
    '0x70a08231': () => word(now.balance),
    '0xdd62ed3e': () => word(now.allowance),
    '0x831c2b82': () => {
      if (now.deposit === 0n && !now.finalized) return `0x${'00'.repeat(256)}`
      const { payer, payee, token, authorizedSigner } = channel
      const parties = [payer, payee, token, authorizedSigner] as const
      return encodeAbiParameters(record, [...parties, now.deposit, 0n, 0n, now.finalized])
    },
    '0x956c8327': () => word(900n),
    '0xe94a0102': () => (now.signs ? word(now.used ? 1n : 0n) : new Error('execution reverted')),
    '0x4fe02b44': () => (now.permit2 ? word(now.used ? 2n ** 256n - 1n : 0n) : '0x'),
    '0x06fdde03': () => text('Test Dollar'),
    '0x54fd4d50': () => text('2'),
    '0x95d89b41': () => text('TUSD'),
    '0x313ce567': () => word(6n),
  }
  const client = fakeClient(account, {
    eth_call([{ data }]: [{ data: string }]) {
      const answer = contract[data.slice(0, 10)]?.() ?? '0x'
      if (answer instanceof Error) throw answer
      return answer
    },
    eth_getBalance: '0x1',
    eth_getCode: '0x',
    eth_sendTransaction([{ data }]: [{ data: string }]) {
      if (/^0x095ea7b3.{128}$/.test(data)) now.allowance = BigInt(`0x${data.slice(-64)}`)
      return hash
    },
    eth_getTransactionReceipt: { status: '0x1' },
    ...answers,
  })
  return { client, numbers: now, sent: () => client.log.filter((method) => /send|sign/i.test(method)) }
}

/** What a driver tells a scheme that opens. */
export function openContext(store: Store = createMemoryStore(), deposit = 5_000n) {
  return {
    challenge: sessionChallenge(),
    deposit,
    limit: 2n * deposit,
    now: Date.now,
    store,
    keys: createKeyring(store),
  }
}
