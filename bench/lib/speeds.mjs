// Rows 5, 6 and 8: microseconds of one call. Every side gets the same texts, as mppx writes them, and 64 of them
// in turns, so that no engine's cache of one string flatters anybody.
import { compared } from './compared.mjs'
import { paymentRequired, proof, receipt, varied } from './fixtures.mjs'
import { measure, paired } from './measure.mjs'
import { loadKit, loadMppx, loadX402 } from './subjects.mjs'

/** @import { Row } from '../run.mjs' */

export const speedRows = {
  5: async () => [await parsing(1), await parsing(4), await parsing(10)],
  6: async () => [await building(), await receiving(), ...(await preferring())],
  8: async () => [
    ...(await passing('GET', () => undefined)),
    ...(await passing('POST of JSON', () => ({
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: '{"prompt":"a photo"}',
    }))),
  ],
}

/** @param {number} count */
async function parsing(count) {
  const kit = await loadKit()
  const mppx = await loadMppx()
  const responses = varied((seed) => paymentRequired(count, seed))
  return timed(`parse ${count} challenge${count > 1 ? 's' : ''}`, 1 / 6, {
    kit: (at) => kit.Challenge.parse(responses(at).headers),
    peer: (at) => mppx.Challenge.fromResponseList(responses(at)),
  })
}

async function building() {
  const kit = await loadKit()
  const mppx = await loadMppx()
  const one = varied((seed) => paymentRequired(1, seed))
  const ours = varied((seed) => ({
    challenge: first(kit.Challenge.parse(one(seed).headers).challenges),
    ...proof(seed),
  }))
  const theirs = varied((seed) => ({
    challenge: first(mppx.Challenge.fromResponseList(one(seed))),
    ...proof(seed),
  }))
  return timed('build a credential', 1 / 3, {
    kit: (at) => kit.Credential.serialize(ours(at)),
    peer: (at) => mppx.Credential.serialize(mppx.Credential.from(theirs(at))),
  })
}

async function receiving() {
  const kit = await loadKit()
  const mppx = await loadMppx()
  const receipts = varied(receipt)
  return timed('read a receipt', 1 / 2, {
    kit: (at) => kit.Receipt.parse(receipts(at)),
    peer: (at) => mppx.Receipt.deserialize(receipts(at)),
  })
}

async function preferring() {
  const { AcceptPayment: kit, Challenge } = await loadKit()
  const { AcceptPayment: mppx } = await loadMppx()
  const texts = varied((seed) => `tempo/charge, stripe/*;q=0.${seed + 100}`)
  const offers = varied((seed) => Challenge.parse(paymentRequired(4, seed).headers).challenges)
  const ours = varied((seed) => kit.parse(texts(seed)))
  const theirs = varied((seed) => mppx.parse(texts(seed)))
  return [
    await timed('Accept-Payment: write, read and rank 4', 1 / 8, {
      kit: (at) => [kit.serialize(ours(at)), kit.rank(kit.parse(texts(at)), offers(at))],
      peer: (at) => [mppx.serialize(theirs(at)), mppx.rank(offers(at), mppx.parse(texts(at)))],
    }),
    await timed('  write', undefined, {
      kit: (at) => kit.serialize(ours(at)),
      peer: (at) => mppx.serialize(theirs(at)),
    }),
    await timed('  read', undefined, {
      kit: (at) => kit.parse(texts(at)),
      peer: (at) => mppx.parse(texts(at)),
    }),
    await timed('  rank 4', undefined, {
      kit: (at) => kit.rank(ours(at), offers(at)),
      peer: (at) => mppx.rank(offers(at), theirs(at)),
    }),
  ]
}

/**
 * What a fetch that can pay adds to an answer that costs nothing.
 *
 * @param {string} what
 * @param {() => RequestInit | undefined} init
 * @returns {Promise<Row[]>}
 */
async function passing(what, init) {
  const { createPayer } = await loadKit()
  const { Fetch } = await loadMppx()
  const x402 = await loadX402()
  const answer = new Response('A photo')
  const bare = async () => answer
  const urls = varied((seed) => `https://api.example.com/photo/${seed}`)
  const named = /** @type {const} */ (['tempo', 'stripe'])
  // Neither is asked to pay, so that their names are all that is read of them.
  const methods = /** @type {never[]} */ (named.map((name) => ({ name, intent: 'charge' })))
  const kit = createPayer({ methods, fetch: bare }).fetch
  const mppx = Fetch.from({ methods, fetch: bare })
  const other = x402?.wrapFetchWithPayment(bare, new x402.x402Client())
  /** @type {Record<string, (at: number) => unknown>} */
  const sides = {
    bare: (at) => /** @type {typeof fetch} */ (bare)(urls(at), init()),
    kit: (at) => kit(urls(at), init()),
    mppx: (at) => mppx(urls(at), init()),
  }
  if (other) sides.x402 = (at) => other(urls(at), init())
  const times = await measure(sides)
  const added = (/** @type {string} */ side) =>
    paired(times[side] ?? [], times.bare ?? [], (one, bare) => one - bare)
  return [
    compared(`unpaid 200 of a ${what} / mppx`, added('kit'), added('mppx'), 0.6),
    other
      ? compared(`unpaid 200 of a ${what} / x402`, added('kit'), added('x402'))
      : { what: `${what} / x402`, kit: '', peer: 'not installed', ratio: '', goal: '', met: undefined },
  ]
}

/**
 * @param {string} what
 * @param {number | undefined} goal
 * @param {Record<'kit' | 'peer', (at: number) => unknown>} sides
 */
async function timed(what, goal, sides) {
  const { kit, peer } = await measure(sides)
  return compared(what, kit, peer, goal)
}

/** @template T @param {readonly T[]} list @returns {T} */
function first([item]) {
  if (item === undefined) throw new Error('A challenge of the fixtures was refused.')
  return item
}
