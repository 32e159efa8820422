import { concatBytes } from '@noble/hashes/utils.js'
import type { ChainAccount } from '../../../chain/Client.js'
import * as Hex from '../../../chain/Hex.js'
import { UnsupportedError } from '../../../chain/Rpc.js'
import * as Signature from '../../../chain/Signature.js'
import type { Signer } from '../../../signers/Signer.js'

/** The address of a key: of secp256k1 and of P-256 it is made the same way. */
export function addressOf({ type, publicKey }: Signer): Hex.Hex {
  if (type === 'ed25519') throw new UnsupportedError('keys of Ed25519')
  return Signature.addressOf(publicKey)
}

/**
 * A signature as Tempo reads it (TIP-1020): of secp256k1 r, s and 27 or 28; of P-256 its own envelope, which also
 * says that the message was hashed with SHA-256 once more.
 */
export function envelope({ type, publicKey }: Signer, signature: Uint8Array): Uint8Array {
  if (type === 'p256') return concatBytes(Uint8Array.of(1), signature, publicKey, Uint8Array.of(1))
  return Signature.toEthereum(signature)
}

/** A key of this page as an account that signs Tempo transactions for the one that let it. */
export function accessAccount(payer: Hex.Hex, signer: Signer): ChainAccount {
  return {
    address: payer,
    type: 'local',
    keyType: signer.type,
    accessKeyAddress: addressOf(signer),
    async sign({ hash }) {
      const account = Hex.toBytes(payer)
      // The account is part of what is signed, so that the signature is of no use for another.
      const digest = Hex.keccak(concatBytes(Uint8Array.of(4), Hex.toBytes(hash), account))
      const signature = envelope(signer, await signer.sign(Hex.toBytes(digest)))
      return Hex.fromBytes(concatBytes(Uint8Array.of(4), account, signature))
    },
  }
}
