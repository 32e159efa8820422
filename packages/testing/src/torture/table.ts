import type { End } from './Person.js'
import type { Verdict } from './run.js'

const columns: readonly (readonly [title: string, end: End])[] = [
  ['had it', 'had'],
  ['nothing paid', 'nothing'],
  ['told: not delivered', 'undelivered'],
  ['told: not known', 'open'],
  ['answer lost', 'lost'],
  ['in the other tab', 'beside'],
  ['taken back', 'forced'],
]

/**
 * What came of all runs, as a table in Markdown.
 *
 * @param full one row for each fault instead of one for each kind of fault.
 */
export function table(verdicts: readonly Verdict[], full = false): string {
  const rows = groups(verdicts, ({ kind, group, trouble }) => `${kind} | ${full ? trouble : group}`)
  const head = ['method', 'fault', 'runs', ...columns.map(([title]) => title), 'double', 'lost', 'wrong']
  const lines = [...rows].map(([key, group]) => line(key, group))
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map((_, index) => (index < 2 ? '---' : '--:')).join('|')}|`,
    ...lines,
    line('all | ', verdicts),
  ].join('\n')
}

function line(key: string, verdicts: readonly Verdict[]): string {
  const ends = verdicts.flatMap((verdict) => verdict.ends)
  const counts = [
    verdicts.length,
    ...columns.map(([, name]) => ends.filter((end) => end === name).length),
    verdicts.reduce((sum, { doubles }) => sum + doubles, 0),
    verdicts.filter(({ lost }) => lost !== 0n).length,
    verdicts.filter(({ wrongs }) => wrongs.length > 0).length,
  ]
  return `| ${key} | ${counts.join(' | ')} |`
}

function groups(
  verdicts: readonly Verdict[],
  keyOf: (verdict: Verdict) => string,
): ReadonlyMap<string, readonly Verdict[]> {
  const rows = new Map<string, Verdict[]>()
  for (const verdict of verdicts) rows.set(keyOf(verdict), [...(rows.get(keyOf(verdict)) ?? []), verdict])
  return rows
}

/** How long the runs of each kind took, the median and the longest, in seconds: what waits, waits for the chain. */
export function durations(verdicts: readonly Verdict[]): string {
  const rows = groups(verdicts, ({ kind, group }) => `${kind}, ${group}`)
  const seconds = (value: number | undefined) => ((value ?? 0) / 1000).toFixed(1).padStart(6)
  return [...rows]
    .map(([key, group]) => {
      const took = group.map((verdict) => verdict.took).sort((a, b) => a - b)
      return `${seconds(took[took.length >> 1])} ${seconds(took.at(-1))}  ${key}`
    })
    .join('\n')
}

/** The runs in which something was paid twice, lost or wrong, each with how to have it again. */
export function troubles(verdicts: readonly Verdict[]): string[] {
  return verdicts
    .filter(({ doubles, lost, wrongs }) => doubles > 0 || lost !== 0n || wrongs.length > 0)
    .map(({ story, doubles, lost, wrongs }) => {
      const more = [
        ...(doubles ? [`${doubles} paid twice`] : []),
        ...(lost ? [`${lost} lost`] : []),
        ...wrongs,
      ]
      return `${story}: ${more.join('; ')}`
    })
}
