import type { ChainClient } from '../../../chain/Client.js'
import * as Hex from '../../../chain/Hex.js'
import { CancelledError, prompt, receiptOf, UnsupportedError, WalletError } from '../../../chain/Rpc.js'
import { until } from '../../../chain/Wait.js'
import { BaseError } from '../../../Errors.js'
import * as JsonObject from '../../../protocol/JsonObject.js'
import type { Keyring, Signer } from '../../../signers/Signer.js'
import type { Store } from '../../../stores/Store.js'
import * as Keychain from './Keychain.js'
import { addressOf } from './SessionSigner.js'

/** A key that may sign for an account, as it is kept. Written down before the wallet is asked for it. */
export type Grant = {
  readonly keyId: string
  readonly chainId: number
  readonly payer: Hex.Hex
  /** The key's own address. */
  readonly key: Hex.Hex
  /** The only channels it is for, as a route of theirs. */
  readonly route: string
  readonly restrictions: Keychain.Restrictions
  /** The channel whose vouchers it signs, and when, in Unix seconds, that can be opened no more unless it is. */
  readonly opened?: { readonly id: Hex.Hex; readonly endsAt: number } | undefined
}

/** What is needed of a key. */
export type Need = {
  readonly client: ChainClient
  readonly chainId: number
  readonly payer: Hex.Hex
  readonly route: string
  readonly token: Hex.Hex
  /** What is spent of the token at once, fees included. */
  readonly amount: bigint
  /** What a new key is allowed. */
  readonly restrictions: Keychain.Restrictions
  /** Whether a key that was used for a channel can be used for another. */
  isFree(opened: NonNullable<Grant['opened']>): Promise<boolean>
}

export type Context = {
  readonly store: Store
  readonly keys: Keyring
  readonly now: () => number
  readonly signal?: AbortSignal | undefined
}

/** A key that may sign, with what is kept of it. */
export type Granted = { readonly grant: Grant; readonly signer: Signer }

// How long a sent transaction may take to show up.
const patience = 120_000
// What a key must have left of its time to be worth using.
const margin = 300

/**
 * A key that can pay what is needed: one that the account allows already, or a new one, for which the wallet is asked
 * once. What the wallet was asked for and may have done since is found out on the chain, and never asked for twice.
 */
export async function obtain(need: Need, context: Context): Promise<Granted> {
  let asked: Granted | undefined
  for (const [name, grant] of await list(need, context)) {
    const signer = await context.keys.load(grant.keyId)
    if (!signer || grant.restrictions.expiry < seconds(context) + margin) {
      await context.store.delete(name)
      continue
    }
    if (grant.opened && !(await need.isFree(grant.opened))) continue
    const { status, remaining } = await readKey(grant, need, context)
    if (status === 'valid' && remaining >= need.amount) return { grant, signer }
    if (status === 'dead') await forget(grant, context)
    if (status === 'absent' && covers(grant, need)) asked = { grant, signer }
  }
  const granted = asked ?? (await create(need, context))
  await authorize(granted, need, context)
  return granted
}

/** Writes down which channel a key is for. */
export async function use({ grant }: Granted, opened: Grant['opened'], { store }: Context): Promise<void> {
  await store.set(nameOf(grant), { ...grant, opened })
}

async function list(need: Need, { store }: Context): Promise<[string, Grant][]> {
  const entries = await store.list(`tempo/access-key/${need.chainId}/${need.payer}/`)
  return entries.flatMap(([name, value]) => {
    const grant = JsonObject.is(value) ? (value as Partial<Grant>) : {}
    return grant.route === need.route && grant.keyId && grant.key && grant.restrictions
      ? [[name, grant as Grant] as [string, Grant]]
      : []
  })
}

async function create(need: Need, { store, keys }: Context): Promise<Granted> {
  const { id: keyId, signer } = await keys.create('secp256k1')
  const { chainId, payer, route, restrictions } = need
  const grant = { keyId, chainId, payer, key: addressOf(signer), route, restrictions }
  await store.set(nameOf(grant), grant)
  return { grant, signer }
}

/** Has the wallet allow the key, in one ordinary transaction, and waits until the chain has it. */
async function authorize({ grant, signer }: Granted, need: Need, context: Context): Promise<void> {
  const { client, chainId, payer } = need
  const { to, data } = Keychain.authorizeKey(grant.key, signer.type, grant.restrictions)
  const transaction = { from: payer, to, data, chainId: Hex.fromNumber(chainId) }
  const isValid = async () => (await readKey(grant, need, context)).status === 'valid'
  let hash: unknown
  let lost: unknown
  try {
    hash = await prompt(client, 'eth_sendTransaction', transaction)
  } catch (error) {
    // A page that is gone may have asked before; what it asked for is refused once it is there.
    const isThere = error instanceof WalletError && (await isValid().catch(() => false))
    if (isThere) return
    const isCertain =
      error instanceof CancelledError ||
      error instanceof UnsupportedError ||
      (error instanceof WalletError && error.harmless)
    if (isCertain) await forget(grant, context)
    if (isCertain) throw error
    // The wallet may have sent it before its answer was lost.
    lost = error
  }
  const look = async () => {
    if (await isValid()) return 'valid'
    return Hex.is(hash, 32) && (await receiptOf(client, hash)) === 'failed' ? 'failed' : undefined
  }
  const { signal } = context
  const seen = await until(look, { patience: lost ? 10_000 : patience, signal })
  if (seen === 'valid') return
  if (signal?.aborted) throw new CancelledError()
  if (seen === 'failed') await forget(grant, context)
  throw lost ?? new UnauthorizedError(seen === 'failed')
}

function readKey({ key }: Grant, { client, payer, token }: Need, context: Context) {
  return Keychain.readKey(client, { payer, key, token, time: seconds(context) })
}

/** Whether what the wallet was asked for is enough for what is needed now. */
function covers({ restrictions }: Grant, { token, amount }: Need): boolean {
  return restrictions.limits.some((limit) => limit.token === token && limit.amount >= amount)
}

async function forget(grant: Grant, { store, keys }: Context): Promise<void> {
  await store.delete(nameOf(grant))
  // A key that opened a channel still signs that channel's vouchers.
  if (!grant.opened) await keys.remove(grant.keyId)
}

function nameOf({ chainId, payer, key }: Grant): string {
  return `tempo/access-key/${chainId}/${payer}/${key}`
}

function seconds({ now }: Context): number {
  return Math.floor(now() / 1000)
}

/** Thrown when the wallet agreed to let a key of this page pay, and the chain does not have it. */
export class UnauthorizedError extends BaseError {
  override readonly name = 'Grant.UnauthorizedError'
  constructor(failed: boolean) {
    super(
      'tempo_key_unauthorized',
      failed
        ? 'The network refused to let this page pay from the wallet. Nothing was paid.'
        : 'The network does not show yet that this page may pay from the wallet. Nothing was paid.',
      { metaMessages: failed ? [] : ['Try again in a moment: the wallet will not be asked again.'] },
    )
  }
}
