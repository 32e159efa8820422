// Bundles a few lines of a page's code the two ways pages are bundled, and weighs what would travel.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import * as vite from 'vite'
import { entries, sourceAliases } from '../../scripts/sources.mjs'

/**
 * @typedef {{ name: string, code: string | Uint8Array, entry: boolean, imports: readonly string[] }} Chunk
 * @typedef {object} Bundle
 * @property {number} initial Bytes after gzip of what is loaded at once: the entry, what it imports, and styles.
 * @property {number} lazy Bytes after gzip of what is loaded later, if ever.
 * @property {string} text Every byte of it as text.
 * @property {readonly string[]} modules The files it was made of.
 *
 * @typedef {{ external?: readonly RegExp[] | undefined }} Options
 */

const here = fileURLToPath(new URL('..', import.meta.url))
const target = 'es2022'
const sources = new Map(entries().map(({ specifier, file }) => [specifier, file]))

/** The bundlers, by the names that the tables show. */
export const bundlers = { vite: withVite, esbuild: withEsbuild }

/**
 * @param {string} code An entry: what a page would write.
 * @param {Options} options
 * @returns {Promise<Bundle>}
 */
async function withVite(code, { external = [] } = {}) {
  const entry = 'virtual:entry'
  const result = await vite.build({
    root: here,
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: 'silent',
    resolve: { alias: sourceAliases() },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? { id: `${here}entry.js` } : undefined),
        load: (id) => (id === `${here}entry.js` ? code : undefined),
      },
    ],
    build: {
      target,
      write: false,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: entry, external: [...external] },
    },
  })
  const { output } = /** @type {vite.Rolldown.RolldownOutput} */ (result)
  const chunks = output.map((file) =>
    file.type === 'chunk'
      ? { name: file.fileName, code: file.code, entry: file.isEntry, imports: file.imports }
      : { name: file.fileName, code: file.source, entry: file.fileName.endsWith('.css'), imports: [] },
  )
  const modules = output.flatMap((file) =>
    file.type === 'chunk'
      ? Object.entries(file.modules)
          .filter(([, { renderedLength }]) => renderedLength > 0)
          .map(([id]) => id)
      : [],
  )
  return weigh(chunks, modules)
}

/**
 * @param {string} code
 * @param {Options} options
 * @returns {Promise<Bundle>}
 */
async function withEsbuild(code, { external = [] } = {}) {
  const { outputFiles, metafile } = await esbuild.build({
    stdin: { contents: code, resolveDir: here, sourcefile: 'entry.js' },
    absWorkingDir: here,
    outdir: `${here}out`,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target,
    write: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [fromSource(external)],
  })
  // Without code splitting, as most users of esbuild have it, what is loaded later is part of the entry.
  const chunks = outputFiles.map(({ path, text }) => ({ name: path, code: text, entry: true, imports: [] }))
  const modules = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  )
  return weigh(chunks, modules)
}

/**
 * The names that one of the kit's entries exports; none while its source is not there.
 *
 * @param {string} specifier
 * @param {readonly RegExp[]} external
 */
export async function exportsOf(specifier, external) {
  const file = sources.get(specifier)
  if (file === undefined || !existsSync(file)) return []
  const { metafile } = await esbuild.build({
    entryPoints: [file],
    bundle: true,
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [fromSource(external)],
  })
  return Object.values(metafile.outputs).flatMap((output) => output.exports)
}

/**
 * Points the kit's entries at their sources, so that nothing stale is weighed.
 *
 * @param {readonly RegExp[]} external
 * @returns {esbuild.Plugin}
 */
export function fromSource(external = []) {
  return {
    name: 'from-source',
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path }) => {
        if (external.some((pattern) => pattern.test(path))) return { path, external: true }
        const file = sources.get(path)
        return file === undefined ? undefined : { path: file, sideEffects: file.endsWith('.css') }
      })
    },
  }
}

/**
 * @param {readonly Chunk[]} chunks
 * @param {readonly string[]} modules
 * @returns {Bundle}
 */
function weigh(chunks, modules) {
  const atOnce = new Set(chunks.filter(({ entry }) => entry))
  // A set that grows while it is walked is walked to its new end.
  for (const { imports } of atOnce)
    for (const name of imports) {
      const chunk = chunks.find((each) => each.name === name)
      if (chunk) atOnce.add(chunk)
    }
  const sum = (/** @type {Iterable<Chunk>} */ some) =>
    [...some].reduce((bytes, { code }) => bytes + gzipSync(code, { level: 9 }).length, 0)
  return {
    initial: sum(atOnce),
    lazy: sum(chunks.filter((chunk) => !atOnce.has(chunk))),
    text: chunks.map(({ code }) => code.toString()).join('\n'),
    modules,
  }
}
