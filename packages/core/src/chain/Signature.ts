import * as Hex from './Hex.js'

/** The address of a key, from its point (64 bytes); of secp256k1 and of P-256 it is made the same way. */
export function addressOf(publicKey: Uint8Array): Hex.Hex {
  return `0x${Hex.keccak(publicKey).slice(-40)}`
}

/** A signature of secp256k1 as contracts take it: r, s and 27 or 28, from one that ends in 0 or 1 or is such already. */
export function toEthereum(signature: Uint8Array): Uint8Array {
  const bytes = signature.slice()
  if ((bytes[64] ?? 0) < 2) bytes[64] = (bytes[64] ?? 0) + 27
  return bytes
}
