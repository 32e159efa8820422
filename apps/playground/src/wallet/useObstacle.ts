import type { Offer } from '@payerkit/core'
import { createMemoryStore } from '@payerkit/core/stores'
import { useQuery } from '@tanstack/react-query'
import { useConnection } from 'wagmi'
import { useServices } from '../shop/ServicesContext.js'

/** Why the wallet cannot pay an offer, as one sentence, told before anybody presses Pay. */
export function useObstacle(offer: Offer | undefined): string | null {
  const { payer } = useServices()
  const { address, chainId } = useConnection()
  const { data = null } = useQuery({
    queryKey: ['obstacle', offer?.challenge.id, address, chainId],
    enabled: offer !== undefined && address !== undefined,
    async queryFn() {
      const method = payer.methods.find(
        ({ name, intent }) => name === offer?.method && intent === offer.intent,
      )
      if (!offer || !method?.capable) return null
      const { challenge } = offer
      const capability = await method.capable(method.read(challenge), {
        challenge,
        now: Date.now,
        store: createMemoryStore(),
      })
      return capability.able ? null : capability.message
    },
  })
  return data
}
