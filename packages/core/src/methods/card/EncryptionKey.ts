import * as Base64Url from '../../protocol/Base64Url.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import { RequestInvalidError } from './RequestInvalid.js'

/** The public part of an RSA key, as a challenge holds it (RFC 7517, RFC 7518 section 6.3.1). */
export type RsaJwk = {
  readonly kty: 'RSA'
  readonly alg: 'RSA-OAEP-256'
  readonly use: 'enc'
  readonly kid: string
  readonly n: string
  readonly e: string
}

/** The key that the token is encrypted with: in the challenge itself, or on the server that asks. */
export type EncryptionKey =
  | { readonly encryptionJwk: RsaJwk; readonly jwksUri?: undefined; readonly kid?: undefined }
  | { readonly encryptionJwk?: undefined; readonly jwksUri: string; readonly kid: string }

// RSA of 2,048 to 8,192 bits.
const [least, most] = [256, 1024]
// Any of these makes a key a private one, with which everybody who saw the challenge could read the token.
const secrets = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/**
 * Reads the one key of a challenge's `methodDetails` (draft-card-charge-00, "Encryption Key").
 *
 * @throws {@link RequestInvalidError}
 */
export function read(details: JsonObject.JsonObject, realm: string): EncryptionKey {
  const { encryptionJwk, jwksUri, kid } = details
  if (encryptionJwk !== undefined && jwksUri !== undefined)
    throw new RequestInvalidError('methodDetails.jwksUri', 'must not be there beside encryptionJwk')
  if (jwksUri !== undefined)
    return { jwksUri: readUri(jwksUri, realm), kid: readKid(kid, 'methodDetails.kid') }
  if (kid !== undefined)
    throw new RequestInvalidError('methodDetails.kid', 'must not be there beside encryptionJwk')
  return { encryptionJwk: readJwk(encryptionJwk) }
}

/** The id of a key. */
export function idOf({ encryptionJwk, kid }: EncryptionKey): string {
  return encryptionJwk ? encryptionJwk.kid : kid
}

/** How many bytes something encrypted with a key has, where the key is known. */
export function lengthOf({ encryptionJwk }: EncryptionKey): number | undefined {
  return encryptionJwk && Base64Url.toBytes(encryptionJwk.n).length
}

function readJwk(jwk: unknown): RsaJwk {
  const field = 'methodDetails.encryptionJwk'
  if (!JsonObject.is(jwk)) throw new RequestInvalidError(field, 'must be a key')
  if (jwk.kty !== 'RSA') throw new RequestInvalidError(`${field}.kty`, 'is not "RSA"')
  if (jwk.alg !== 'RSA-OAEP-256') throw new RequestInvalidError(`${field}.alg`, 'is not "RSA-OAEP-256"')
  if (jwk.use !== 'enc') throw new RequestInvalidError(`${field}.use`, 'is not "enc"')
  for (const name of secrets)
    if (Object.hasOwn(jwk, name)) throw new RequestInvalidError(field, 'is a private key')
  const kid = readKid(jwk.kid, `${field}.kid`)
  const [n, modulus] = readInteger(jwk.n, `${field}.n`)
  if (
    modulus.length < least ||
    modulus.length > most ||
    (modulus.length === least && (modulus[0] ?? 0) < 128)
  )
    throw new RequestInvalidError(`${field}.n`, 'has less than 2048 bits, or more than 8192')
  const [e, exponent] = readInteger(jwk.e, `${field}.e`)
  const isOne = exponent.length === 1 && exponent[0] === 1
  if (exponent.length > 8 || isOne || (exponent.at(-1) ?? 0) % 2 === 0)
    throw new RequestInvalidError(`${field}.e`, 'is no exponent of RSA')
  return { kty: 'RSA', alg: 'RSA-OAEP-256', use: 'enc', kid, n, e }
}

/** RFC 7518 section 2, "Base64urlUInt": big-endian, in no more bytes than it needs. */
function readInteger(value: unknown, field: string): [text: string, bytes: Uint8Array] {
  try {
    const bytes = Base64Url.toBytes(typeof value === 'string' && value.length < 2_000 ? value : '')
    if (bytes[0]) return [value as string, bytes]
  } catch {
    // It is told below.
  }
  throw new RequestInvalidError(field, 'is no number of a key')
}

function readKid(kid: unknown, field: string): string {
  if (typeof kid !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(kid))
    throw new RequestInvalidError(field, 'must be a text without spaces')
  return kid
}

/** draft-card-charge-00, "Method Details": an https address "on the same origin as the realm". */
function readUri(uri: unknown, realm: string): string {
  try {
    const { protocol, origin, username, password, href } = new URL(
      typeof uri === 'string' && uri.length <= 2_000 ? uri : '',
    )
    const own = new URL(/^https:\/\//i.test(realm) ? realm : `https://${realm}`)
    const bare = own.pathname === '/' && !own.search && !own.hash && !own.username && !username && !password
    if (protocol === 'https:' && bare && origin === own.origin) return href
  } catch {
    // It is told below.
  }
  throw new RequestInvalidError('methodDetails.jwksUri', 'is no https address on the host of its realm')
}
