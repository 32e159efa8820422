import * as Address from '../../Address.js'
import * as Base58 from '../../Base58.js'
import { concat, littleEndian } from '../../Bytes.js'
import type { Instruction } from '../../Message.js'
import { accountOf, program } from './bank.js'

/** The highest voucher that a server accepted. */
export type Highest = { cumulative: bigint; expiresAt: bigint; signature: string }

/** What closes a channel: the voucher's proof where it settles more, the seal, and the payout, in one transaction. */
export function settlement(
  operator: string,
  id: string,
  kept: { readonly payer: string; readonly authorizedSigner: string },
  last: Highest | undefined,
): Instruction[] {
  const proof = last && {
    program: 'Ed25519SigVerify111111111111111111111111111',
    accounts: [],
    data: concat(
      [1, 0, 48, 0, 255, 255, 16, 0, 255, 255, 112, 0, 50, 0, 255, 255],
      Address.toBytes(kept.authorizedSigner),
      Base58.decode(last.signature),
      [0x56, 0x01],
      Address.toBytes(id),
      littleEndian(last.cumulative, 8),
      littleEndian(last.expiresAt, 8),
    ),
  }
  const seal = {
    program,
    accounts: [
      { address: operator, signer: true },
      { address: id, writable: true },
    ],
    data: Uint8Array.of(4, proof ? 1 : 0),
  }
  const writable = [id, accountOf(id), accountOf(kept.payer), accountOf(operator)]
  const accounts = writable.map((address) => ({ address, writable: true }))
  return [...(proof ? [proof] : []), seal, { program, accounts, data: Uint8Array.of(7) }]
}
