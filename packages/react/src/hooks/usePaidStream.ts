'use client'

import type { Payer } from '@payerkit/core'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { usePayer } from '../provider/context.js'
import { createStream, idleStream, type Stream, type StreamOptions, type StreamView } from './stream.js'

/** What {@link usePaidStream} takes. */
export type PaidStreamOptions = StreamOptions

/** What {@link usePaidStream} returns. */
export type UsePaidStream = StreamView & {
  /**
   * Reads the stream, asking first where no session is open. The same request while one is under way is that one;
   * another one takes its place. Settled at its end.
   */
  start(input?: string | URL, init?: RequestInit): Promise<void>
  /** Reads no further. What came stays, and no more is paid. */
  stop(): void
  /** Stops, and forgets what came. */
  reset(): void
}

/**
 * Reads a stream of server-sent events that is paid as it comes. Nothing starts by itself, leaving the page stops it,
 * and however fast events come there is one render a frame.
 *
 * @example
 * ```tsx
 * const { start, stop, status, text } = usePaidStream({ input: 'https://api.example.com/chat' })
 *
 * <button onClick={() => start('https://api.example.com/chat?q=hello')}>Ask</button>
 * <p>{text}</p>
 * ```
 */
export function usePaidStream(options: PaidStreamOptions = {}): UsePaidStream {
  const payer = usePayer()
  const create = (): Held => ({ payer, stream: createStream(payer, options) })
  // No memo: React may drop those, and with it a stream that is under way.
  const [held, setHeld] = useState(create)
  if (held.payer !== payer) setHeld(create())
  const { stream } = held
  useEffect(() => stream.setOptions(options))
  const view = useSyncExternalStore(stream.subscribe, stream.getSnapshot, idle)
  const { start, stop, reset } = stream
  return { ...view, start, stop, reset }
}

type Held = { readonly payer: Payer; readonly stream: Stream }

const idle = () => idleStream
