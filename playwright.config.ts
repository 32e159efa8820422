import { defineConfig } from '@playwright/test'
import { launchOptions } from './scripts/chromium.mjs'

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.cache/playwright',
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 60_000,
  globalTimeout: 900_000,
  reporter: [['line'], ['json', { outputFile: '.cache/playwright.json' }]],
  use: {
    // Set by `webServer` below, before the workers read this file again.
    baseURL: process.env.PAYERKIT_PAGE,
    launchOptions: launchOptions(),
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
  webServer: {
    command: 'node scripts/start.mjs --for-tests',
    // A free port is found by the server itself; Playwright keeps the named group as an environment variable.
    wait: { stdout: /playground: (?<payerkit_page>http:\S+)/ },
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
})
