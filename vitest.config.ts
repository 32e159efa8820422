import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { playwright } from '@vitest/browser-playwright'
import type { Alias } from 'vite'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import type { InlineConfig } from 'vitest/node'
import { launchOptions } from './scripts/chromium.mjs'
import { root, sourceAliases } from './scripts/sources.mjs'

const resolve = { alias: sourceAliases(), dedupe: ['react', 'react-dom'] }

// Long enough that a slow machine never fails a test; only a hanging one does.
const testTimeout = 30_000

// A cache of an earlier run may lack a dependency of this one, and a page reloads when Vite finds that out.
const browserCache = join(root, '.cache', `vitest-${process.pid}`)
process.on('exit', () => rmSync(browserCache, { recursive: true, force: true }))

/** A project whose tests run in a page. */
function inBrowser(name: string, test: InlineConfig, alias: Alias[] = []): TestProjectInlineConfiguration {
  return {
    resolve: { ...resolve, alias: [...alias, ...resolve.alias] },
    cacheDir: join(browserCache, name),
    test: {
      name,
      testTimeout,
      browser: {
        enabled: true,
        headless: true,
        provider: playwright({ launchOptions: launchOptions() }),
        instances: [{ browser: 'chromium' }],
        screenshotFailures: false,
      },
      ...test,
    },
  }
}

/** A project whose tests start chains, one at a time: two of them and a browser do not fit on two cores. */
function onChains(name: string, test: InlineConfig): TestProjectInlineConfiguration {
  return {
    resolve,
    test: { name, fileParallelism: false, testTimeout: 60_000, hookTimeout: 120_000, ...test },
  }
}

export default defineConfig({
  test: {
    allowOnly: false,
    retry: 0,
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.mjs'],
          exclude: ['**/*.browser.test.ts', '**/*.integration.test.ts'],
          setupFiles: [join(root, 'scripts/fuzzCounts.mjs')],
          testTimeout,
        },
      },
      onChains('integration', {
        include: ['apps/playground/**/*.test.ts', 'packages/*/src/**/*.integration.test.ts'],
        exclude: ['**/node_modules/**', 'packages/testing/src/torture/**'],
      }),
      onChains('torture', { include: ['packages/testing/src/torture/**/*.integration.test.ts'] }),
      inBrowser('browser', {
        include: ['packages/*/src/**/*.test.tsx', 'packages/*/src/**/*.browser.test.ts'],
      }),
      inBrowser('react-18', { include: ['packages/react/src/releases.test.tsx'] }, [
        { find: /^react($|\/)/, replacement: 'react-18$1' },
        { find: /^react-dom($|\/)/, replacement: 'react-dom-18$1' },
      ]),
    ],
  },
})
