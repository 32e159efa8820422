/** A key that signs without asking anybody. */
export interface Signer {
  readonly type: 'secp256k1' | 'ed25519'
  /** The curve's point without a prefix, x then y (64 bytes); the 32 bytes of an Ed25519 key. */
  readonly publicKey: Uint8Array
  /**
   * Signs.
   *
   * - `secp256k1`: a 32-byte digest, into r, s and the recovery bit 0 or 1 (65 bytes), s in the lower half.
   * - `ed25519`: any bytes, into 64 bytes.
   */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** The keys that a page holds for its sessions. What it keeps is encrypted; a key is forgotten by `remove`. */
export interface Keyring {
  /** Makes a key, kept before it is handed out. */
  create(type?: Signer['type']): Promise<{ readonly id: string; readonly signer: Signer }>
  /** The key of an id, or `undefined` when it is not here any more. */
  load(id: string): Promise<Signer | undefined>
  remove(id: string): Promise<void>
}
