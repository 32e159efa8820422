// What a page would write, for the kit and for its peers. Whatever is weighed is really used, and nothing else is.

/** @param {string} methods @param {string} imports */
const kitPage = (methods, imports) =>
  `import { createPayer } from '@payerkit/core'\n${imports}\nglobalThis.payer = createPayer({ methods: [${methods}] })`

/** @param {string} methods @param {string} names */
const mppxPage = (methods, names) =>
  `import { Mppx${names} } from 'mppx/client'
   globalThis.mppx = Mppx.create({ methods: [${methods}], polyfill: false })`

import { entries } from '../../scripts/sources.mjs'
import { exportsOf } from './bundle.mjs'

export const kitPages = {
  fetch: kitPage('', ''),
  tempo: kitPage('tempo({ client: globalThis.client })', "import { tempo } from '@payerkit/core/tempo'"),
  stripe: kitPage('stripe(globalThis.options)', "import { stripe } from '@payerkit/core/stripe'"),
  evm: kitPage('evm({ client: globalThis.client })', "import { evm } from '@payerkit/core/evm'"),
  x402: kitPage('x402({ client: globalThis.client })', "import { x402 } from '@payerkit/core/x402'"),
  solana: kitPage('solana(globalThis.options)', "import { solana } from '@payerkit/core/solana'"),
}

export const mppxPages = {
  fetch: mppxPage('', ''),
  tempo: mppxPage('tempo.charge()', ', tempo'),
  stripe: mppxPage('stripe(globalThis.options)', ', stripe'),
  evm: mppxPage('evm.charge({ account: globalThis.account })', ', evm'),
}

const viem = `
  import { createClient, http } from 'viem'
  import { privateKeyToAccount } from 'viem/accounts'
  import { tempoModerato } from 'viem/tempo/chains'
  const account = privateKeyToAccount(globalThis.key)
  const client = createClient({ account, chain: tempoModerato, transport: http() })`

/** Sessions, with the client or the account of a page that has one, and with one that the page brings for them alone. */
export const sessionPages = {
  kit: kitPage(
    'tempoSession({ client: globalThis.client })',
    "import { tempoSession } from '@payerkit/core/tempo'",
  ),
  mppx: mppxPage('tempo.session({ account: globalThis.account })', ', tempo'),
  manager: `
    import { tempo } from 'mppx/client'
    globalThis.session = tempo.session.manager({ account: globalThis.account, maxDeposit: '1' })`,
  kitWithViem: kitPage(
    'tempoSession({ client })',
    `import { tempoSession } from '@payerkit/core/tempo'\n${viem}`,
  ),
  mppxWithViem: `${viem}\n${mppxPage('tempo.session({ account, getClient: () => client })', ', tempo')}`,
}

export const x402Page = `
  import { wrapFetchWithPayment, x402Client } from '@x402/fetch'
  import { registerExactEvmScheme } from '@x402/evm/exact/client'
  const client = new x402Client()
  registerExactEvmScheme(client, { signer: globalThis.signer })
  globalThis.paidFetch = wrapFetchWithPayment(fetch, client)`

/** What a page with React has anyway, and does not load twice. */
const givenToReact = [
  /^react($|\/)/,
  /^react-dom($|\/)/,
  /^@payerkit\/core($|\/)/,
  /^@tanstack\/react-query($|\/)/,
  /^@stripe\//,
  /^viem($|\/)/,
  /^wagmi($|\/)/,
]

/** @typedef {{ pages: Readonly<Record<string, string>>, external?: readonly RegExp[] }} Entry The heaviest page counts. */

/**
 * Every page of the kit whose weight has a budget; what React does not export yet is not there.
 *
 * @returns {Promise<Record<string, Entry>>}
 */
export async function kitEntries() {
  /** @type {Record<string, Entry>} */
  const found = {
    fetch: { pages: { fetch: kitPages.fetch } },
    'fetch + Tempo charge': { pages: { tempo: kitPages.tempo } },
    'fetch + Tempo session': { pages: { session: sessionPages.kit } },
    'fetch + Stripe': { pages: { stripe: kitPages.stripe } },
    'fetch + EVM charge': { pages: { evm: kitPages.evm } },
    'fetch + x402': { pages: { x402: kitPages.x402 } },
    'fetch + Solana charge': { pages: { solana: kitPages.solana } },
  }
  const external = givenToReact
  const exported = []
  for (const entry of ['@payerkit/react', '@payerkit/react/stripe'])
    exported.push(...(await exportsOf(entry, external)).map((name) => ({ entry, name })))
  const sessions = (await exportsOf('@payerkit/react/session', external)).map((name) => ({
    ...{ entry: '@payerkit/react/session', name },
  }))
  const hooks = exported.filter(({ name }) => /^use[A-Z]/.test(name))
  const components = exported.filter(
    ({ name }) => /^[A-Z][A-Za-z]*[a-z]$/.test(name) && !name.endsWith('Error'),
  )
  if (hooks.length > 0) found['React: hooks'] = { pages: { hooks: using(hooks) }, external }
  if (components.length > 0) {
    const styles = `import '@payerkit/react/styles.css'\n`
    const sessionStyles = `import '@payerkit/react/session.css'\n`
    found['React: all components and styles'] = { pages: { all: styles + using(components) }, external }
    if (sessions.length > 0)
      found['React: all that, hooks and sessions'] = {
        ...{
          pages: { all: styles + sessionStyles + using([...components, ...hooks, ...sessions]) },
          external,
        },
      }
    const alone = components.map((one) => [one.name, using([one])])
    found['React: one component alone'] = { pages: Object.fromEntries(alone), external }
  }
  return found
}

/** A page with every component, hook and stylesheet of every entry, in English. @returns {Promise<Entry>} */
export async function everythingReact() {
  const external = givenToReact
  const exported = []
  let styles = ''
  for (const { specifier } of entries()) {
    if (!specifier.startsWith('@payerkit/react') || specifier.includes('/locales/')) continue
    if (specifier.endsWith('.css')) styles += `import '${specifier}'\n`
    else for (const name of await exportsOf(specifier, external)) exported.push({ entry: specifier, name })
  }
  return { pages: { all: styles + using(exported) }, external }
}

/** @param {readonly { entry: string, name: string }[]} exported */
function using(exported) {
  const imports = exported.map(({ entry, name }) => `import { ${name} } from '${entry}'\n`)
  return `${imports.join('')}globalThis.used = { ${exported.map(({ name }) => name).join(', ')} }`
}
