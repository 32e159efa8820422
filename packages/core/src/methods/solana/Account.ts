import { getPublicKeyAsync, signAsync } from '@noble/ed25519'
import { CancelledError, guard, WalletError } from '../../chain/Rpc.js'
import { BaseError } from '../../Errors.js'
import { subtle } from '../../signers/Subtle.js'
import * as Address from './Address.js'
import * as Base58 from './Base58.js'
import { concat, equal, LayoutError } from './Bytes.js'
import * as Network from './Network.js'
import * as Transaction from './Transaction.js'

/** Who pays: a key in the page, or a wallet's account. Nothing is asked of it before it has to sign. */
export type SolanaAccount = {
  readonly address: Address.Address
  /** Whether it signs without asking anybody. */
  readonly kind: 'local' | 'wallet'
  /** The networks that it can be used on. Default: all. */
  readonly networks?: readonly Network.Network[] | undefined
  /** Signs a transaction, and gives it back with this account's signature in it. */
  signTransaction?(transaction: Uint8Array, network?: Network.Network): Promise<Uint8Array>
  /** Signs a transaction and sends it. Gives its signature, base58. */
  signAndSend?(transaction: Uint8Array, network?: Network.Network): Promise<string>
  /** Signs any bytes, into 64 bytes. */
  signMessage?(message: Uint8Array): Promise<Uint8Array>
}

/** An account, or what finds the one that pays; `undefined` while there is none. */
export type AccountSource =
  | SolanaAccount
  | (() => SolanaAccount | undefined | Promise<SolanaAccount | undefined>)

/** The account that pays now, if there is one. */
export async function find(source: AccountSource): Promise<SolanaAccount | undefined> {
  return typeof source === 'function' ? source() : source
}

/** The DID of an account (did:pkh, CAIP-10). */
export function toDid(address: Address.Address, network: Network.Network): string {
  return `did:pkh:solana:${Network.genesis[network]?.slice(0, 32) ?? network}:${address}`
}

// What comes before the 32 bytes of a secret in PKCS #8 (RFC 8410).
const pkcs8 = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32]

/**
 * An account over a key in the page. It signs without asking anybody: for tests, servers, and keys with little on them.
 *
 * @param secret The seed (32 bytes), the seed and the address (64 bytes, as command line tools keep it), or the
 * browser's own Ed25519 keys.
 *
 * @example
 * ```ts
 * const account = await keypairAccount(crypto.getRandomValues(new Uint8Array(32)))
 * ```
 *
 * @throws {@link KeyError} when it is none of these.
 */
export async function keypairAccount(secret: Uint8Array | CryptoKeyPair): Promise<SolanaAccount> {
  const { publicKey, sign } = await read(secret)
  const address = Base58.encode(publicKey)
  return {
    address,
    kind: 'local',
    async signTransaction(transaction) {
      const { bytes, signatures } = Transaction.parse(transaction)
      if (!signatures.has(address)) throw new LayoutError('it does not need this signature')
      return Transaction.serialize(bytes, new Map([...signatures, [address, await sign(bytes)]]))
    },
    signMessage: sign,
  }
}

type Sign = (bytes: Uint8Array) => Promise<Uint8Array>

async function read(secret: Uint8Array | CryptoKeyPair): Promise<{ publicKey: Uint8Array; sign: Sign }> {
  if (!(secret instanceof Uint8Array)) {
    const publicKey = await subtle().exportKey('raw', secret.publicKey)
    return { publicKey: new Uint8Array(publicKey), sign: signBy(secret.privateKey) }
  }
  if (secret.length !== 32 && secret.length !== 64) throw new KeyError()
  const seed = secret.slice(0, 32)
  const publicKey = await getPublicKeyAsync(seed)
  if (secret.length === 64 && !equal(publicKey, secret.subarray(32))) throw new KeyError()
  try {
    const key = await subtle().importKey('pkcs8', concat(pkcs8, seed), 'Ed25519', false, ['sign'])
    // The browser has the only copy from here on.
    seed.fill(0)
    return { publicKey, sign: signBy(key) }
  } catch {
    // A browser that does not know the curve.
    return { publicKey, sign: (bytes) => signAsync(bytes, seed) }
  }
}

