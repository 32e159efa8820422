import * as Abi from './Abi.js'
import type { Connection } from './Client.js'
import type { Call } from './Escrow.js'
import type * as Hex from './Hex.js'
import { quantity } from './Rpc.js'

// What every token of an ordinary chain can do (ERC-20).

/** How much of a token the account has: `balanceOf(address)`. */
export function balanceOf({ client, account }: Connection, token: Hex.Hex): Promise<bigint> {
  const data = `0x70a08231${Abi.words(account.address)}`
  return quantity(client, 'eth_call', { to: token, data }, 'latest')
}

/** How much of the account's a contract may take: `allowance(address,address)`. */
export function allowance(
  { client, account }: Connection,
  token: Hex.Hex,
  spender: Hex.Hex,
): Promise<bigint> {
  const data = `0xdd62ed3e${Abi.words(account.address, spender)}`
  return quantity(client, 'eth_call', { to: token, data }, 'latest')
}

/** Lets a contract take an amount of a token, and no more: `approve(address,uint256)`. */
export function approve(token: Hex.Hex, spender: Hex.Hex, amount: bigint): Call {
  return { to: token, data: `0x095ea7b3${Abi.words(spender, amount)}` }
}

/** Pays somebody: `transfer(address,uint256)`. */
export function transfer(token: Hex.Hex, to: Hex.Hex, amount: bigint): Call {
  return { to: token, data: `0xa9059cbb${Abi.words(to, amount)}` }
}
