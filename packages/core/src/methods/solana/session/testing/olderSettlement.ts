import * as Address from '../../Address.js'
import * as Base58 from '../../Base58.js'
import { concat, littleEndian } from '../../Bytes.js'
import type { Instruction } from '../../Message.js'
import { accountOf, legacy, mint } from './bank.js'
import { treasury } from './channelProgram.js'
import type { Highest } from './settlement.js'

export type OlderSplit = { readonly recipient: string; readonly bps: number }

/** Who else is paid, as the opening commits to it and `distribute` reveals it. */
export const preimage = (splits: readonly OlderSplit[]) =>
  concat(
    littleEndian(BigInt(splits.length), 4),
    ...splits.flatMap(({ recipient, bps }) => [Address.toBytes(recipient), littleEndian(BigInt(bps), 2)]),
  )

type Kept = {
  readonly payer: string
  readonly authorizedSigner: string
  readonly splits: readonly OlderSplit[]
  highest?: Highest
}

/** What closes a channel of the older program: the voucher's proof where there is one, `settleAndFinalize`, `distribute`. */
export function olderSettlement(operator: string, id: string, kept: Kept): Instruction[] {
  const { authorizedSigner, highest, payer, splits } = kept
  const message = concat(
    Address.toBytes(id),
    littleEndian(highest?.cumulative ?? 0n, 8),
    littleEndian(highest?.expiresAt ?? 0n, 8),
  )
  const proof = {
    program: 'Ed25519SigVerify111111111111111111111111111',
    accounts: [],
    data: concat(
      [1, 0, 48, 0, 255, 255, 16, 0, 255, 255, 112, 0, 48, 0, 255, 255],
      Address.toBytes(authorizedSigner),
      Base58.decode(highest?.signature ?? '1'.repeat(64)),
      message,
    ),
  }
  const seal = {
    program: legacy,
    accounts: [
      { address: operator, signer: true },
      { address: id, writable: true },
      { address: 'Sysvar1nstructions1111111111111111111111111' },
    ],
    data: concat([4], message, [highest ? 1 : 0]),
  }
  const owners = [id, payer, operator, treasury]
  const writable = [id, payer, ...owners.map(accountOf)]
  const others = splits.map(({ recipient }) => ({ address: accountOf(recipient), writable: true }))
  const distribute = {
    program: legacy,
    accounts: [
      ...writable.map((address) => ({ address, writable: true })),
      { address: mint },
      { address: Address.TOKEN },
      ...others,
    ],
    data: concat([7], preimage(splits)),
  }
  return [...(highest ? [proof] : []), seal, distribute]
}
