import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import type { RsaJwk } from '@payerkit/core/card'

// RFC 7516, "JWE Compact Serialization", with RSA-OAEP-256 and A256GCM and nothing else.

const algorithms = { alg: 'RSA-OAEP-256', enc: 'A256GCM' }
const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
const bytes = (text: string) => Buffer.from(text, 'base64url')

/** Encrypts for whoever has the other half of a key. */
export function encrypt(value: object, jwk: RsaJwk): string {
  const head = Buffer.from(JSON.stringify({ ...algorithms, kid: jwk.kid })).toString('base64url')
  const [secret, iv] = [randomBytes(32), randomBytes(12)]
  const key = createPublicKey({ key: { ...jwk } as JsonWebKey, format: 'jwk' })
  const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(Buffer.from(head))
  const text = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()])
  const parts = [publicEncrypt({ key, ...oaep }, secret), iv, text, cipher.getAuthTag()]
  return [head, ...parts.map((part) => part.toString('base64url'))].join('.')
}

/** Reads what was encrypted for a key; throws where it is for another one, or was changed. */
export function decrypt(jwe: string, key: KeyObject): unknown {
  const [head = '', wrapped = '', iv = '', text = '', tag = ''] = jwe.split('.')
  const { alg, enc } = JSON.parse(bytes(head).toString())
  if (alg !== algorithms.alg || enc !== algorithms.enc) throw new Error('It is encrypted in another way.')
  const secret = privateDecrypt({ key, ...oaep }, bytes(wrapped))
  const cipher = createDecipheriv('aes-256-gcm', secret, bytes(iv), { authTagLength: 16 })
  cipher.setAAD(Buffer.from(head)).setAuthTag(bytes(tag))
  return JSON.parse(Buffer.concat([cipher.update(bytes(text)), cipher.final()]).toString())
}
