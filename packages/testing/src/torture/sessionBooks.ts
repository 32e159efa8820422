import type { Passage } from '../faults/createFaultProxy.js'
import type { End } from './Person.js'
import type { SessionKind } from './sessionKinds.js'

/** All that is known of a session once it is over, in the smallest units. */
export type SessionBooks = {
  /** What came to the seller. */
  readonly log: readonly Passage[]
  /** What the seller has written down of each channel. */
  readonly channels: readonly { readonly deposit: string; readonly spent: string }[]
  /** What the person has less, but for fees. */
  readonly gone: bigint
  /** What of that the chain paid the seller. */
  readonly settled: bigint
  /** What the person agreed to have deposited. */
  readonly agreed: bigint
  /** Units that were delivered. */
  readonly had: number
  /** Where channels stand that are not closed, as the page knows them. */
  readonly left: readonly string[]
}

const price = 1_000n

/** What was used and said, held against what is gone. */
export function wrongsOfSession(kind: Pick<SessionKind, 'units' | 'path'>, books: SessionBooks): string[] {
  const { log, channels, gone, settled, agreed, had, left } = books
  const used = channels.reduce((sum, { spent }) => sum + BigInt(spent), 0n)
  const most = BigInt(asked(log, kind)) * price
  const wrongs: string[] = []
  if (left.length > 0) wrongs.push(`the page still has channels that are ${left.join(', ')}`)
  if (used > most) wrongs.push(`${used} was counted, and at most ${most} was asked for`)
  if (gone > used) wrongs.push(`${gone} is gone, and ${used} was used`)
  if (gone !== settled) wrongs.push(`${gone} is gone, and the seller has ${settled}`)
  if (gone > agreed) wrongs.push(`${gone} is gone, and ${agreed} was agreed to`)
  for (const { deposit } of channels)
    if (BigInt(deposit) > agreed) wrongs.push(`${deposit} deposited, ${agreed} agreed to`)
  if (BigInt(had) * price > used) wrongs.push(`${had} units were had, and ${used} was counted`)
  return wrongs
}

/** How it ended. */
export function endOfSession(books: Pick<SessionBooks, 'channels' | 'had'>, isForced: boolean): End {
  if (isForced) return 'forced'
  if (books.had > 0) return 'had'
  return books.channels.some(({ spent }) => spent !== '0') ? 'lost' : 'nothing'
}

/** The most units that a seller may have counted for what came through to it. */
function asked(log: readonly Passage[], { units, path }: Pick<SessionKind, 'units' | 'path'>): number {
  return log
    .filter(({ lane, method, path: asked }) => lane === 'paid' && method === 'GET' && asked.startsWith(path))
    .reduce((sum, { fault }) => sum + units * (fault?.what === 'duplicate' ? 2 : 1), 0)
}
