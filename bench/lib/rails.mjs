// A page that pays by one rail carries no byte of another.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/sources.mjs'
import { bundlers } from './bundle.mjs'
import { kitPages } from './pages.mjs'

/**
 * A way to pay, and where its code is: `own` is what no other rail has, `family` the folder that it shares with its
 * siblings. Some need what lies with the chains, some the engine of sessions.
 *
 * @typedef {{ method: string, entry: string, family: string, own: string, chain?: boolean, session?: boolean,
 *   says?: readonly string[] }} Rail
 */

/** @type {readonly Rail[]} */
const rails = [
  { method: 'tempo', entry: 'tempo', own: 'methods/tempo/Charge.ts', chain: true },
  { method: 'tempoSession', entry: 'tempo', own: 'methods/tempo/session/', chain: true, session: true },
  { method: 'tempoSubscription', entry: 'tempo', own: 'methods/tempo/subscription/', chain: true },
  { method: 'evm', entry: 'evm', own: 'methods/evm/charge/', chain: true },
  { method: 'evmSession', entry: 'evm', own: 'methods/evm/session/', chain: true, session: true },
  // Cards in this dialect are Stripe's tokens, whose answers it has to know by their name.
  { method: 'x402', entry: 'x402', own: 'x402/Exact.ts', chain: true, says: ['methods/stripe/'] },
  { method: 'x402Card', entry: 'x402', own: 'x402/Card.ts', says: ['methods/stripe/'] },
  { method: 'solana', entry: 'solana', own: 'methods/solana/Charge.ts', chain: true },
  { method: 'solanaSession', entry: 'solana', own: 'methods/solana/session/', chain: true, session: true },
  { method: 'solanaSession', entry: 'solana', own: 'methods/solana/session/', chain: true, session: true },
  { method: 'stripe', entry: 'stripe', own: 'methods/stripe/Charge.ts' },
  { method: 'stripeSubscription', entry: 'stripe', own: 'methods/stripe/subscription/' },
  { method: 'card', entry: 'card', own: 'methods/card/' },
].map((rail) => ({ ...rail, family: rail.own.replace(/[^/]*$|(?<=^methods\/\w+\/)\w+\/$/, '') }))

/** What tells a family's code and texts from the others'. Not every family is named in all it does. */
const marks = {
  'methods/tempo/': /tempo|0x20c0|pathusd|tip-?20|42_?431/i,
  'methods/stripe/': /stripe|shared_?payment|\bspt/i,
  'methods/solana/': /solana|lamports/i,
  'methods/card/': /enabler|RSA-OAEP/i,
  'x402/': /x402/i,
}

// Readers of fields that a wire format of any rail may have.
const forAll = new Set(['chain/Fields.ts', 'chain/Hex.ts'])

/** @returns {Promise<string[]>} One sentence for each stranger. */
export async function strangers() {
  const families = new Set(rails.map(({ family }) => family))
  const found = readdirSync(join(root, 'packages/core/src/methods'), { withFileTypes: true })
    .filter((each) => each.isDirectory() && !families.has(`methods/${each.name}/`))
    .map(({ name }) => `Nobody looks whether other pages carry methods/${name}.`)
  for (const [bundler, bundle] of Object.entries(bundlers)) {
    const { text, modules } = await bundle(kitPages.fetch)
    found.push(...judge(`The page with no rail (${bundler})`, undefined, text, modules))
    for (const rail of rails) {
      const { method, entry } = rail
      const { text, modules } = await bundle(
        `import { createPayer } from '@payerkit/core'
         import { ${method} } from '@payerkit/core/${entry}'
         globalThis.payer = createPayer({ methods: [${method}(globalThis.options)] })`,
      )
      found.push(...judge(`The page with ${method} (${bundler})`, rail, text, modules))
    }
  }
  return found
}

/**
 * @param {string} where
 * @param {Rail | undefined} rail
 * @param {string} text
 * @param {readonly string[]} modules
 */
function judge(where, rail, text, modules) {
  const paths = modules.flatMap((path) => path.replaceAll('\\', '/').split('packages/core/src/')[1] ?? [])
  const found = []
  // Otherwise nothing would be found in anything.
  if (rail && !paths.some((path) => path.startsWith(rail.own))) found.push(`${where} lacks ${rail.own}.`)
  const isStranger = (/** @type {string} */ path) =>
    rails.some(({ own, family }) =>
      path.startsWith(own !== rail?.own && family === rail?.family ? own : '\0'),
    ) ||
    (/^(methods\/.*\/|x402\/)/.test(path) && !path.startsWith(rail?.family ?? '\0')) ||
    (path.startsWith('chain/') && !rail?.chain && !forAll.has(path)) ||
    (path.startsWith('session/') && !rail?.session)
  const carried = paths.filter(isStranger)
  if (carried.length > 0) found.push(`${where} carries ${carried.join(', ')}.`)
  for (const [family, mark] of Object.entries(marks)) {
    const own = family === rail?.family
    const said = mark.exec(text)
    if (own && !said) found.push(`${where} does not have ${family}.`)
    if (said && !own && !rail?.says?.includes(family))
      found.push(`${where} carries "${said[0]}" of ${family}.`)
  }
  return found
}
