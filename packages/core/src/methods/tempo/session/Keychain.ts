import * as Abi from '../../../chain/Abi.js'
import type { ChainClient } from '../../../chain/Client.js'
import type * as Hex from '../../../chain/Hex.js'
import { ask, UnreachableError, UnsupportedError } from '../../../chain/Rpc.js'
import type { Signer } from '../../../signers/Signer.js'
import type { Call } from '../TempoTransaction.js'

/** Where Tempo keeps which keys may sign for an account. */
const keychain: Hex.Hex = '0xaaaaaaaa00000000000000000000000000000000'

/** What a key may do, enforced by the chain. */
export type Restrictions = {
  /** Unix seconds. */
  readonly expiry: number
  /** What it may spend of each token, fees included. */
  readonly limits: readonly Limit[]
  /** What it may call. */
  readonly scopes: readonly Scope[]
}

type Limit = { readonly token: Hex.Hex; readonly amount: bigint }

/** Functions of one contract. */
export type Scope = {
  readonly target: Hex.Hex
  /** All of them, where none is listed. */
  readonly selectors: readonly {
    readonly selector: Hex.Hex
    /** Whom it may name as its first parameter; anybody, where none is listed. */
    readonly recipients: readonly Hex.Hex[]
  }[]
}

/** The call by which an account lets a key sign for it. */
export function authorizeKey(key: Hex.Hex, type: Signer['type'], restrictions: Restrictions): Call {
  const { expiry, limits, scopes } = restrictions
  if (type !== 'secp256k1') throw new UnsupportedError(`keys of ${type}`)
  const limitWords = Abi.words(limits.length, ...limits.flatMap(({ token, amount }) => [token, amount, 0]))
  const scopeWords = array(
    scopes.map(({ target, selectors }) => {
      const rules = selectors.map(
        ({ selector, recipients }) =>
          // A bytes4 stands at the start of its word.
          selector.slice(2).padEnd(64, '0') + Abi.words(64, recipients.length, ...recipients),
      )
      return Abi.words(target, 64) + array(rules)
    }),
  )
  // (uint64 expiry, bool enforceLimits, limits, bool allowAnyCalls, scopes), the lists by where they start.
  const head = 5 * 32
  const config = Abi.words(expiry, 1, head, 0, head + limitWords.length / 2) + limitWords + scopeWords
  return { to: keychain, data: `0x980a6025${Abi.words(key, 0, 3 * 32)}${config}` }
}

/** A list of things of various lengths: where each starts, then each. */
function array(items: readonly string[]): string {
  let at = items.length * 32
  const starts = items.map((item) => {
    const start = at
    at += item.length / 2
    return start
  })
  return Abi.words(items.length, ...starts) + items.join('')
}

/** What the chain says of a key. */
export type KeyState = {
  readonly status: 'absent' | 'valid' | 'dead'
  /** What it may still spend of the token. */
  readonly remaining: bigint
}

/** Asks the chain for a key of an account. */
export async function readKey(
  client: ChainClient,
  { payer, key, token, time }: { payer: Hex.Hex; key: Hex.Hex; token: Hex.Hex; time: number },
): Promise<KeyState> {
  const call = (data: Hex.Hex) => ask(client, 'eth_call', { to: keychain, data }, 'latest')
  const [info, limit] = await Promise.all([
    call(`0xbc298553${Abi.words(payer, key)}`),
    call(`0xa7f72cab${Abi.words(payer, key, token)}`),
  ])
  const [, id, expiry = 0n, enforced, revoked] = Abi.numbers(info, 5) ?? []
  const [remaining] = Abi.numbers(limit, 2) ?? []
  if (id === undefined || remaining === undefined) throw new UnreachableError()
  if (revoked) return { status: 'dead', remaining: 0n }
  if (id === 0n) return { status: 'absent', remaining: 0n }
  const status = expiry <= BigInt(time) ? 'dead' : 'valid'
  return { status, remaining: enforced ? remaining : 2n ** 256n - 1n }
}

const approve = '0x095ea7b3'

/**
 * The scopes that let a key make such calls, to any amount: of a contract that is told to let somebody take tokens
 * these calls alone, and of all others every function, since each one listed makes the grant dearer by half.
 */
export function scopesOf(calls: readonly Call[]): Scope[] {
  const targets = [...new Set(calls.map(({ to }) => to))]
  return targets.map((target) => {
    const approvals = calls.filter(({ to, data }) => to === target && data.startsWith(approve))
    const recipients = [...new Set(approvals.map(firstAddress))]
    return { target, selectors: approvals.length > 0 ? [{ selector: approve, recipients }] : [] }
  })
}

function firstAddress({ data }: Call): Hex.Hex {
  return `0x${data.slice(10 + 24, 10 + 64)}`
}
