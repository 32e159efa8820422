import { InvalidError, own } from '../../../chain/Fields.js'
import * as JsonObject from '../../../protocol/JsonObject.js'

/**
 * Which of the three forms of Solana sessions a server speaks. They name fields alike and sign other bytes, so that one
 * is never taken for another.
 *
 * - `A`: the older SDKs. It is told apart and refused: its program's address names several that keep a channel in
 *   several ways, and nothing says which.
 * - `B`: `@solana/pay-kit` 0.5 and its kin.
 * - `C`: draft-solana-session-00.
 */
export type Generation = 'A' | 'B' | 'C'

/**
 * Tells the generation of a request by what only it has.
 *
 * @example
 * ```ts
 * Generation.of({ cap: '1000000', recentSlot: '9042' }) // 'B'
 * ```
 *
 * @throws InvalidError when it is none of them, two at once, or `A`.
 */
export function of(request: JsonObject.JsonObject): Exclude<Generation, 'A'> {
  const details = own(request, 'methodDetails')
  const isDraft = JsonObject.is(details) && own(details, 'channelProgram') !== undefined
  const isOlder = own(request, 'cap') !== undefined
  if (isDraft && isOlder) throw new InvalidError('cap', 'does not belong beside methodDetails.channelProgram')
  if (isDraft) return 'C'
  if (!isOlder) throw new InvalidError('methodDetails.channelProgram', 'is missing')
  if (own(request, 'recentSlot') !== undefined) return 'B'
  throw new InvalidError(
    'recentSlot',
    'is missing, as in the oldest sessions, whose deposits could not be taken back here',
  )
}