function signBy(key: CryptoKey): Sign {
  return async (bytes) => new Uint8Array(await subtle().sign('Ed25519', key, Uint8Array.from(bytes)))
}

/** A wallet of the Wallet Standard, as far as it is used: `Wallet` of `@wallet-standard/base` is one. */
export type StandardWallet = { readonly features: { readonly [name: string]: unknown } }

/** An account of such a wallet. */
export type StandardAccount = {
  readonly address: string
  readonly chains: readonly string[]
  readonly features: readonly string[]
}

/**
 * An account of a wallet that keeps to the Wallet Standard, such as those that `getWallets()` of `@wallet-standard/app`
 * finds.
 *
 * @example
 * ```ts
 * const account = walletAccount(wallet, wallet.accounts[0])
 * const payer = createPayer({ methods: [solana({ account, rpc })] })
 * ```
 *
 * Its functions throw an error of code `cancelled` when the person said no, `wallet_unsupported` or `wallet_failed`.
 *
 * @throws {@link Address.InvalidError} when the account is not one of Solana.
 */
export function walletAccount(wallet: StandardWallet, account: StandardAccount): SolanaAccount {
  const address = Address.check(account.address)
  const networks = account.chains.flatMap((chain) => Network.from(chain) ?? [])
  const has = (name: string) => {
    const { supportedTransactionVersions: versions } = (wallet.features[name] ?? {}) as Versions
    // What is signed is of version 0, which some wallets do not know.
    return account.features.includes(name) && name in wallet.features && (versions?.includes(0) ?? true)
  }
  const ask = async (name: Feature, input: object, field: 'signedTransaction' | 'signature') => {
    const feature = `solana:${name}`
    const found = wallet.features[feature] as Functions
    const [output] = await prompt(feature, () => found[name]({ account, ...input }))
    const bytes = output?.[field]
    // It has answered, so that it may have done what it was asked.
    if (!(bytes instanceof Uint8Array)) throw new WalletError(new TypeError(`no ${field}`), false)
    return bytes
  }
  const chainOf = (network: Network.Network = 'mainnet') => ({ chain: `solana:${network}` })
  return {
    address,
    kind: 'wallet',
    networks,
    ...(has('solana:signTransaction') && {
      signTransaction: (transaction, network) =>
        ask('signTransaction', { transaction, ...chainOf(network) }, 'signedTransaction'),
    }),
    ...(has('solana:signAndSendTransaction') && {
      signAndSend: async (transaction, network) =>
        Base58.encode(await ask('signAndSendTransaction', { transaction, ...chainOf(network) }, 'signature')),
    }),
    ...(has('solana:signMessage') && {
      signMessage: (message) => ask('signMessage', { message }, 'signature'),
    }),
  }
}

type Feature = 'signTransaction' | 'signAndSendTransaction' | 'signMessage'
type Versions = { readonly supportedTransactionVersions?: readonly unknown[] }
/** The functions of a feature, as far as they are used. */
type Functions = {
  readonly [name in Feature]: (
    input: object,
  ) => Promise<readonly { readonly signedTransaction?: unknown; readonly signature?: unknown }[]>
}

// How wallets say that a person said no, beside the code 4001.
const no =
  /\b(?:user|you) (?:has |have )?(?:reject|den|declin|cancel)|\b(?:approval|request|signature|signing) (?:was )?(?:reject|den|declin|cancel)|^(?:transaction )?cancell?ed/i

async function prompt<result>(what: string, run: () => Promise<result>): Promise<result> {
  try {
    return await guard(what, run)
  } catch (error) {
    if (error instanceof WalletError && no.test(error.details ?? '')) throw new CancelledError()
    throw error
  }
}

/** Thrown when a secret is no Ed25519 key, or its two halves do not belong together. */
export class KeyError extends BaseError {
  override readonly name = 'Account.KeyError'
  constructor() {
    super('solana_key_invalid', 'This is no key of a Solana account: 32 bytes, or 64 with its address.')
  }
}
