import * as Abi from '../../../chain/Abi.js'
import type { ChainClient } from '../../../chain/Client.js'
import type * as Hex from '../../../chain/Hex.js'
import { ask, head, UnreachableError } from '../../../chain/Rpc.js'
import type { Call } from '../TempoTransaction.js'

// A seller's key as the chain knows it: Tempo keeps there which keys may act for an account, and how much they may spend.

/** Where Tempo keeps them. */
const keychain: Hex.Hex = '0xaaaaaaaa00000000000000000000000000000000'

/** Whose key it is, and what it spends. */
export type KeyPlace = { readonly payer: Hex.Hex; readonly key: Hex.Hex; readonly token: Hex.Hex }

/** What the chain says of a key. */
export type KeyState = {
  /** `absent`: nobody has set it up, and whoever holds a signed authorization still can. */
  readonly status: 'absent' | 'valid' | 'revoked' | 'expired'
  /** What it may still spend in this period. */
  readonly remaining: bigint
  /** When the next period begins, in Unix seconds. */
  readonly periodEnd: number
  /** The chain's clock, in Unix seconds. */
  readonly time: number
}

/** Asks the chain for a key of an account. */
export async function readKey(client: ChainClient, { payer, key, token }: KeyPlace): Promise<KeyState> {
  const call = (data: Hex.Hex) => ask(client, 'eth_call', { to: keychain, data }, 'latest')
  const [info, limit, { timestamp }] = await Promise.all([
    call(`0xbc298553${Abi.words(payer, key)}`),
    call(`0xa7f72cab${Abi.words(payer, key, token)}`),
    head(client),
  ])
  const [, id, expiry = 0n, , revoked] = Abi.numbers(info, 5) ?? []
  const [remaining, periodEnd] = Abi.numbers(limit, 2) ?? []
  if (id === undefined || remaining === undefined || periodEnd === undefined) throw new UnreachableError()
  const status = revoked ? 'revoked' : id === 0n ? 'absent' : expiry <= timestamp ? 'expired' : 'valid'
  return { status, remaining, periodEnd: Number(periodEnd), time: Number(timestamp) }
}

/** The call by which an account takes from a key what it was allowed, for good. */
export function revokeKey(key: Hex.Hex): Call {
  return { to: keychain, data: `0x5ae7ab32${Abi.words(key)}` }
}
