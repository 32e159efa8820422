import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Keyring, Signer } from '../../signers/Signer.js'
import type { Store } from '../../stores/Store.js'

// Keys that cost no time: where thousands of histories are run, what is signed is not looked at.

/** A keyring of signers that sign nothing. */
export function createKeyring(store: Store): Keyring {
  const signer = (id: string): Signer => ({
    type: 'secp256k1',
    publicKey: keccak_256(new TextEncoder().encode(id)),
    sign: () => new Uint8Array(65),
  })
  return {
    async create() {
      const made = Number(await store.get('testkeys')) || 0
      const id = String(made)
      await store.set('testkeys', made + 1)
      await store.set(`testkey/${id}`, true)
      return { id, signer: signer(id) }
    },
    load: async (id) => ((await store.get(`testkey/${id}`)) ? signer(id) : undefined),
    remove: (id) => store.delete(`testkey/${id}`),
  }
}
