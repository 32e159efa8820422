'use client'

import type { ReactNode } from 'react'

/** What {@link Action} takes. */
export type ActionProps = {
  readonly label: string
  /** Texts that it may show later: it is as wide as the longest from the start. */
  readonly others?: readonly string[] | undefined
  readonly state: string
  /** Why it can do nothing now. `busy` and `held` keep the focus, so that a dialog can give it back. */
  readonly rest?: 'busy' | 'held' | 'disabled' | false | undefined
  readonly ghost?: boolean | undefined
  /** The id of what says more about it. */
  readonly about?: string | undefined
  /** Without it the button submits its form. */
  readonly onClick?: (() => void) | undefined
}

/** One button that says what it does, and keeps its width while it does. */
export function Action({ label, others = [], state, rest, ghost, about, onClick }: ActionProps): ReactNode {
  const widest = [label, ...others].reduce((a, b) => (b.length > a.length ? b : a))
  return (
    <button
      type={onClick ? 'button' : 'submit'}
      data-part={ghost ? 'button-ghost' : 'button'}
      data-state={state}
      disabled={rest === 'disabled'}
      aria-disabled={rest === 'busy' || rest === 'held' || undefined}
      aria-describedby={about}
      aria-busy={rest === 'busy' || undefined}
      onClick={rest ? undefined : onClick}
    >
      <span data-part="label" data-widest={widest}>
        {label}
      </span>
    </button>
  )
}
