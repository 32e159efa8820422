import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Verdict } from './run.js'
import { durations, table, troubles } from './table.js'

/** What `npm run torture` wants; nothing of it in a short run. */
type Wanted = {
  readonly seed?: number
  readonly minutes?: number
  readonly full?: boolean
  readonly only?: string[]
  /** Where the report goes. */
  readonly report?: string
}

/** Collects what came of the runs, of one file of tests after the other, where somebody waits for it. */
export type Report = Wanted & {
  /** Whether this is the long form. */
  readonly isLong: boolean
  add(verdicts: readonly Verdict[]): void
  /** Told of runs that are over and not judged yet, so that somebody who waits sees something. */
  over(runs: number): void
}

export function createReport(): Report {
  const wanted: Wanted = JSON.parse(process.env.PAYERKIT_TORTURE ?? '{}')
  const { report, full } = wanted
  const verdicts: Verdict[] = report && existsSync(report) ? revive(readFileSync(report, 'utf8')) : []

  function write(more: number): void {
    if (!report) return
    const texts = { table: table(verdicts, full), durations: durations(verdicts), wrong: troubles(verdicts) }
    const plain = verdicts.map((verdict) => ({ ...verdict, lost: String(verdict.lost) }))
    // Whoever reads it meanwhile has it whole.
    writeFileSync(
      `${report}.new`,
      JSON.stringify({ ...texts, runs: verdicts.length + more, verdicts: plain }),
    )
    renameSync(`${report}.new`, report)
  }

  return {
    ...wanted,
    isLong: report !== undefined,
    add(more) {
      verdicts.push(...more)
      write(0)
    },
    over(runs) {
      if (runs % 10 === 0) write(runs)
    },
  }
}

function revive(text: string): Verdict[] {
  const { verdicts } = JSON.parse(text) as { verdicts: (Omit<Verdict, 'lost'> & { lost: string })[] }
  return verdicts.map((verdict) => ({ ...verdict, lost: BigInt(verdict.lost) }))
}
