import { defineConfig } from '@playwright/test'
import { launchOptions } from './scripts/chromium.mjs'

// Each worker has a chain, a merchant and a page of its own: tests count what was sold, and mostly wait.
const workers = 2

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.cache/playwright',
  // One set for all machines: see docs/decisions/pictures.md.
  snapshotPathTemplate: 'e2e/pictures/{arg}{ext}',
  forbidOnly: true,
  retries: 0,
  workers,
  timeout: 60_000,
  globalTimeout: 900_000,
  reporter: [['line'], ['json', { outputFile: '.cache/playwright.json' }]],
  use: {
    // Set by `webServer` below, before the workers read this file again.
    baseURL: process.env[`PAYERKIT_PAGE_${process.env.TEST_PARALLEL_INDEX}`],
    launchOptions: launchOptions(),
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'chromium', testIgnore: /gallery\.spec/, use: { browserName: 'chromium' } },
    // Every component in every state: minutes of its own.
    { name: 'gallery', testMatch: /gallery\.spec/, use: { browserName: 'chromium' } },
  ],
  webServer: Array.from({ length: workers }, (_, index) => ({
    command: 'node scripts/start.mjs --for-tests',
    // A free port is found by the server itself; Playwright keeps the named group as an environment variable.
    wait: { stdout: new RegExp(`playground: (?<payerkit_page_${index}>http:\\S+)`) },
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
  })),
})
