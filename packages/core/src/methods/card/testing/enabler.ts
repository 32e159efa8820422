import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import { Base64Url, CanonicalJson, type Challenge } from '../../../protocol/index.js'
import type { Enabled, Enabler, RsaJwk, SavedCard } from '../index.js'

// Stand-ins for what no test can have: a client enabler with network tokens, and an acquirer with its key. Not real ones.

/** An acquirer's key, as its challenges show it. */
export function keyPair(kid = 'enc-2030-01', modulusLength = 2048): { jwk: RsaJwk; secret: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  return { jwk: { kty: 'RSA', alg: 'RSA-OAEP-256', use: 'enc', kid, n, e }, secret: privateKey }
}

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
const bytes = (text: string) => Buffer.from(text, 'base64url')

/** RFC 7516, "JWE Compact Serialization", with RSA-OAEP-256 and A256GCM. */
export function encrypt(value: object, jwk: RsaJwk, header: object = {}): string {
  const head = Base64Url.fromText(
    JSON.stringify({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: jwk.kid, ...header }),
  )
  const [secret, iv] = [randomBytes(32), randomBytes(12)]
  const key = createPublicKey({ key: { ...jwk } as JsonWebKey, format: 'jwk' })
  const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(Buffer.from(head))
  const text = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()])
  const parts = [publicEncrypt({ key, ...oaep }, secret), iv, text, cipher.getAuthTag()]
  return [head, ...parts.map((part) => part.toString('base64url'))].join('.')
}

/** Reads a token; throws where it is for another key, or was changed. */
export function decrypt(jwe: string, key: KeyObject): unknown {
  const [head = '', wrapped = '', iv = '', text = '', tag = ''] = jwe.split('.')
  const secret = privateDecrypt({ key, ...oaep }, bytes(wrapped))
  const cipher = createDecipheriv('aes-256-gcm', secret, bytes(iv))
  cipher.setAAD(Buffer.from(head)).setAuthTag(bytes(tag))
  return JSON.parse(Buffer.concat([cipher.update(bytes(text)), cipher.final()]).toString())
}

export const visa: SavedCard = { id: 'card_1', network: 'visa', panLastFour: '4242' }

/** A client enabler with these cards; what it was asked is in `wishes`. */
export function createEnabler(cards: readonly SavedCard[] = [visa], changes: Partial<Enabled> = {}) {
  const wishes: Parameters<Enabler['enable']>[0][] = []
  const enabler = {
    cards: async () => cards,
    async enable(wish) {
      wishes.push(wish)
      const { cardId, challenge } = wish
      const saved = cards.find(({ id }) => id === cardId)
      const { encryptionJwk } = challenge
      if (!saved || !encryptionJwk) throw new Error(`No such card: ${cardId}`)
      const token = {
        token: {
          ...{ paymentToken: '4895370012003478', tokenExpirationMonth: '06' },
          ...{ tokenExpirationYear: '2034', eci: '07' },
        },
        dynamicData: {
          dynamicDataValue: Buffer.from(challenge.id).toString('base64'),
          dynamicDataType: 'CARD_APPLICATION_CRYPTOGRAM_SHORT_FORM',
          dynamicDataExpiration: 1_900_000_000,
        },
      }
      return {
        encryptedPayload: encrypt(token, encryptionJwk),
        ...{ network: saved.network, panLastFour: saved.panLastFour },
        ...{ panExpirationMonth: '06', panExpirationYear: '2034' },
        billingAddress: { zip: '94102', countryCode: 'US' },
        paymentAccountReference: 'PAR9876543210987654321012345',
        ...changes,
      }
    },
  } satisfies Enabler
  return { enabler, wishes }
}

export const start = Date.parse('2030-01-15T12:00:00Z')

/** A request of a shop with this key. */
export function requestOf(jwk: RsaJwk | undefined, details: object = {}, changes: object = {}) {
  return {
    ...{ amount: '4999', currency: 'usd', recipient: 'merch_abc123', externalId: 'order_1' },
    methodDetails: {
      acceptedNetworks: ['visa', 'mastercard'],
      merchantName: 'Acme Corp',
      ...(jwk && { encryptionJwk: jwk }),
      ...details,
    },
    ...changes,
  }
}

export function challengeOf(request: object, rest: Partial<Challenge.Challenge> = {}): Challenge.Challenge {
  return {
    ...{ id: 'ch_9xK2mR4vB7nQ', realm: 'api.shop.example', method: 'card', intent: 'charge' },
    request: Base64Url.fromText(CanonicalJson.stringify(request)),
    expires: '2030-01-15T12:05:00Z',
    ...rest,
  }
}
