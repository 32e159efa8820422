// Where the workspace's packages live, and which source file stands behind each of their public entries.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** @param {string} directory Every folder of this workspace that is a package, the root left out. */
export function workspaces(directory = root) {
  const parents = ['packages', 'apps'].filter((parent) => existsSync(join(directory, parent)))
  const nested = parents.flatMap((parent) =>
    readdirSync(join(directory, parent)).map((name) => join(directory, parent, name)),
  )
  return [...nested, join(directory, 'e2e'), join(directory, 'bench')].filter((path) =>
    existsSync(join(path, 'package.json')),
  )
}

/** @param {string} path A package's folder. */
export function manifest(path) {
  return JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
}

/** The packages that are published. */
export function published(directory = root) {
  return workspaces(directory).filter((path) => !manifest(path).private)
}

/**
 * Every public entry of the packages with the source file behind it, so that tests and the playground run
 * what is being edited and never a stale `dist`.
 */
export function entries(directory = root) {
  return workspaces(directory).flatMap((path) => {
    const { name, exports = {}, private: own = false } = manifest(path)
    return Object.entries(exports)
      .filter(([key]) => key !== './package.json')
      .map(([key, target]) => ({
        specifier: name + key.slice(1),
        /** Whether the package is for this repository alone. */
        private: own,
        file: sourceOf(path, typeof target === 'string' ? target : target.default),
      }))
  })
}

/** The entries as Vite's `resolve.alias`, whole specifiers only. */
export function sourceAliases() {
  return entries().map(({ specifier, file }) => ({
    find: new RegExp(`^${specifier.replace(/[.]/g, '\\$&')}$`),
    replacement: file,
  }))
}

/**
 * @param {string} path
 * @param {string} target
 */
function sourceOf(path, target) {
  const source = join(path, target.replace('./dist/', 'src/'))
  const typescript = source.replace(/\.js$/, '.ts')
  return existsSync(`${typescript}x`) ? `${typescript}x` : typescript
}
