import type { Connection } from './Client.js'
import * as Hex from './Hex.js'
import { guard, prompt, UnsupportedError, WalletError } from './Rpc.js'
import { toEthereum } from './Signature.js'

/** Typed data (EIP-712) as viem's accounts and `eth_signTypedData_v4` take it. Numbers of a message are texts. */
export type TypedData = {
  domain: { name: string; version?: string; chainId: number; verifyingContract?: Hex.Hex }
  types: { [name: string]: { name: string; type: string }[] }
  primaryType: string
  message: { [name: string]: Field | readonly Field[] }
}

type Field = string | { readonly [name: string]: string }

/** Fields of one type, as the types of typed data list them. */
export function fields(type: string, ...names: readonly string[]): { name: string; type: string }[] {
  return names.map((name) => ({ name, type }))
}

/** The parts that a domain can have, in their order. */
const domainFields = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
]

/**
 * Has the account sign typed data. A wallet asks for it, an account in the page does not.
 *
 * @throws UnsupportedError when the account cannot, CancelledError when the person said no.
 */
export async function sign({ client, account }: Connection, data: TypedData): Promise<Hex.Hex> {
  let signature: unknown
  if (account.type === 'local') {
    const signTypedData = account.signTypedData?.bind(account)
    if (!signTypedData) throw new UnsupportedError('signing typed data')
    signature = await guard('signTypedData', () => signTypedData(data))
  } else {
    // What viem adds by itself has to be said to a wallet.
    const types = { EIP712Domain: domainFields.filter(({ name }) => name in data.domain), ...data.types }
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

/**
 * Has the account sign in 65 bytes, as those take it who find out the signer's address by it.
 *
 * @throws UnsupportedError when the account signs otherwise, as contract wallets do.
 */
export async function signByKey(connection: Connection, data: TypedData): Promise<Hex.Hex> {
  const signature = await sign(connection, data)
  if (!Hex.is(signature, 65)) throw new UnsupportedError('signatures of 65 bytes')
  return Hex.fromBytes(toEthereum(Hex.toBytes(signature)))
}
