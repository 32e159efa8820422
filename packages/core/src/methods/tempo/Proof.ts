import type { Connection } from '../../chain/Client.js'
import * as Hex from '../../chain/Hex.js'
import * as TypedData from '../../chain/TypedData.js'
import type { Challenge } from '../../protocol/Challenge.js'

/** Which proof is signed: what servers of today check (mppx 0.11), or what the draft says. */
export type ProofForm = 'deployed' | 'draft'

/**
 * What is signed for a charge of nothing (draft-tempo-charge-00, "Proof Payload").
 *
 * @example
 * ```ts
 * const typedData = Proof.typedData('draft', { account, chainId: 42431, challenge })
 * ```
 */
export function typedData(
  form: ProofForm,
  {
    account,
    chainId,
    challenge,
  }: { account: Hex.Hex; chainId: number; challenge: Pick<Challenge, 'id' | 'realm'> },
): TypedData.TypedData {
  const isDraft = form === 'draft'
  const text = (name: string) => ({ name, type: 'string' })
  return {
    domain: { name: 'MPP', version: isDraft ? '1' : '3', chainId },
    types: {
      Proof: isDraft
        ? [text('challengeId')]
        : [{ name: 'account', type: 'address' }, text('challengeId'), text('realm')],
    },
    primaryType: 'Proof',
    message: isDraft
      ? { challengeId: challenge.id }
      : { account: Hex.checksum(account), challengeId: challenge.id, realm: challenge.realm },
  }
}

/** Has the account sign the proof. */
export function sign(connection: Connection, form: ProofForm, challenge: Challenge): Promise<Hex.Hex> {
  const { account, chainId } = connection
  return TypedData.sign(connection, typedData(form, { account: account.address, chainId, challenge }))
}
