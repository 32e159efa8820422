// Row 12: server-sent events out of a body in memory, in MB of 1,048,576 bytes a second. All sides hand the events to
// a `for await`, but for eventsource-parser by itself, which calls back.
import { outpaced } from '../compared.mjs'
import { fast, rounds, takeTurns } from '../measure.mjs'
import { loadSessionKit, loadSessionMppx } from '../subjects.mjs'

/** @import { Row } from '../../run.mjs' */

const mega = 1024 * 1024
// What a token of a chat takes, and what a page of text in JSON does.
const bodies = [
  { name: 'tokens of 30 bytes', size: 30 },
  { name: 'events of 1 kB', size: 1024 },
]
// Large as a download has them; and so small that most cut an event in two.
const chunkings = [
  { name: '64 kB chunks', bytes: 65_536 },
  { name: '100 byte chunks', bytes: 100 },
]

/** @returns {Promise<Row[]>} */
export async function eventRows() {
  const readers = await loadReaders()
  const rows = []
  for (const body of bodies)
    for (const chunking of chunkings) rows.push(...(await reading(readers, body, chunking)))
  return [...rows, await growing(readers)]
}

/** @typedef {(chunks: readonly Uint8Array<ArrayBuffer>[]) => Promise<number>} Reader Gives the characters that it read. */

async function loadReaders() {
  const { EventSourceParserStream, createParser, parse } = await loadSessionKit()
  const { consumeSseSessionResponse } = await loadSessionMppx()
  const driver = /** @type {never} */ ({ getChallenge: () => null, getChannel: () => null })
  return {
    /** @type {Reader} */
    async kit(chunks) {
      let read = 0
      for await (const { data } of parse(answer(chunks))) read += data.length
      return read
    },
    /** @type {Reader} */
    async bare(chunks) {
      let read = 0
      const parser = createParser({
        onEvent({ data }) {
          read += data.length
        },
      })
      const decoder = new TextDecoder()
      const reader = answer(chunks).body?.getReader()
      for (;;) {
        const next = await reader?.read()
        if (!next || next.done) return read
        parser.feed(decoder.decode(next.value, { stream: true }))
      }
    },
    /** @type {Reader} */
    async stream(chunks) {
      let read = 0
      const texts = answer(chunks).body?.pipeThrough(new TextDecoderStream())
      const events = texts?.pipeThrough(new EventSourceParserStream())
      for await (const { data } of events ?? []) read += data.length
      return read
    },
    /** @type {Reader} */
    async mppx(chunks) {
      let read = 0
      const events = consumeSseSessionResponse('https://api.example.com/', answer(chunks), undefined, driver)
      for await (const data of events) read += data.length
      return read
    },
  }
}

/**
 * @param {Record<'kit' | 'bare' | 'stream' | 'mppx', Reader>} readers
 * @param {{ name: string, size: number }} body
 * @param {{ name: string, bytes: number }} chunking
 * @returns {Promise<Row[]>}
 */
async function reading({ kit, bare, stream, mppx }, { name, size }, chunking) {
  const text = write(size, fast ? mega / 2 : 2 * mega)
  const chunks = cut(text, chunking.bytes)
  const expected = await bare(chunks)
  /** @param {Reader} read */
  const speed = (read) => async () => {
    const started = performance.now()
    if ((await read(chunks)) !== expected) throw new Error('Not every event was read.')
    return text.length / mega / ((performance.now() - started) / 1000)
  }
  const sides = { kit: speed(kit), bare: speed(bare), stream: speed(stream), mppx: speed(mppx) }
  // The first rounds are the compilers'.
  await takeTurns(2, sides)
  const speeds = await takeTurns(rounds, sides)
  const what = `read ${name} in ${chunking.name}`
  return [
    outpaced(`${what} / eventsource-parser`, speeds.kit, speeds.bare, 0.9, shown),
    outpaced(`${what} / its stream for a 'for await'`, speeds.kit, speeds.stream, undefined, shown),
    outpaced(`${what} / mppx`, speeds.kit, speeds.mppx, undefined, shown),
  ]
}

/**
 * Whether eight times as much takes eight times as long, in one event that comes in many pieces. Who looks through all
 * of it at every piece takes 64 times as long.
 *
 * @param {Record<'kit' | 'mppx', Reader>} readers
 * @returns {Promise<Row>}
 */
async function growing({ kit, mppx }) {
  /** @param {Reader} read @param {number} size */
  const time = (read, size) => async () => {
    const chunks = cut(write(size - 9, size), 1024)
    const started = performance.now()
    await read(chunks)
    return (performance.now() - started) / size
  }
  const [small, large] = [mega / 8, mega]
  const sides = {
    kit: time(kit, large),
    kitSmall: time(kit, small),
    mppx: time(mppx, large),
    mppxSmall: time(mppx, small),
  }
  await takeTurns(1, sides)
  const times = await takeTurns(rounds, sides)
  const growth = (/** @type {readonly number[]} */ one, /** @type {readonly number[]} */ other) =>
    one.map((each, at) => each / (other[at] ?? Number.NaN))
  const { kit: large1, kitSmall, mppx: large2, mppxSmall } = times
  const row = outpaced(
    'time of a byte in an event of 1 MB / of 128 kB',
    growth(large1, kitSmall),
    growth(large2, mppxSmall),
    undefined,
    (value) => value.toFixed(2),
  )
  return { ...row, ratio: '', goal: '<= 2', met: Number(row.kit) <= 2 }
}

/** @param {number} size Of one event. @param {number} total */
function write(size, total) {
  const count = Math.max(1, Math.round(total / size))
  const events = []
  for (let at = 0; at < count; at++) {
    const head = `data: ${at} `
    events.push(`${head}${'abcdefgh '.repeat(size / 9 + 1).slice(0, size - head.length - 2)}\n\n`)
  }
  return new TextEncoder().encode(events.join(''))
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {number} size */
function cut(bytes, size) {
  const chunks = []
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size))
  return chunks
}

/** @param {readonly Uint8Array<ArrayBuffer>[]} chunks */
function answer(chunks) {
  let at = 0
  const body = new ReadableStream({
    pull(controller) {
      const chunk = chunks[at++]
      if (chunk) controller.enqueue(chunk)
      else controller.close()
    },
  })
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
}

/** @param {number} speed */
const shown = (speed) => `${speed.toFixed(speed < 10 ? 1 : 0)} MB/s`
