import type { Offer } from '@payerkit/core'
import { Challenge, type JsonObject } from '@payerkit/core/protocol'

/** The network that an offer is paid on, where its challenge names one. */
export function chainOf({ challenge }: Offer): number | undefined {
  try {
    const { methodDetails } = Challenge.decodeRequest(challenge)
    const { chainId } = Object(methodDetails) as JsonObject.JsonObject
    return typeof chainId === 'number' && Number.isSafeInteger(chainId) && chainId > 0 ? chainId : undefined
  } catch {
    return undefined
  }
}
