import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ChainError } from './ChainError.js'

const packages: Record<string, string> = {
  'darwin-arm64': '@foundry-rs/anvil-darwin-arm64',
  'darwin-x64': '@foundry-rs/anvil-darwin-amd64',
  'linux-arm64': '@foundry-rs/anvil-linux-arm64',
  'linux-x64': '@foundry-rs/anvil-linux-amd64',
  'win32-x64': '@foundry-rs/anvil-win32-amd64',
}

/** Path of the anvil executable that npm installed for this machine. */
export function anvilBinary(platform: string = process.platform, arch: string = process.arch): string {
  const name = packages[`${platform}-${arch}`]
  if (!name) throw new ChainError(`anvil has no build for ${platform}-${arch}.`, 'BINARY_MISSING')
  try {
    const here = createRequire(import.meta.url)
    // The platform package is anvil's own optional dependency, so only anvil can resolve it under pnpm.
    const anvil = createRequire(here.resolve('@foundry-rs/anvil/package.json'))
    const folder = dirname(anvil.resolve(`${name}/package.json`))
    const path = join(folder, 'bin', platform === 'win32' ? 'anvil.exe' : 'anvil')
    if (existsSync(path)) return path
  } catch (cause) {
    throw new ChainError(missing(name), 'BINARY_MISSING', { cause })
  }
  throw new ChainError(missing(name), 'BINARY_MISSING')
}

function missing(name: string) {
  return `${name} is not installed. Install the workspace with optional dependencies: pnpm install.`
}
