// Weighs what a page loads, and fails when it is more than bench/budgets.json allows.
//
// A budget is the goal where the goal is met, and otherwise the figure of the day plus 3 %, so that nothing grows
// unseen: `node bench/sizes.mjs --update` writes them anew. kB are 1,024 bytes, after gzip -9.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundlers } from './lib/bundle.mjs'
import { kitEntries } from './lib/pages.mjs'
import { strangers } from './lib/rails.mjs'
import { kilobytes, table } from './lib/table.mjs'

/** @typedef {{ goal?: number, vite: number, esbuild: number }} Budget The goal in kB, where there is one; the rest in bytes. */

const file = fileURLToPath(new URL('budgets.json', import.meta.url))
const update = process.argv.includes('--update')
// esbuild keeps a little more; the goal for vite holds for it within a tenth.
const slack = { vite: 1, esbuild: 1.1 }

/** @type {Record<string, Budget>} */
const budgets = JSON.parse(readFileSync(file, 'utf8'))
const entries = await kitEntries()
const failures = []
const rows = []

for (const [name, budget] of Object.entries(budgets)) {
  const entry = entries[name]
  if (!entry) {
    rows.push([name, '', 'not there yet', '', ''])
    continue
  }
  for (const bundler of /** @type {const} */ (['vite', 'esbuild'])) {
    const { page, initial, lazy } = await heaviest(bundler, entry)
    const goal = budget.goal && Math.floor(budget.goal * 1024 * slack[bundler])
    if (update) budget[bundler] = goal && initial <= goal ? goal : Math.ceil(initial * 1.03)
    if (initial > budget[bundler])
      failures.push(`${name} (${bundler}) weighs ${initial} bytes; its budget is ${budget[bundler]}.`)
    rows.push([
      Object.keys(entry.pages).length > 1 ? `${name} (${page})` : name,
      bundler,
      lazy > 0 ? `${kilobytes(initial)} + ${kilobytes(lazy)} later` : kilobytes(initial),
      kilobytes(budget[bundler]),
      goal ? `<= ${kilobytes(goal)}` : '',
      goal ? (initial > goal ? `missed by ${kilobytes(initial - goal)}` : 'met') : '',
    ])
  }
}
failures.push(...(await strangers()))
if (update) writeFileSync(file, `${JSON.stringify(budgets, null, 2)}\n`)

console.log(table(['what', 'bundler', 'gzip', 'budget', 'goal', ''], rows))
for (const failure of failures) console.error(failure)
process.exitCode = failures.length > 0 ? 1 : 0

/**
 * @param {keyof typeof bundlers} bundler
 * @param {import('./lib/pages.mjs').Entry} entry
 */
async function heaviest(bundler, { pages, external }) {
  let heaviest = { page: '', initial: -1, lazy: 0 }
  for (const [page, code] of Object.entries(pages)) {
    const { initial, lazy } = await bundlers[bundler](code, { external })
    if (initial > heaviest.initial) heaviest = { page, initial, lazy }
  }
  return heaviest
}
