// Installs the dependencies when the lockfile is not the one that was installed last; otherwise needs no network.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { manifest, root, workspaces } from './sources.mjs'

const oldestNode = { major: 20, minor: 19 }
const pnpm = 'pnpm@12.21.0'
const stamp = join(root, 'node_modules', '.payerkit-lock')

export function ensureInstalled() {
  checkNode()
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex')
  if (isInstalled(wanted)) return
  // The stamp goes first and comes back last, so an install that was cut off runs again.
  rmSync(stamp, { force: true })
  console.log('Installing the dependencies…')
  const { status, error } = spawnSync(
    'npx',
    ['--yes', '--prefer-offline', pnpm, 'install', '--frozen-lockfile', '--prefer-offline'],
    // CI=true: pnpm then replaces a half-made node_modules without asking.
    {
      cwd: root,
      env: { ...process.env, CI: 'true' },
      shell: process.platform === 'win32',
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  if (status !== 0) {
    console.error(`The dependencies could not be installed${error ? `: ${error.message}` : ''}.`)
    console.error('The first run needs the npm registry. Check the network, then run the same command again.')
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

/** @param {string} wanted */
function isInstalled(wanted) {
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) return false
  return workspaces().every((path) => {
    const { dependencies, devDependencies } = manifest(path)
    return !(dependencies || devDependencies) || existsSync(join(path, 'node_modules'))
  })
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor)) return
  console.error(
    `Payerkit needs Node ${oldestNode.major}.${oldestNode.minor} or newer; this is ${process.versions.node}.`,
  )
  process.exit(1)
}
