// Builds the published packages into their `dist`: JavaScript and types by the compiler, stylesheets as they are.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { run } from './run.mjs'
import { manifest, published, root } from './sources.mjs'

ensureInstalled()
for (const path of inOrder(published())) {
  rmSync(join(path, 'dist'), { recursive: true, force: true })
  const { ok, output } = await run('tsc', ['-p', join(path, 'tsconfig.build.json')])
  process.stdout.write(output)
  if (!ok) process.exit(1)
  copyStyles(path)
  console.log(`Built ${relative(root, path)}`)
}

/** @param {string[]} paths A package comes after those it depends on, whose built types it reads. */
function inOrder(paths) {
  /** @type {string[]} */
  const done = []
  const visit = (/** @type {string} */ path) => {
    if (done.includes(path)) return
    const { dependencies = {} } = manifest(path)
    for (const other of paths) if (manifest(other).name in dependencies) visit(other)
    done.push(path)
  }
  for (const path of paths) visit(path)
  return done
}

/** @param {string} path */
function copyStyles(path) {
  const source = join(path, 'src')
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.css')) continue
    const target = join(path, 'dist', file)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(join(source, file), target)
  }
}
