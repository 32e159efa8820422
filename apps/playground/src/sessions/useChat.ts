import { usePaidStream } from '@payerkit/react/session'
import { useState } from 'react'
import type { MeteredOffer } from './offers.js'

/** A question and its answer, whole or broken off. */
export type Turn = { id: number; prompt: string; answer: string; tokens: number; state: TurnState }
type TurnState = 'coming' | 'whole' | 'stopped' | 'failed'

/** How long an answer is, and the milliseconds between two tokens. */
const length = 200
const pace = 20

/** A conversation whose answers are paid for by the token. */
export function useChat({ url, options }: MeteredOffer) {
  const stream = usePaidStream({ input: url, session: options })
  const { status, text, events, error } = stream
  const [past, setPast] = useState<readonly Turn[]>([])
  const [prompt, setPrompt] = useState<string>()
  const isBusy = status === 'pending' || status === 'streaming'

  const tokens = events.length
  const state = isBusy ? 'coming' : status === 'error' ? 'failed' : tokens < length ? 'stopped' : 'whole'
  const isShown = prompt !== undefined && status !== 'idle'
  const current: Turn | undefined = isShown
    ? { id: past.length, prompt, answer: text, tokens, state }
    : undefined

  return {
    turns: current ? [...past, current] : past,
    isBusy,
    error,
    stop: stream.stop,
    ask(next: string) {
      if (isBusy) return
      if (current) setPast([...past, current])
      setPrompt(next)
      const query = new URLSearchParams({ prompt: next, tokens: String(length), delay: String(pace) })
      // What goes wrong is shown.
      stream.start(`${url}?${query}`).catch(() => {})
    },
  }
}
