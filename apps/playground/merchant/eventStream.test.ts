import { expect, test } from 'vitest'
import { streamOf } from './eventStream.js'

test('nothing is made that is not read, and nothing more when the reader has gone', async () => {
  const made: string[] = []
  let ended: AbortSignal | undefined
  const reader = streamOf(async function* (signal) {
    ended = signal
    for (const each of ['one', 'two', 'three']) {
      made.push(each)
      yield each
    }
  }).getReader()
  const { value } = await reader.read()
  expect([new TextDecoder().decode(value), made]).toEqual(['one', ['one']])
  await reader.read()
  await reader.cancel()
  expect([made, ended?.aborted]).toEqual([['one', 'two'], true])
})
