import { concatBytes } from '@noble/hashes/utils.js'
import type { ChainAccount } from '../../../chain/Client.js'
import * as Hex from '../../../chain/Hex.js'
import { UnsupportedError } from '../../../chain/Rpc.js'
import * as Signature from '../../../chain/Signature.js'
import type { Signer } from '../../../signers/Signer.js'

/** The address of a key. */
export function addressOf({ type, publicKey }: Signer): Hex.Hex {
  if (type === 'ed25519') throw new UnsupportedError('keys of Ed25519')
  return Signature.addressOf(publicKey)
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
      const signature = Signature.toEthereum(await signer.sign(Hex.toBytes(digest)))
      return Hex.fromBytes(concatBytes(Uint8Array.of(4), account, signature))
    },
  }
}
