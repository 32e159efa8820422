import * as Digest from '../protocol/Digest.js'
import { randomId } from './Attempt.js'
import type { PayOptions } from './Quote.js'
import type { Sendable } from './Sendable.js'

/** What of the caller's headers makes it another thing that is bought. */
const telling = ['Accept', 'Accept-Language', 'Authorization', 'Idempotency-Key', 'Range']

/** The same for requests that would buy the same thing: method, address, and a hash of what else tells them apart. */
export async function keyOf(sendable: Sendable, { idempotencyKey = '' }: PayOptions): Promise<string> {
  const { method, headers } = sendable
  const address = sendable.url.replace(/#.*/, '')
  const rest = JSON.stringify([idempotencyKey, ...telling.map((name) => headers.get(name))])
  const blob = new Blob([rest, await sendable.identity()])
  // Without https a page has no hashes; then no two requests count as the same.
  const hash = crypto.subtle ? await Digest.compute(await blob.arrayBuffer()) : randomId()
  return `${method} ${address} ${hash}`
}
