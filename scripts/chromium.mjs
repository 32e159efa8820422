// Finds a Chromium for the browser tests, and brings one when there is none.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { bin } from './run.mjs'

const isRoot = process.getuid?.() === 0

/** Keeps the browser off the network, off the GPU, and startable by root. */
const flags = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Playwright's launch options; without an `executablePath` it takes its own Chromium. */
export function launchOptions() {
  const executablePath = findChromium()
  return { ...(executablePath && { executablePath }), args: flags }
}

/** Brings a Chromium if there is none, and returns its path, or `undefined` for Playwright's own. */
export async function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (await hasPlaywrightChromium()) return undefined
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.log('No Chromium found: installing the Debian package…')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    run('apt-get', ['update', '-qq'], env)
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], env)
    const installed = findChromium()
    if (installed) return installed
  }
  console.log("No Chromium found: installing Playwright's own…")
  if (run(bin('playwright'), ['install', 'chromium']) && (await hasPlaywrightChromium())) return undefined
  throw new Error(
    'No Chromium could be found or installed. Install Chromium or Chrome, or set PAYERKIT_CHROMIUM to its path.',
  )
}

function findChromium() {
  const chosen = process.env.PAYERKIT_CHROMIUM
  if (chosen && !existsSync(chosen)) throw new Error(`PAYERKIT_CHROMIUM is ${chosen}, which does not exist.`)
  return chosen || candidates().find(starts)
}

function candidates() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  const applications = ['/Applications', join(process.env.HOME ?? '', 'Applications')].flatMap((folder) => [
    join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
    join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
  ])
  const windows = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Chromium/Application/chrome.exe'),
      join(folder, 'Google/Chrome/Application/chrome.exe'),
    ])
  return [...onPath, ...applications, ...windows].filter((path) => existsSync(path))
}

/** @param {string} path Some systems ship a `chromium` that only says how to install the real one. */
function starts(path) {
  // On Windows `--version` would open a window.
  if (process.platform === 'win32') return true
  return spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}

async function hasPlaywrightChromium() {
  const { chromium } = await import('playwright')
  return existsSync(chromium.executablePath())
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function run(command, args, env = process.env) {
  const shell = process.platform === 'win32'
  return spawnSync(command, args, { env, shell, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}
