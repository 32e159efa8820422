import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the merchant keeps what must outlive it. */
export type DataFolder = {
  channels: string
  /** The development chain's state; `undefined` where nothing is to outlive the merchant. */
  chain: string | undefined
  /** What challenges are signed with: a payer may answer one after a restart. */
  challengeSecret(): string
  /** Removes the folder, if it was made for this run alone. */
  dispose(): void
}

/** Opens the folder at a path; without one, a folder that is removed at the end. */
export function openDataFolder(path?: string): DataFolder {
  const folder = path ?? mkdtempSync(join(tmpdir(), 'payerkit-merchant-'))
  mkdirSync(folder, { recursive: true })
  return {
    channels: join(folder, 'channels'),
    chain: path === undefined ? undefined : join(folder, 'chain.json'),
    challengeSecret: () => readSecret(join(folder, 'challenge-secret')),
    dispose() {
      if (path === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

function readSecret(path: string): string {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600 })
  return readFileSync(path, 'utf8')
}
