import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import type { RsaJwk } from '@payerkit/core/card'
import { parseUnits } from 'viem'
import { acquired, card, prices } from './catalog.js'
import { decrypt } from './jwe.js'
import type { OwnRail } from './ownSale.js'
import { Problem } from './problem.js'

const { recipient, ...seller } = acquired

/** The shop's end of draft-card-charge-00: an acquirer's key, and the double of what an acquirer does with a token. */
export function createNetworkTokens(): OwnRail {
  // Made when it is first asked for: it takes its time.
  let pair: ReturnType<typeof keyPair> | undefined
  const keys = () => {
    pair ??= keyPair()
    return pair
  }
  const amount = String(parseUnits(prices.photoByCard, card.decimals))
  return {
    ...{ method: 'card', amount, currency: card.currency },
    request: () => ({
      ...{ amount, currency: card.currency, recipient },
      methodDetails: {
        ...{ ...seller, acceptedNetworks: [...seller.acceptedNetworks] },
        encryptionJwk: { ...keys().jwk },
      },
    }),
    settle({ encryptedPayload, network }, { id }) {
      if (!seller.acceptedNetworks.some((accepted) => accepted === network))
        throw new Problem(402, 'verification-failed', 'This kind of card is not taken.')
      // Only what was made for this key and this offer is a token of it.
      if (madeFor(String(encryptedPayload), keys().secret) !== id)
        throw new Problem(402, 'verification-failed', 'The token is not one for this offer.')
      return `double_${randomUUID()}`
    },
  }
}

/** The offer that a token was made for; nothing where it cannot be read. */
function madeFor(jwe: string, secret: KeyObject): string | undefined {
  try {
    const { dynamicData } = decrypt(jwe, secret) as { dynamicData: { dynamicDataValue: string } }
    return Buffer.from(dynamicData.dynamicDataValue, 'base64').toString()
  } catch {
    return undefined
  }
}

function keyPair(): { jwk: RsaJwk; secret: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  return {
    jwk: { kty: 'RSA', alg: 'RSA-OAEP-256', use: 'enc', kid: `shop-${randomUUID()}`, n, e },
    secret: privateKey,
  }
}
