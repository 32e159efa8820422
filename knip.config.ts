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
      entry: ['server.ts', '**/*.test.ts'],
      project: ['**/*.{ts,tsx,mjs}'],
      // devnet/ runs the program in the first and imports nothing; wagmi imports the second, if it is there.
      ignoreDependencies: ['@foundry-rs/anvil', 'accounts'],
    },
    e2e: { entry: ['**/*.spec.ts'], project: ['**/*.{ts,tsx}'] },
    // What is bundled there is named in text alone.
    bench: { entry: ['sizes.mjs'], project: ['**/*.{ts,tsx,mjs}'], ignoreDependencies: ['@payerkit/react'] },
    ...Object.fromEntries(packages),
  },
  // scripts/stages.mjs runs these by the names of their programs.
  ignoreDependencies: ['@arethetypeswrong/cli', 'publint'],
} satisfies KnipConfig
