// The README's application is one that compiles.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from './run.mjs'
import { root } from './sources.mjs'

test('the twenty lines of the README type-check', async () => {
  const [, code] = /```tsx\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
  // Beside the page, whose dependencies are those of such an application.
  const folder = join(root, 'apps/playground/.cache/readme')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'App.tsx'), code ?? '')
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: ['.', '../../src/vite-env.d.ts'] }),
  )
  const { output } = await run('tsc', ['--noEmit', '-p', folder])
  rmSync(folder, { recursive: true })
  expect(code?.trim().split('\n').length).toBeGreaterThan(15)
  expect(output.trim()).toBe('')
})
