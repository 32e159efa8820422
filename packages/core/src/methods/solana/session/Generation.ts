import { InvalidError, own } from '../../../chain/Fields.js'
import * as JsonObject from '../../../protocol/JsonObject.js'

/**
 * Which of the three forms of Solana sessions a server speaks. They name fields alike and sign other bytes, so that one
 * is never taken for another.
 *
 * - `A`: the older SDKs, `@solana/mpp` 0.6 and its kin. Their program's address has named several that keep a channel in
 *   several ways: it is paid where the application says which stands there, and nowhere else.
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
 * @throws InvalidError when it is none of them, or two at once.
 */
export function of(request: JsonObject.JsonObject): Generation {
  const details = own(request, 'methodDetails')
  const isDraft = JsonObject.is(details) && own(details, 'channelProgram') !== undefined
  const isOlder = own(request, 'cap') !== undefined
  if (isDraft && isOlder) throw new InvalidError('cap', 'does not belong beside methodDetails.channelProgram')
  if (isDraft) return 'C'
  if (!isOlder) throw new InvalidError('methodDetails.channelProgram', 'is missing')
  return own(request, 'recentSlot') === undefined ? 'A' : 'B'
}
