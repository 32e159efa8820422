// A page that pays by one rail carries no byte of another.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/sources.mjs'
import { bundlers } from './bundle.mjs'
import { kitPages, sessionPages } from './pages.mjs'

const methods = join(root, 'packages', 'core', 'src', 'methods')

/** What tells a rail's code and texts from the other's. Not every rail is named in all it does. */
const marks = {
  tempo: /tempo|0x20c0|pathusd|tip-?20|42_?431/i,
  stripe: /stripe|payment_?method|shared_?payment|\bspt/i,
}

const pages = [
  ...Object.entries(kitPages).map(([rail, code]) => ({
    rail,
    code,
    with: rail === 'fetch' ? 'no rail' : rail,
  })),
  { rail: 'tempo', code: sessionPages.kit, with: "tempo's sessions" },
]

/** @returns {Promise<string[]>} One sentence for each stranger. */
export async function strangers() {
  const rails = readdirSync(methods, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => name)
  const found = []
  for (const page of pages)
    for (const [bundler, bundle] of Object.entries(bundlers)) {
      const { text, modules } = await bundle(page.code)
      for (const rail of rails) {
        const where = `The page with ${page.with} (${bundler})`
        const own = modules.filter((path) => path.replaceAll('\\', '/').includes(`/methods/${rail}/`))
        if (rail === page.rail) {
          // Otherwise the marks below would find nothing in anything.
          if (own.length === 0 || !markOf(rail)?.test(text)) found.push(`${where} does not have ${rail}.`)
          continue
        }
        if (own.length > 0) found.push(`${where} carries ${own.join(', ')}.`)
        const mark = markOf(rail)?.exec(text)
        if (mark) found.push(`${where} carries "${mark[0]}" of ${rail}.`)
      }
    }
  return found
}

/** @param {string} rail @returns {RegExp | undefined} */
function markOf(rail) {
  return rail in marks ? marks[/** @type {keyof typeof marks} */ (rail)] : undefined
}
