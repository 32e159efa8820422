import type { Offer } from '@payerkit/core'
import { useCapability } from '@payerkit/react/checkout'
import { useConnection } from 'wagmi'

/** Why the wallet cannot pay an offer, as one sentence, told before anybody presses Pay. */
export function useObstacle(offer: Offer | undefined): string | undefined {
  const { address } = useConnection()
  const capability = useCapability(address ? offer : undefined)
  return capability?.able === false ? capability.message : undefined
}
