'use client'

import { type ReactNode, useState } from 'react'
import { Action } from './Action.js'
import { useArmed } from './useArmed.js'
import { useAttemptTexts } from './useAttemptTexts.js'

/** What {@link GiveUp} takes. */
export type GiveUpProps = {
  /** The id of what says what is given up. */
  readonly about: string
  readonly leaving: boolean
  readonly looking: boolean
  giveUp(): void
}

/** The way out of an attempt of which nothing comes, out of sight and asked twice. */
export function GiveUp({ about, leaving, looking, giveUp }: GiveUpProps): ReactNode {
  const texts = useAttemptTexts()
  const [asked, setAsked] = useState(false)
  const armed = useArmed(asked ? 'sure' : 'calm')
  const rest = leaving ? 'busy' : (looking || !armed) && 'held'
  return (
    <details data-part="attempt-more">
      <summary>{texts.more}</summary>
      <p>{texts.giveUpMeans}</p>
      <div data-part="notice-actions">
        {asked && (
          <Action
            key="keep"
            ghost
            label={texts.keep}
            state="sure"
            rest={rest}
            onClick={() => setAsked(false)}
          />
        )}
        <Action
          key="leave"
          ghost
          label={asked ? texts.giveUpSure : texts.giveUp}
          others={[texts.giveUp, texts.giveUpSure]}
          about={about}
          state={asked ? 'sure' : 'idle'}
          rest={rest}
          onClick={() => {
            if (asked) giveUp()
            setAsked(!asked)
          }}
        />
      </div>
    </details>
  )
}
