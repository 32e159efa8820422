// Sets the kit beside its peers: `node bench/run.mjs [rows…]`, with FAST=1 for a short run. It shows figures and
// asserts none: a machine under load would fail it. What must not grow is in sizes.mjs.

import { sessionRows } from './lib/session/rows.mjs'
import { speedRows } from './lib/speeds.mjs'
import { table } from './lib/table.mjs'
import { weightRows } from './lib/weights.mjs'

/** @typedef {{ what: string, kit: string, peer: string, ratio: string, goal: string, met: boolean | undefined }} Row */

const rows = { ...weightRows, ...speedRows, ...sessionRows }
const chosen = process.argv.slice(2)
const unknown = chosen.find((name) => !(name in rows))
if (unknown !== undefined) {
  console.error(`There is no row '${unknown}'. There are: ${Object.keys(rows).join(', ')}`)
  process.exit(1)
}

const lines = []
for (const [name, run] of Object.entries(rows)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  for (const { what, kit, peer, ratio, goal, met } of await run())
    lines.push([name, what, kit, peer, ratio, goal, met === undefined ? '' : met ? 'met' : 'missed'])
}
console.log(table(['#', 'what', 'kit', 'peer', 'kit/peer', 'goal', ''], lines))
