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
