// The kit and its peers as programs of this process: all bundled by esbuild alike, the kit from its sources.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'
import { root } from '../../scripts/sources.mjs'
import { fromSource } from './bundle.mjs'

/**
 * @typedef {typeof import('@payerkit/core/protocol') & Pick<typeof import('@payerkit/core'), 'createPayer'>} Kit
 * @typedef {Pick<typeof import('mppx'), 'Challenge' | 'Credential' | 'Receipt'>
 *   & Pick<typeof import('mppx/client'), 'Fetch'>
 *   & { AcceptPayment: typeof import('../node_modules/mppx/dist/internal/AcceptPayment.js') }} Mppx
 */

const here = fileURLToPath(new URL('..', import.meta.url))
const output = join(root, '.cache', 'bench')

/**
 * @typedef {Pick<typeof import('@payerkit/core'), 'createPayer'>
 *   & Pick<typeof import('@payerkit/core/protocol'), 'Challenge'>
 *   & Pick<typeof import('@payerkit/core/tempo'), 'tempoSession'>
 *   & Pick<typeof import('../../packages/core/src/session/Voucher.ts'), 'createPen'>
 *   & Pick<typeof import('../../packages/core/src/session/Sse.ts'), 'parse'>
 *   & Pick<typeof import('../../packages/core/src/signers/FastSecp256k1.ts'), 'loadFastSecp256k1'>
 *   & Pick<typeof import('../../packages/core/src/methods/tempo/session/Session.ts'), 'tempoScheme'>
 *   & Pick<typeof import('../../packages/core/src/methods/tempo/session/Protocols.ts'), 'protocols'>
 *   & {
 *     Secp256k1: typeof import('../../packages/core/src/signers/Secp256k1.ts'),
 *     ChannelIdentity: typeof import('../../packages/core/src/methods/tempo/session/ChannelIdentity.ts'),
 *     createParser(callbacks: { onEvent(event: { data: string }): void }): { feed(text: string): void },
 *     EventSourceParserStream: new () => ReadableWritablePair<{ data: string }, string>,
 *   }} SessionKit
 * @typedef {Pick<typeof import('mppx'), 'Challenge'>
 *   & Pick<typeof import('mppx/client'), 'Mppx' | 'tempo'>
 *   & Pick<typeof import('../node_modules/mppx/dist/tempo/session/client/ChannelStore.js'), 'createChannelStore'>
 *   & Pick<typeof import('../node_modules/mppx/dist/tempo/session/client/Transports.js'),
 *     'consumeSseSessionResponse'>} SessionMppx
 */

/** @returns {Promise<Kit>} */
export function loadKit() {
  return load(
    'kit',
    `export * from '@payerkit/core/protocol'
     export { createPayer } from '@payerkit/core'`,
  )
}

/** @returns {Promise<Mppx>} */
export function loadMppx() {
  return load(
    'mppx',
    `export { Challenge, Credential, Receipt } from 'mppx'
     export { Fetch } from 'mppx/client'
     export * as AcceptPayment from './node_modules/mppx/dist/internal/AcceptPayment.js'`,
  )
}

/**
 * What pays sessions, and parts of it that no public entry has.
 *
 * @param {string} [name] Each has modules, and with them signers, of its own.
 * @returns {Promise<SessionKit>}
 */
export function loadSessionKit(name = 'session-kit') {
  const core = '../packages/core'
  return load(
    name,
    `export { createPayer } from '@payerkit/core'
     export { Challenge } from '@payerkit/core/protocol'
     export { tempoSession } from '@payerkit/core/tempo'
     export { createPen } from '${core}/src/session/Voucher.ts'
     export { parse } from '${core}/src/session/Sse.ts'
     export { loadFastSecp256k1 } from '${core}/src/signers/FastSecp256k1.ts'
     export * as Secp256k1 from '${core}/src/signers/Secp256k1.ts'
     export { tempoScheme } from '${core}/src/methods/tempo/session/Session.ts'
     export { protocols } from '${core}/src/methods/tempo/session/Protocols.ts'
     export * as ChannelIdentity from '${core}/src/methods/tempo/session/ChannelIdentity.ts'
     export { createParser } from '${core}/node_modules/eventsource-parser/dist/index.js'
     export { EventSourceParserStream } from '${core}/node_modules/eventsource-parser/dist/stream.js'`,
  )
}

/** @returns {Promise<SessionMppx>} */
export function loadSessionMppx() {
  return load(
    'session-mppx',
    `export { Challenge } from 'mppx'
     export { Mppx, tempo } from 'mppx/client'
     export { createChannelStore } from './node_modules/mppx/dist/tempo/session/client/ChannelStore.js'
     export { consumeSseSessionResponse } from './node_modules/mppx/dist/tempo/session/client/Transports.js'`,
  )
}

/** @returns {Promise<typeof import('@x402/fetch') | undefined>} Nothing where it is not installed. */
export async function loadX402() {
  return hasX402() ? load('x402', `export * from '@x402/fetch'`) : undefined
}

/** Whether x402's packages are installed. */
export function hasX402() {
  try {
    return Boolean(import.meta.resolve('@x402/fetch') && import.meta.resolve('@x402/evm/exact/client'))
  } catch {
    return false
  }
}

/**
 * @param {string} name
 * @param {string} code
 */
async function load(name, code) {
  const outfile = join(output, `${name}.mjs`)
  mkdirSync(output, { recursive: true })
  await esbuild.build({
    stdin: { contents: code, resolveDir: here, sourcefile: 'entry.js' },
    absWorkingDir: here,
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    logLevel: 'silent',
    plugins: [fromSource()],
  })
  return import(pathToFileURL(outfile).href)
}
