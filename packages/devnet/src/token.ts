import { type Address, encodeAbiParameters, type Hex, keccak256, pad, toHex } from 'viem'

/** The token of the development chain. */
export const pathUsd: Address = '0x20c0000000000000000000000000000000000000'

const allowances = 10n

/** Where a TIP-20 token keeps what an owner lets a spender move. */
export function allowanceSlot(owner: Address, spender: Address): Hex {
  return entry(spender, entry(owner, pad(toHex(allowances), { size: 32 })))
}

/** Solidity's place for a key of a mapping. */
function entry(key: Address, mapping: Hex): Hex {
  return keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [key, mapping]))
}
