import type { End } from './Person.js'
import type { Verdict } from './run.js'

const columns: readonly (readonly [title: string, end: End])[] = [
  ['had it', 'had'],
  ['nothing paid', 'nothing'],
  ['told: not delivered', 'undelivered'],
  ['told: not known', 'open'],
  ['answer lost', 'lost'],
  ['taken back', 'forced'],
]

/**
 * What came of all runs, as a table in Markdown.
 *
 * @param full one row for each fault instead of one for each kind of fault.
 */
export function table(verdicts: readonly Verdict[], full = false): string {
  const rows = new Map<string, Verdict[]>()
  for (const verdict of verdicts) {
    const key = `${verdict.kind} | ${full ? verdict.trouble : verdict.group}`
    rows.set(key, [...(rows.get(key) ?? []), verdict])
  }
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
