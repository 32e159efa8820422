import type { Disk } from '../page/createDisk.js'
import type { Kind } from './kinds.js'
import type { Wanted } from './Person.js'

/** What was said, held against what was paid. */
export function wrongsOf(
  kind: Pick<Kind, 'books' | 'price'>,
  wanted: readonly Pick<Wanted, 'end' | 'asked'>[],
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
  if (had > moved) wrongs.push(`had without being paid for; ${journal}`)
  const asked = wanted.reduce((sum, each) => sum + each.asked, 0)
  if (moved > asked) wrongs.push(`paid ${moved} times, and asked ${asked} times`)
  return wrongs
}

type Kept = { readonly phase: string; readonly offer: { readonly challenge: { readonly id: string } } }

/** The journal, as it lies on the disk. */
export function attemptsOn({ values }: Disk): Kept[] {
  return [...values].filter(([key]) => key.startsWith('attempt/')).map(([, value]) => value as Kept)
}
