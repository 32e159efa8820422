// Runs every check and every test, and closes with how many passed and failed over all of them.
import { parseArgs } from 'node:util'
import { ensureChromium } from './chromium.mjs'
import { ensureInstalled } from './install.mjs'
import { stages } from './stages.mjs'

const { values } = parseArgs({ options: { only: { type: 'string' }, all: { type: 'boolean' } } })
const chosen = choose(values.only)

ensureInstalled()
if (chosen.some((stage) => stage.counts)) {
  // Without a browser its tests fail on their own account, and all else is still checked.
  const executable = await ensureChromium().catch((error) => console.error(error.message))
  if (executable) process.env.PAYERKIT_CHROMIUM = executable
}

let passed = 0
let failed = 0
for (const stage of chosen) {
  const started = performance.now()
  const result = await stage.run()
  passed += result.passed
  failed += result.failed
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (result.failed > 0) console.log(`\n✗ ${stage.name} failed\n\n${result.output.trim()}\n`)
  const counts = stage.counts ? `, ${result.passed} passed, ${result.failed} failed` : ''
  console.log(`${result.failed > 0 ? '✗' : '✓'} ${stage.name} (${seconds} s${counts})`)
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

/** @param {string | undefined} only The stages' names, parted by commas. */
function choose(only) {
  if (only === undefined) return stages.filter(({ long }) => values.all || !long)
  const names = only.split(',')
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name))
  if (unknown === undefined) return stages.filter((stage) => names.includes(stage.name))
  console.error(`There is no stage '${unknown}'. There are: ${stages.map((stage) => stage.name).join(', ')}`)
  process.exit(1)
}
