import { useSession } from '@payerkit/react/session'
import { useRef, useState } from 'react'
import { readingSession } from './offers.js'

export type Reading = { station: number; celsius: number; wind: number }
/** What became of one request. */
export type Cell = 'empty' | 'sent' | 'answered' | 'failed'

/** How many are sent at once. */
export const burst = 50

/** Readings of weather stations, each paid for by itself. */
export function useReadings() {
  const { session, status, open, fetch } = useSession(readingSession.url, readingSession.options)
  const [cells, setCells] = useState<readonly Cell[]>(() => Array<Cell>(burst).fill('empty'))
  const [latest, setLatest] = useState<Reading>()
  const [taken, setTaken] = useState(0)
  const [running, setRunning] = useState<'one' | 'many'>()
  const [error, setError] = useState<Error>()
  const next = useRef(1)

  async function take(cell: number): Promise<void> {
    const set = (state: Cell) => setCells((all) => all.map((each, at) => (at === cell ? state : each)))
    set('sent')
    try {
      const response = await fetch(`${readingSession.url}?n=${next.current++}`)
      if (!response.ok) throw new Error(`The seller answered ${response.status}.`)
      setLatest(await response.json())
      setTaken((count) => count + 1)
      set('answered')
    } catch (cause) {
      set('failed')
      setError(cause as Error)
    }
  }

  async function run(kind: 'one' | 'many', count: number) {
    if (running) return
    setRunning(kind)
    setError(undefined)
    setCells(Array<Cell>(burst).fill('empty'))
    try {
      // Asked for once, before anything is sent.
      await open()
      await Promise.all(Array.from({ length: count }, (_, cell) => take(cell)))
    } catch {
      // The session says what went wrong.
    } finally {
      setRunning(undefined)
    }
  }

  return {
    session,
    status,
    cells,
    latest,
    taken,
    error,
    running,
    takeOne: () => run('one', 1),
    takeMany: () => run('many', burst),
  }
}
