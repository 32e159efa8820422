import type * as Address from './Address.js'
import { concat, LayoutError, length, Reader } from './Bytes.js'
import * as Message from './Message.js'

/** The longest transaction that the network carries, in bytes. */
const maxSize = 1232

/** A transaction that was read. */
export type Parsed = {
  /** One per signer, in their order; 64 zeros where somebody has not signed yet. */
  readonly signatures: ReadonlyMap<Address.Address, Uint8Array>
  /** The bytes that are signed. */
  readonly bytes: Uint8Array
  readonly message: Message.Parsed
}

/**
 * Writes a transaction: the signatures there are, zeros for the others, and the compiled message.
 *
 * @example
 * ```ts
 * const bytes = Message.compile(message)
 * Transaction.serialize(bytes, new Map([[payer, signature]]))
 * ```
 *
 * @throws {@link LayoutError} when it does not fit into 1232 bytes.
 */
export function serialize(
  message: Uint8Array,
  signatures: ReadonlyMap<Address.Address, Uint8Array> = new Map(),
): Uint8Array<ArrayBuffer> {
  const { signers } = Message.parse(message)
  const bytes = concat(
    length(signers.length),
    ...signers.map((signer) => signatures.get(signer) ?? new Uint8Array(64)),
    message,
  )
  if (bytes.length > maxSize) throw new LayoutError('it is larger than the network carries')
  return bytes
}

/**
 * Reads a transaction. Strict, as {@link Message.parse} is; a signature for each signer, and at most 1232 bytes.
 *
 * @throws {@link LayoutError} that says what is wrong.
 */
export function parse(transaction: Uint8Array): Parsed {
  if (transaction.length > maxSize) throw new LayoutError('it is larger than the network carries')
  const reader = new Reader(transaction)
  const count = reader.length()
  // Read before the message says who they are of; the size above bounds them.
  const signatures: Uint8Array[] = []
  for (let at = 0; at < count; at++) signatures.push(reader.take(64))
  const bytes = reader.rest()
  const message = Message.parse(bytes)
  if (message.signers.length !== count) throw new LayoutError('it has not one signature for each signer')
  return {
    signatures: new Map(message.signers.map((signer, at) => [signer, signatures[at] ?? new Uint8Array(64)])),
    bytes,
    message,
  }
}

/** The signature of a signer, if it has signed. */
export function signatureOf({ signatures }: Parsed, signer: Address.Address): Uint8Array | undefined {
  const signature = signatures.get(signer)
  return signature?.some((byte) => byte !== 0) ? signature : undefined
}
