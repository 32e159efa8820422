// Both payers in front of the same shop.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createClient, http } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { tempoModerato } from 'viem/tempo/chains'
import { loadSessionKit, loadSessionMppx } from '../subjects.mjs'

/**
 * @typedef {Awaited<ReturnType<typeof startRig>>} Rig
 * @typedef {{ chain: string, fetch?: typeof globalThis.fetch, deposit?: string, headroom?: string }} PayerOptions
 * @typedef {{ fetch(url: string): Promise<Response>, sse(url: string): Promise<AsyncIterable<string>> }} Payer
 */

/** Starts the chain and the shop; `stop` ends them. */
async function startRig() {
  const kit = await loadSessionKit()
  const mppx = await loadSessionMppx()
  const script = fileURLToPath(new URL('far.mjs', import.meta.url))
  const far = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  /** @type {Promise<never>} */
  const died = once(far, 'exit').then(([code]) => {
    throw new Error(`The shop ended with code ${code}.`)
  })
  // When it is told to end, nobody waits for it any more.
  died.catch(() => {})
  const [{ places }] = /** @type {[{ places: import('./far.mjs').Places }]} */ (await hear('places'))

  /** @param {string} field */
  async function hear(field) {
    for (;;) {
      const [message] = await Promise.race([once(far, 'message'), died])
      if (message && typeof message === 'object' && field in message) return [message]
    }
  }

  /** The key of a new account with money. */
  async function newKey() {
    const key = generatePrivateKey()
    far.send({ address: privateKeyToAccount(key).address })
    await hear('funded')
    return key
  }

  /** A client of a new account with money. @param {string} chain */
  async function newClient(chain) {
    return createClient({
      account: privateKeyToAccount(await newKey()),
      chain: { ...tempoModerato, rpcUrls: { default: { http: [chain] } } },
      transport: http(chain),
    })
  }

  /**
   * @param {import('../subjects.mjs').SessionKit} kit
   * @param {PayerOptions} options
   * @returns {Promise<Payer>}
   */
  async function createKitPayer({ createPayer, tempoSession }, { chain, fetch, deposit, headroom }) {
    const client = await newClient(chain)
    const payment = { deposit, headroom }
    const payer = createPayer({
      methods: [tempoSession({ client })],
      approve: async ({ offers: [offer] }) => offer && { offer },
      ...(fetch ? { fetch } : {}),
    })
    return {
      fetch: (url) => payer.fetch(url, { payment }),
      sse: async (url) => texts(await payer.session(url, payment).sse()),
    }
  }

  return {
    places,
    newKey,
    /** What the shop was asked for since it was last asked. @returns {Promise<{ method: string, path: string }[]>} */
    seen: async () => (await fetch(`${places.shop}/seen`)).json(),
    payers: {
      /** @param {PayerOptions} options */
      kit: (options) => createKitPayer(kit, options),
      /** The kit with the signer that a page loads later. @param {PayerOptions} options */
      async fastKit(options) {
        const fast = await loadSessionKit('session-kit-fast')
        if (!(await fast.loadFastSecp256k1())) throw new Error('The faster signer did not come.')
        return createKitPayer(fast, options)
      },
      /** mppx's client that is made for one session. @param {PayerOptions} options @returns {Promise<Payer>} */
      async manager({ chain, fetch, deposit }) {
        const client = await newClient(chain)
        const { account } = client
        const manager = mppx.tempo.session.manager({
          ...{ account, client, maxDeposit: deposit },
          ...(fetch ? { fetch } : {}),
        })
        return { fetch: (url) => manager.fetch(url), sse: (url) => manager.sse(url) }
      },
      /** mppx's `fetch` with its session method. @param {PayerOptions} options @returns {Promise<Payer>} */
      async mppx({ chain, fetch, deposit }) {
        const client = await newClient(chain)
        const { account } = client
        const { fetch: paid } = mppx.Mppx.create({
          methods: [mppx.tempo.session({ account, getClient: () => client, maxDeposit: deposit })],
          polyfill: false,
          ...(fetch ? { fetch } : {}),
        })
        return { fetch: (url) => paid(url), sse: () => Promise.reject(new Error('It reads no streams.')) }
      },
    },
    async stop() {
      const ended = once(far, 'exit')
      far.disconnect()
      await ended
    },
  }
}

/** @param {AsyncIterable<{ data: string }>} events */
async function* texts(events) {
  for await (const { data } of events) yield data
}

/** Runs with a rig that ends with it. @template Result @param {(rig: Rig) => Promise<Result>} work */
export async function withRig(work) {
  const rig = await startRig()
  try {
    return await work(rig)
  } finally {
    await rig.stop()
  }
}
