import { relative } from 'node:path'
import type { KnipConfig } from 'knip'
import { entries, published, root } from './scripts/sources.mjs'

const tests = 'src/**/*.{test.ts,test.tsx}'

/** The public entries of each published package, as `exports` names them: their sources, not `dist`. */
const packages = published().map((path) => {
  const own = entries()
    .map(({ file }) => relative(path, file))
    .filter((file) => file.startsWith('src'))
  return [relative(root, path), { entry: [...own, tests], project: ['src/**/*.{ts,tsx}'] }]
})

export default {
  workspaces: {
    '.': { entry: ['scripts/imports.mjs'], project: ['scripts/**/*.mjs', '*.ts'] },
    'apps/playground': {
      entry: ['**/*.test.ts'],
      project: ['**/*.{ts,tsx,mjs}'],
      // wagmi imports it, if it is there.
      ignoreDependencies: ['accounts'],
    },
    'packages/devnet': {
      entry: [tests],
      project: ['**/*.{ts,mjs}'],
      // The program in it is run, and nothing of it imported.
      ignoreDependencies: ['@foundry-rs/anvil'],
    },
    // The script is bundled for a browser, and nothing imports it.
    'packages/testing': { entry: [tests, 'src/torture/browser/script.ts'], project: ['src/**/*.ts'] },
    e2e: { entry: ['**/*.spec.ts'], project: ['**/*.{ts,tsx}'] },
    bench: { entry: ['sizes.mjs'], project: ['**/*.{ts,tsx,mjs}'] },
    ...Object.fromEntries(packages),
  },
  // scripts/stages.mjs runs the first two by the names of their programs; vitest.config.ts and the test of server
  // components name the others in texts alone.
  ignoreDependencies: [
    '@arethetypeswrong/cli',
    'publint',
    'react-18',
    'react-dom-18',
    'react-server-dom-webpack',
  ],
} satisfies KnipConfig
