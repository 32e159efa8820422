import type { ReactNode } from 'react'
import type { Hand } from './hand.js'

/** A scene that is being played: its payer, its shop and what stands on the stage. */
export type Play = {
  readonly body: ReactNode
  /** Brings it where it should be by what a person would do. */
  reach?(hand: Hand): Promise<void> | void
}

/** One component in one state. */
export type Scene = {
  /** What stands in the address. */
  readonly id: string
  readonly title: string
  /** When a person comes to see this, in a sentence. */
  readonly when: string
  /** What is there once it is reached, as a selector. */
  readonly shows: string
  /** What a page writes for it: the source of what is played. */
  readonly code: string
  /** Sets the stage. Each time it is another one, with nothing left of the time before. */
  play(): Play
  /** It does not stay as it is, and is left out where all are shown at once. */
  readonly passing?: boolean
}

/** One component in every state. */
export type Exhibit = {
  /** What stands in the address. */
  readonly id: string
  readonly title: string
  /** What it is for. */
  readonly sentence: string
  /** Whether it is a dialog, which opens at a press and not by itself. */
  readonly opens?: boolean
  readonly scenes: readonly [Scene, ...Scene[]]
}
