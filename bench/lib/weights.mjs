// Rows 1 to 4: what a page loads, in kB of 1,024 bytes after gzip.
import { bundlers } from './bundle.mjs'
import { everythingReact, kitEntries, kitPages, mppxPages, sessionPages, x402Page } from './pages.mjs'
import { hasX402 } from './subjects.mjs'
import { kilobytes } from './table.mjs'

/** @import { Row } from '../run.mjs' */

export const weightRows = {
  1: async () => [
    await weighed('vite', 'fetch alone / mppx', kitPages.fetch, mppxPages.fetch, 6.5),
    await weighed('esbuild', 'fetch alone / mppx', kitPages.fetch, mppxPages.fetch, 6.5 * 1.1),
  ],
  2: async () => [
    await weighed('vite', 'fetch + Tempo session / Mppx.create', sessionPages.kit, sessionPages.mppx, 23),
    await weighed('esbuild', 'fetch + Tempo session / Mppx.create', sessionPages.kit, sessionPages.mppx),
    await weighed('vite', 'fetch + Tempo session / mppx manager', sessionPages.kit, sessionPages.manager, 23),
    await weighed(
      'vite',
      "fetch + Tempo session + viem's account / Mppx.create",
      sessionPages.kitWithViem,
      sessionPages.mppxWithViem,
    ),
  ],
  3: async () => [
    await weighed('vite', 'fetch + Tempo charge / mppx', kitPages.tempo, mppxPages.tempo, 24),
    await weighed('esbuild', 'fetch + Tempo charge / mppx', kitPages.tempo, mppxPages.tempo),
    await weighed('vite', 'fetch + Stripe / mppx', kitPages.stripe, mppxPages.stripe, 9),
    await weighed('esbuild', 'fetch + Stripe / mppx', kitPages.stripe, mppxPages.stripe),
    await weighed('vite', 'fetch + EVM charge / mppx', kitPages.evm, mppxPages.evm, 14),
    await weighed('esbuild', 'fetch + EVM charge / mppx', kitPages.evm, mppxPages.evm),
    await weighedX402(),
  ],
  4: reactRows,
}

const everything = 'React: every entry, in English'

// The goals of row 4 by the names of their budgets, in kB.
const reactGoals = {
  'React: hooks': 5,
  'React: all components and styles': 20,
  'React: all that, hooks and sessions': 20,
  'React: one component alone': 9,
  [everything]: 0,
}

/** @returns {Promise<Row[]>} */
async function reactRows() {
  /** @type {Record<string, import('./pages.mjs').Entry>} */
  const entries = { ...(await kitEntries()), [everything]: await everythingReact() }
  const rows = []
  for (const [name, goal] of Object.entries(reactGoals)) {
    const { pages = {}, external } = entries[name] ?? {}
    let heaviest = 0
    for (const code of Object.values(pages))
      heaviest = Math.max(heaviest, (await bundlers.vite(code, { external })).initial)
    rows.push({
      what: `${name} (vite)`,
      kit: kilobytes(heaviest),
      peer: 'none',
      ratio: '',
      goal: goal ? `<= ${kilobytes(goal * 1024)}` : '',
      met: goal ? heaviest <= goal * 1024 : undefined,
    })
  }
  return rows
}

/**
 * @param {keyof typeof bundlers} bundler
 * @param {string} what
 * @param {string} kitPage
 * @param {string} peerPage
 * @param {number} [goal] In kB.
 * @returns {Promise<Row>}
 */
async function weighed(bundler, what, kitPage, peerPage, goal) {
  const kit = await bundlers[bundler](kitPage)
  const peer = await bundlers[bundler](peerPage)
  return {
    what: `${what} (${bundler})`,
    kit: shown(kit),
    peer: shown(peer),
    ratio: (kit.initial / peer.initial).toFixed(2),
    goal: goal === undefined ? '' : `<= ${kilobytes(goal * 1024)}`,
    met: goal === undefined ? undefined : kit.initial <= goal * 1024,
  }
}

/** @returns {Promise<Row>} */
async function weighedX402() {
  const what = 'fetch + x402 / x402 + exact evm'
  if (hasX402()) return weighed('vite', what, kitPages.x402, x402Page)
  return { what, kit: '', peer: 'not installed', ratio: '', goal: '', met: undefined }
}

/** @param {{ initial: number, lazy: number }} bundle */
function shown({ initial, lazy }) {
  return lazy > 0 ? `${kilobytes(initial)} + ${kilobytes(lazy)} later` : kilobytes(initial)
}
