import type { Challenge } from '../../protocol/Challenge.js'
import type { Connection } from './Client.js'
import * as Hex from './Hex.js'
import { guard, prompt, UnsupportedError, WalletError } from './Rpc.js'

/** Typed data (EIP-712) as viem's accounts and `eth_signTypedData_v4` take it. */
export type TypedData = {
  domain: { name: string; version: string; chainId: number }
  types: { [name: string]: { name: string; type: string }[] }
  primaryType: string
  message: { [name: string]: string }
}

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
): TypedData {
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
export async function sign(
  { client, account, chainId }: Connection,
  form: ProofForm,
  challenge: Challenge,
): Promise<Hex.Hex> {
  const data = typedData(form, { account: account.address, chainId, challenge })
  let signature: unknown
  if (account.type === 'local') {
    const signTypedData = account.signTypedData?.bind(account)
    if (!signTypedData) throw new UnsupportedError('signing typed data')
    signature = await guard('signTypedData', () => signTypedData(data))
  } else {
    const text = (name: string, type = 'string') => ({ name, type })
    // What viem adds by itself has to be said to a wallet.
    const types = { EIP712Domain: [text('name'), text('version'), text('chainId', 'uint256')], ...data.types }
    signature = await prompt(
      client,
      'eth_signTypedData_v4',
      account.address,
      JSON.stringify({ ...data, types }),
    )
  }
  if (!Hex.is(signature)) throw new WalletError(undefined, true)
  return signature
}
