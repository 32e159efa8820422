import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededBy } from './random.js'

const words = [
  ...['the', 'tide', 'a', 'slow', 'harbour', 'light', 'on', 'water', 'and', 'every', 'small', 'boat'],
  ...['turns', 'toward', 'its', 'own', 'morning', 'while', 'gulls', 'argue', 'over', 'bread', 'or'],
  ...['rain', 'keeps', 'time', 'against', 'tin', 'roofs', 'somebody', 'counts', 'coins', 'under'],
  ...['lamps', 'that', 'hum', 'until', 'dawn', 'opens', 'like', 'paper', 'in', 'quiet', 'hands'],
]

/** The answer to a prompt, token by token: the same prompt is always answered alike. */
export function* answerTo(prompt: string, tokens: number): Generator<string> {
  const random = seededBy(prompt)
  for (let index = 0; index < tokens; index++) {
    const word = words[Math.floor(random() * words.length)] ?? 'the'
    yield index === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : ` ${word}`
  }
}

export type Chat = { prompt: string; tokens: number; delay: number }

/** What mppx gives to a stream that charges as it goes. */
type Till = { charge(): Promise<void>; signal: AbortSignal }

/** Says the answer, each token after it was paid, until the listener has gone. */
export function speak({ prompt, tokens, delay }: Chat) {
  return async function* (till: Till): AsyncGenerator<string> {
    // mppx listens once for every token that is waited for.
    setMaxListeners(0, till.signal)
    for (const token of answerTo(prompt, tokens)) {
      if (till.signal.aborted) return
      await till.charge()
      yield token
      if (delay > 0) await sleep(delay, undefined, { signal: till.signal })
    }
  }
}

/** The answer as it comes to somebody's mind, for whoever counts the tokens themselves. */
export async function* think({ prompt, tokens, delay }: Chat, signal: AbortSignal): AsyncGenerator<string> {
  for (const token of answerTo(prompt, tokens)) {
    yield token
    if (delay > 0) await sleep(delay, undefined, { signal })
  }
}
