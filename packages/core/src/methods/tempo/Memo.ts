import { concatBytes } from '@noble/hashes/utils.js'
import * as Hex from '../../chain/Hex.js'

/**
 * The memo that ties a transfer to one challenge, so that nobody else can claim it. Not in draft-tempo-charge-00;
 * deployed servers refuse a transfer without it.
 *
 * @example
 * ```ts
 * Memo.bind({ realm: 'api.example.com', challengeId: 'kM9xPqWvT2nJrHsY4aDfEb', clientId: 'my-app' })
 * ```
 */
export function bind(to: { realm: string; challengeId: string; clientId?: string | undefined }): Hex.Hex {
  const { realm, challengeId, clientId } = to
  const start = (text: string, length: number) => Hex.toBytes(Hex.keccak(text)).subarray(0, length)
  return Hex.fromBytes(
    concatBytes(
      start('mpp', 4),
      Uint8Array.of(1),
      start(realm, 10),
      clientId ? start(clientId, 10) : new Uint8Array(10),
      start(challengeId, 7),
    ),
  )
}
