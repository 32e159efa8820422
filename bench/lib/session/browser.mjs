// Row 9, in a browser: a page of one origin that pays a shop of another, 50 ms away.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { chromium } from 'playwright'
import { launchOptions } from '../../../scripts/chromium.mjs'
import { fromSource } from '../bundle.mjs'
import { compared } from '../compared.mjs'
import { rounds } from '../measure.mjs'
import { withRig } from './rig.mjs'

/** @import { Row } from '../../run.mjs' */

const here = fileURLToPath(new URL('../..', import.meta.url))

// The page keeps the headers of its last paid request, to send the same by hand.
const script = `
  import { createPayer } from '@payerkit/core'
  import { tempoSession } from '@payerkit/core/tempo'
  import { createClient, http } from 'viem'
  import { privateKeyToAccount } from 'viem/accounts'
  import { tempoModerato } from 'viem/tempo/chains'

  globalThis.run = async ({ chain, shop, key, rounds }) => {
    let last
    const client = createClient({
      account: privateKeyToAccount(key),
      chain: { ...tempoModerato, rpcUrls: { default: { http: [chain] } } },
      transport: http(chain),
    })
    const payer = createPayer({
      methods: [tempoSession({ client })],
      approve: async ({ offers: [offer] }) => offer && { offer },
      fetch(input, init) {
        last = new Headers(init?.headers ?? input.headers)
        return fetch(input, init)
      },
    })
    const sides = {
      paid: () => payer.fetch(shop + '/page', { payment: { deposit: '20' } }),
      hand: () => fetch(shop + '/page', { headers: last }),
      quick: () => payer.fetch(shop + '/quick', { payment: { deposit: '20' } }),
      free: () => fetch(shop + '/free'),
    }
    const times = { paid: [], hand: [], quick: [], free: [] }
    for (let round = -3; round < rounds; round++)
      for (const [name, send] of Object.entries(sides)) {
        const started = performance.now()
        const response = await send()
        await response.text()
        if (!response.ok) throw new Error(name + ' was answered ' + response.status)
        if (round >= 0) times[name].push(performance.now() - started)
      }
    return times
  }`

/** @returns {Promise<Row[]>} */
export async function browserRows() {
  const what = 'cross-origin repeat in Chromium'
  const browser = await chromium.launch(launchOptions()).catch(() => undefined)
  if (!browser) return [{ what, kit: '', peer: 'no browser', ratio: '', goal: '<= 1.05', met: undefined }]
  const page = await startPage()
  try {
    return await withRig(async (rig) => {
      const key = await rig.newKey()
      const tab = await browser.newPage()
      await tab.goto(page.url)
      await rig.seen()
      const options = { chain: rig.places.chain, shop: rig.places.farShop, key, rounds: 3 * rounds }
      const times = await tab.evaluate(
        (given) =>
          /** @type {{ run(options: object): Promise<Record<'paid' | 'hand' | 'quick' | 'free', number[]>> }} */ (
            /** @type {unknown} */ (globalThis)
          ).run(given),
        options,
      )
      const asked = (await rig.seen()).filter(({ method }) => method === 'OPTIONS').length
      const { paid, hand, quick, free } = times
      return [
        compared(`${what} / the same request by hand`, paid, hand, 1.05, milliseconds),
        compared(`${what}, no signature checked / a bare fetch`, quick, free, 1.05, milliseconds),
        {
          ...{ what: `  preflights of ${paid.length + quick.length} paid requests`, kit: String(asked) },
          ...{ peer: '', ratio: '', goal: '', met: undefined },
        },
      ]
    })
  } finally {
    await browser.close()
    page.stop()
  }
}

/** An origin of its own, with the page at every path. */
async function startPage() {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: script, resolveDir: here, sourcefile: 'entry.js' },
    absWorkingDir: here,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
    plugins: [fromSource()],
  })
  const html = `<!doctype html><meta charset="utf-8"><title>A page</title><script>${outputFiles[0]?.text.replaceAll('</script', '<\\/script')}</script>`
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(html))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The page has no port.')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** @param {number} value */
const milliseconds = (value) => `${value.toFixed(1)} ms`
