// Every entry of the React package can be imported by a server component, by React's own loader: what runs in the
// browser becomes a reference to it, and nothing of it runs on the server.
import { execFile } from 'node:child_process'
import { copyFileSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entries, root } from './sources.mjs'

const react = join(root, 'packages/react')
const source = join(react, 'src')
// Inside the package, so that what it imports is found from there.
const out = join(react, 'node_modules', '.cache', `server-${process.pid}`)

const own = entries()
  .filter(({ specifier, file }) => specifier.startsWith('@payerkit/react') && /\.tsx?$/.test(file))
  .map(({ specifier, file }) => ({
    specifier,
    url: pathToFileURL(join(out, relative(source, file).replace(/\.tsx?$/, '.js'))).href,
  }))

beforeAll(async () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  await build({
    entryPoints: files.filter((file) => /\.tsx?$/.test(file)).map((file) => join(source, file)),
    outdir: out,
    outbase: source,
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'error',
  })
  for (const name of ['serverEntries.mjs', 'serverLoader.mjs'])
    copyFileSync(join(source, 'testing', name), join(out, name))
})
afterAll(() => rmSync(out, { recursive: true, force: true }))

/** @typedef {{ specifier: string, names: string[], references: string[], components: string[], streamed: string[] }} Found */

test('every entry is a list of references to the browser', async () => {
  const loader = pathToFileURL(join(out, 'serverLoader.mjs')).href
  const register = `data:text/javascript,import { register } from 'node:module'; register('${loader}')`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--conditions',
      'react-server',
      '--import',
      register,
      join(out, 'serverEntries.mjs'),
      JSON.stringify(own),
    ],
    { cwd: out },
  )
  const found = /** @type {Found[]} */ (JSON.parse(stdout))
  expect(found.map(({ specifier }) => specifier)).toEqual(own.map(({ specifier }) => specifier))
  for (const { specifier, names, references, components, streamed } of found) {
    expect({ specifier, references }).toEqual({ specifier, references: names })
    expect({ specifier, streamed }).toEqual({ specifier, streamed: components })
  }
  expect(found.flatMap(({ components }) => components)).toEqual(
    expect.arrayContaining(['PayerProvider', 'PayButton', 'Checkout', 'CardCheckout', 'SessionMeter']),
  )
})
