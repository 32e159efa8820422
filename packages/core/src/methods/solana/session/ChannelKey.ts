import { getPublicKeyAsync, signAsync } from '@noble/ed25519'
import { InvalidIdentityError } from '../../../chain/Identity.js'
import { CancelledError, UnsupportedError } from '../../../chain/Rpc.js'
import type { Challenge } from '../../../protocol/Challenge.js'
import type { JsonObject } from '../../../protocol/JsonObject.js'
import * as Ed25519 from '../../../signers/Ed25519.js'
import type { Keyring, Signer } from '../../../signers/Signer.js'
import type { SolanaAccount } from '../Account.js'
import type * as Address from '../Address.js'
import * as Base58 from '../Base58.js'
import type { Channel } from './ChannelIdentity.js'
import * as ChannelProgram from './ChannelProgram.js'
import { fieldsOf } from './Payload.js'
import * as Proof from './Proof.js'
import * as SecretBytes from './SecretBytes.js'
import * as Voucher from './Voucher.js'

/** The key of one channel: of the keyring, and kept as long as the channel. */
type ChannelKey = {
  readonly keyId: string
  readonly signer: Signer
  /** Whose vouchers the channel takes. */
  readonly authorizedSigner: Address.Address
  /** The browser does not know Ed25519: the voucher key is made of the signer's secret bytes, in the page. */
  readonly derived?: true | undefined
  /** Has the payer sign who asks, where the server signs the vouchers. May prompt. */
  prove?(
    asker: Asker,
    channel: ChannelProgram.Seeds,
  ): Promise<{ readonly proof: Proof.Proof; readonly authentication: JsonObject }>
}

/** Who opens a channel, and what for. */
type Asker = {
  readonly account: SolanaAccount
  readonly challenge: Challenge
  readonly signal?: AbortSignal | undefined
}

/** A fresh key: one that signs vouchers, or where the server does, one that keeps the proof sealed. */
export async function create(keys: Keyring, operator: Address.Address | undefined): Promise<ChannelKey> {
  if (operator === undefined) return createVoucherKey(keys)
  const { id: keyId, signer, bytes } = await SecretBytes.create(keys)
  return {
    keyId,
    signer,
    authorizedSigner: operator,
    async prove({ account, challenge, signal }, channel) {
      if (signal?.aborted) throw new CancelledError()
      const { payer } = channel
      const parties = { channelId: ChannelProgram.channelId(channel), payer }
      const signature = await Proof.sign(account, parties, challenge.id)
      const sealed = Proof.seal(signature, bytes)
      bytes.fill(0)
      return {
        proof: { challenge, sealed },
        authentication: Proof.authentication(challenge.id, payer, signature),
      }
    },
  }
}

async function createVoucherKey(keys: Keyring): Promise<ChannelKey> {
  try {
    const { id: keyId, signer } = await keys.create('ed25519')
    return { keyId, signer, authorizedSigner: Base58.encode(signer.publicKey) }
  } catch (error) {
    if (!(error instanceof Ed25519.UnsupportedError)) throw error
  }
  const { id: keyId, signer, bytes } = await SecretBytes.create(keys)
  const publicKey = await getPublicKeyAsync(bytes.subarray(0, 32))
  bytes.fill(0)
  return { keyId, signer, authorizedSigner: Base58.encode(publicKey), derived: true }
}

/**
 * The fields of a request's payload: a voucher, or where the server signs those, `use` and the proof.
 *
 * @param signature Of the voucher's bytes; for a proof or a derived key of `SecretBytes.question`.
 * @throws InvalidIdentityError when the signer is not the channel's.
 */
export function fields(
  channel: Channel,
  voucher: { readonly channelId: Address.Address; readonly cumulative: bigint },
  signature: Uint8Array,
  signer: Signer,
): JsonObject | Promise<JsonObject> {
  const { proof, derived, authorizedSigner, payer } = channel
  const { channelId } = voucher
  const type = proof || derived ? 'secp256k1' : 'ed25519'
  if (signer.type !== type) throw new UnsupportedError(`vouchers signed with ${signer.type}`)
  if (proof)
    return Proof.open(proof, payer, signature).then((authentication) => ({
      action: 'use',
      channelId,
      authentication,
    }))
  if (derived) return signDerived(channel, voucher, signature)
  if (Base58.encode(signer.publicKey) !== authorizedSigner) throw otherKey()
  return fieldsOf(channel, { ...voucher, signature })
}

async function signDerived(
  channel: Channel,
  voucher: { readonly channelId: Address.Address; readonly cumulative: bigint },
  answered: Uint8Array,
): Promise<JsonObject> {
  const bytes = await SecretBytes.answer(answered)
  const seed = bytes.subarray(0, 32)
  try {
    if (Base58.encode(await getPublicKeyAsync(seed)) !== channel.authorizedSigner) throw otherKey()
    const expiresAt = Voucher.forever
    const signature = await signAsync(Voucher.bytes(channel.generation, { ...voucher, expiresAt }), seed)
    return fieldsOf(channel, { ...voucher, signature })
  } finally {
    bytes.fill(0)
  }
}

const otherKey = () => new InvalidIdentityError('it takes the vouchers of another key')
