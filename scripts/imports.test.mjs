import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findViolations } from './imports.mjs'

/** @type {string} */
let house

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'payerkit-'))
  write('packages/core/package.json', {
    name: '@payerkit/core',
    exports: { '.': './dist/index.js', './tempo': './dist/methods/tempo/index.js' },
    dependencies: { '@noble/hashes': '1' },
  })
  write('packages/react/package.json', {
    name: '@payerkit/react',
    exports: { '.': './dist/index.js' },
    peerDependencies: { react: '19', wagmi: '3' },
  })
  write('packages/devnet/package.json', {
    name: '@payerkit/devnet',
    private: true,
    exports: { '.': './src/index.ts' },
  })
  write('apps/playground/package.json', { name: '@payerkit/playground', private: true })
})

afterEach(() => rmSync(house, { recursive: true }))

/** @param {string} path @param {string | object} content */
function write(path, content) {
  mkdirSync(dirname(join(house, path)), { recursive: true })
  writeFileSync(join(house, path), typeof content === 'string' ? content : JSON.stringify(content))
}

describe('allowed', () => {
  test.each([
    ['packages/core/src/protocol/Challenge.ts', "import { BaseError } from '../Errors.js'"],
    ['packages/core/src/protocol/Digest.ts', "import { sha256 } from '@noble/hashes/sha2.js'"],
    ['packages/core/src/session/Session.ts', "import type { Store } from '../stores/Store.js'"],
    ['packages/core/src/methods/tempo/Charge.ts', "import type { Method } from '../Method.js'"],
    ['packages/core/src/payer/Fetch.ts', "import type { Method } from '../methods/Method.js'"],
    ['packages/core/src/index.ts', "export * from './payer/createPayer.js'"],
    ['packages/core/src/payer/Fetch.test.ts', "import { Mppx } from 'mppx/server'"],
    ['packages/core/src/payer/Fetch.ts', "/** import { x } from 'viem' */ export const text = 'from viem'"],
    ['packages/core/src/payer/Fetch.test.ts', "import { startDevnet } from '@payerkit/devnet'"],
    ['packages/core/src/methods/tempo/testing/live.ts', "import { startDevnet } from '@payerkit/devnet'"],
    ['apps/playground/server.ts', "import { startDevnet } from '@payerkit/devnet'"],
    ['packages/react/src/hooks/usePaidFetch.ts', "import { createPayer } from '@payerkit/core'"],
    ['packages/react/src/wallet/wagmi.ts', "import { useAccount } from 'wagmi'"],
    ['apps/playground/server.ts', "import { tempo } from '@payerkit/core/tempo'; import 'viem'"],
  ])('%s: %s', (path, content) => {
    write(path, content)
    expect(findViolations(house)).toEqual([])
  })
})

describe('refused', () => {
  test.each([
    ['packages/core/src/protocol/Challenge.ts', "import { Fetch } from '../payer/Fetch.js'"],
    ['packages/core/src/protocol/Challenge.ts', "import type { Store } from '../stores/Store.js'"],
    ['packages/core/src/protocol/Challenge.ts', "export * from '../index.js'"],
    ['packages/core/src/session/Session.ts', "import { Charge } from '../methods/tempo/Charge.js'"],
    ['packages/core/src/methods/tempo/Charge.ts', "import { stripe } from '../stripe/index.js'"],
    ['packages/core/src/methods/Method.ts', "import { tempo } from './tempo/index.js'"],
    ['packages/core/src/payer/Fetch.ts', "const tempo = await import('../methods/tempo/index.js')"],
    ['packages/core/src/index.ts', "export { tempo } from './methods/tempo/index.js'"],
    ['packages/core/src/methods/tempo/Charge.ts', "import type { Client } from 'viem'"],
    ['packages/core/src/methods/tempo/Charge.ts', "export type Client = import('viem').Client"],
    ['packages/core/src/methods/stripe/Charge.ts', "import type { Stripe } from '@stripe/stripe-js'"],
    ['packages/core/src/stores/Store.ts', "import { readFile } from 'node:fs/promises'"],
    ['packages/core/src/strange/Part.ts', "import { BaseError } from '../Errors.js'"],
    ['packages/core/src/payer/Fetch.ts', "import { startDevnet } from '@payerkit/devnet'"],
    ['packages/react/src/index.ts', "import { createPayer } from '../../core/src/index.js'"],
    ['packages/react/src/index.ts', "import { parse } from '@payerkit/core/protocol/Challenge'"],
    ['packages/react/src/hooks/useQuote.ts', "import { useAccount } from 'wagmi'"],
    ['apps/playground/server.ts', "import { Budget } from '../../packages/core/src/policy/Budget.js'"],
  ])('%s: %s', (path, content) => {
    write(path, content)
    expect(findViolations(house)).toHaveLength(1)
  })
})
