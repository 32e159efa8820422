import * as Base64Url from '../../../protocol/Base64Url.js'
import type { Challenge } from '../../../protocol/Challenge.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import type { StandardAccount, StandardWallet } from '../Account.js'
import * as Account from '../Account.js'
import * as Base58 from '../Base58.js'
import * as Transaction from '../Transaction.js'

// Challenges, contexts and a wallet of the Wallet Standard, for tests.

/** Whose seeds are one byte, 32 times. */
export const alice = 'AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9'
export const bob = '9hSR6S7WPtxmTojgo6GG3k4yDPecgJY292j7xrsUGWBu'
export const carol = 'GyGKxMyg1p9SsHfm15MkNUu1u9TN2JtTspcdmrtGUdse'
export const usdc = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'

/** The account of a seed of one byte, 32 times. */
export const accountOf = (byte: number) => Account.keypairAccount(new Uint8Array(32).fill(byte))

/** A challenge for a million lamports to bob, or what is changed of that. */
export function chargeChallenge(
  change: object = {},
  details: object = {},
  id = 'kM9xPqWvT2nJrHsY4aDfEb',
): Challenge {
  const request = { amount: '1000000', currency: 'sol', recipient: bob, methodDetails: details, ...change }
  return {
    id,
    realm: 'shop.test',
    method: 'solana',
    intent: 'charge',
    request: Base64Url.fromText(JSON.stringify(request)),
  }
}

/** What the payer tells a method. */
export function contextOf(challenge: Challenge, store = createMemoryStore()) {
  return { challenge, now: Date.now, store, idempotencyKey: 'one' }
}

type Signs = (transaction: Uint8Array) => Promise<Uint8Array>

/** A wallet of the Wallet Standard over a key, which may do its own to what it is asked to sign. */
export function createWallet(
  account: Account.SolanaAccount,
  options: {
    chains?: readonly `solana:${string}`[]
    features?: readonly ('signTransaction' | 'signAndSendTransaction' | 'signMessage')[]
    /** What it does before it signs; an error is its answer. */
    before?: (transaction: Uint8Array) => Uint8Array | Promise<Uint8Array>
    send?: (transaction: Uint8Array) => Promise<unknown>
  } = {},
): { wallet: StandardWallet; account: StandardAccount; asked: { chain?: string }[] } {
  const { chains = ['solana:localnet'], features = ['signTransaction', 'signMessage'], before } = options
  const asked: { chain?: string }[] = []
  const sign: Signs = async (transaction) =>
    (account.signTransaction as Signs)(before ? await before(transaction) : transaction)
  type Input = { transaction: Uint8Array; message: Uint8Array; chain?: string }
  const all = {
    signTransaction: async (input: Input) => {
      asked.push(input)
      return [{ signedTransaction: await sign(input.transaction) }]
    },
    signAndSendTransaction: async (input: Input) => {
      asked.push(input)
      const signed = await sign(input.transaction)
      await options.send?.(signed)
      const [first] = Transaction.parse(signed).signatures.values()
      return [{ signature: first }]
    },
    signMessage: async ({ message }: Input) => {
      const signature = await account.signMessage?.(message)
      return [{ signedMessage: message, signature }]
    },
  }
  return {
    asked,
    wallet: {
      features: Object.fromEntries(
        features.map((name) => [`solana:${name}`, { version: '1.0.0', [name]: all[name] }]),
      ),
    },
    account: {
      address: account.address,
      chains,
      features: features.map((name) => `solana:${name}`),
    },
  }
}

/** A random address that nobody has used. */
export const someone = () => Base58.encode(crypto.getRandomValues(new Uint8Array(32)))
