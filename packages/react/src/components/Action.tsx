'use client'

import type { ReactNode } from 'react'

/** What {@link Action} takes. */
export type ActionProps = {
  readonly label: string
  /** Texts that it may show later: it is as wide as the longest from the start. */
  readonly others?: readonly string[] | undefined
  readonly state: string
  /** Why it can do nothing now. `busy` keeps the focus, so that a dialog can give it back. */
  readonly rest?: 'busy' | 'disabled' | false | undefined
  readonly ghost?: boolean | undefined
  onClick(): void
}

/** One button that says what it does, and keeps its width while it does. */
export function Action({ label, others = [], state, rest, ghost, onClick }: ActionProps): ReactNode {
  const widest = [label, ...others].reduce((a, b) => (b.length > a.length ? b : a))
  return (
    <button
      type="button"
      data-part={ghost ? 'button-ghost' : 'button'}
      data-state={state}
      disabled={rest === 'disabled'}
      aria-disabled={rest === 'busy' || undefined}
      aria-busy={rest === 'busy' || undefined}
      onClick={rest ? undefined : onClick}
    >
      <span data-part="label" data-widest={widest}>
        {label}
      </span>
    </button>
  )
}
