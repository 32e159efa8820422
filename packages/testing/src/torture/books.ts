import type { Disk } from '../page/createDisk.js'
import type { Kind } from './kinds.js'
import type { End, Wanted } from './Person.js'

/** What was said, held against what was paid. */
export function wrongsOf(
  kind: Pick<Kind, 'books' | 'price' | 'keep'>,
  wanted: readonly Pick<Wanted, 'end' | 'asked' | 'again'>[],
  attempts: readonly Pick<Kept, 'phase'>[],
  payments: readonly bigint[],
): string[] {
  const wrongs: string[] = []
  const phases = attempts.map(({ phase }) => phase)
  const count = (...names: string[]) => phases.filter((phase) => names.includes(phase)).length
  const moved = payments.length
  const claimed = count('paid', 'paidUndelivered')
  const denied = count('declined', 'cancelled', 'failed')
  const journal = `the journal: ${phases.join(', ') || 'nothing'}; paid: ${moved}`
  if (kind.books === 'none') {
    if (moved > 0) wrongs.push(`something was paid for what is free; ${journal}`)
    return wrongs
  }
  if (moved < claimed) wrongs.push(`said to be paid, and was not; ${journal}`)
  if (moved > phases.length - denied) wrongs.push(`said not to be paid, and was; ${journal}`)
  if (payments.some((amount) => amount !== kind.price)) wrongs.push(`paid ${payments.join(', ')}`)
  const had = wanted.filter(({ end }) => end === 'had').length
  if (kind.keep && wanted.some(({ end, again }) => end === 'lost' || again === false))
    wrongs.push(`kept, and not there for the next page; ${journal}`)
  // What one tab bought and kept, the others have.
  if ((kind.keep ? Math.min(had, 1) : had) > moved) wrongs.push(`had without being paid for; ${journal}`)
  const asked = wanted.reduce((sum, each) => sum + each.asked, 0)
  if (moved > asked) wrongs.push(`paid ${moved} times, and asked ${asked} times`)
  return wrongs
}

/** How it ended for each tab; whoever finds a receipt and not the thing may sit beside the tab that has it. */
export function endsOf(
  wanted: readonly Pick<Wanted, 'end'>[],
  attempts: readonly Pick<Kept, 'phase'>[],
): End[] {
  const had = wanted.filter(({ end }) => end === 'had').length
  let lost = attempts.filter(({ phase }) => phase === 'paid').length - had
  return wanted.map(({ end }) => (end !== 'lost' || lost-- > 0 ? end : 'beside'))
}

type Kept = { readonly phase: string; readonly offer: { readonly challenge: { readonly id: string } } }

/** The journal, as it lies on the disk. */
export function attemptsOn({ values }: Disk): Kept[] {
  return [...values].filter(([key]) => key.startsWith('attempt/')).map(([, value]) => value as Kept)
}
