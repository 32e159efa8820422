import * as Abi from './Abi.js'
import type { ChainClient } from './Client.js'
import type * as Hex from './Hex.js'
import { ask } from './Rpc.js'
import { fields, type TypedData } from './TypedData.js'

// Transfers by signature for every token, through a contract that was approved to take it.

/** A contract that the application trusts, on one chain. */
export type Contract = { readonly chainId: number; readonly address: Hex.Hex }

/** Where Permit2 is on most chains. */
export const canonical: Hex.Hex = '0x000000000022d473030f116ddee9f6b43ac78ba3'

/** Whether a contract is Permit2. Whoever is approved as such can take all that is approved. */
export function isKnown(address: Hex.Hex, chainId: number, listed: readonly Contract[] = []): boolean {
  return address === canonical || isListed(listed, chainId, address)
}

/** Whether a contract is among those that the application lists. */
export function isListed(contracts: readonly Contract[], chainId: number, address: Hex.Hex): boolean {
  return contracts.some((known) => known.chainId === chainId && known.address.toLowerCase() === address)
}

/** How much of a token may be taken at most. */
export type Permission = { readonly token: Hex.Hex; readonly amount: string }

/** What the owner of tokens permits, once. */
export type Permit = {
  /** One transfer, or several that succeed or fail together. */
  readonly permitted: Permission | readonly Permission[]
  /** Who may use it. To whom the tokens go is theirs to say. */
  readonly spender: Hex.Hex
  readonly nonce: string
  /** Unix seconds. */
  readonly deadline: string
}

/** What is signed besides, for whoever checks it off chain. */
export type Witness = {
  readonly type: string
  readonly fields: { name: string; type: string }[]
  readonly value: { [name: string]: string }
}

/** What is signed for `permitWitnessTransferFrom`, in its form for one transfer or for several. */
export function typedData(
  { chainId, address: verifyingContract }: Contract,
  { permitted, ...permit }: Permit,
  witness: Witness,
): TypedData {
  const isBatch = Array.isArray(permitted)
  const primaryType = isBatch ? 'PermitBatchWitnessTransferFrom' : 'PermitWitnessTransferFrom'
  return {
    domain: { name: 'Permit2', chainId, verifyingContract },
    types: {
      [primaryType]: [
        ...fields(isBatch ? 'TokenPermissions[]' : 'TokenPermissions', 'permitted'),
        ...fields('address', 'spender'),
        ...fields('uint256', 'nonce', 'deadline'),
        ...fields(witness.type, 'witness'),
      ],
      TokenPermissions: [...fields('address', 'token'), ...fields('uint256', 'amount')],
      [witness.type]: witness.fields,
    },
    primaryType,
    message: { permitted, ...permit, witness: witness.value },
  }
}

/** Whether a nonce of an owner was used, as of a block: `nonceBitmap(address,uint256)`; `undefined` where there is no Permit2. */
export async function isUsed(
  client: ChainClient,
  permit2: Hex.Hex,
  { owner, nonce }: { readonly owner: Hex.Hex; readonly nonce: bigint },
  block: Hex.Hex | 'latest' = 'latest',
): Promise<boolean | undefined> {
  const data = `0x4fe02b44${Abi.words(owner, nonce >> 8n)}`
  const [bits] = Abi.numbers(await ask(client, 'eth_call', { to: permit2, data }, block), 1) ?? []
  return bits === undefined ? undefined : ((bits >> (nonce & 255n)) & 1n) === 1n
}
