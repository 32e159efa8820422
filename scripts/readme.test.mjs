// The applications of the README and the guides are ones that compile.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from './run.mjs'
import { root } from './sources.mjs'

const pages = [
  'README.md',
  'docs/sessions.md',
  'docs/budget.md',
  'docs/subscriptions.md',
  'docs/cards.md',
  'docs/paywall.md',
  'docs/diagnosis.md',
  'docs/writing-a-method.md',
]

test('the applications in the documents type-check', async () => {
  // Beside the page, whose dependencies are those of such an application.
  const folder = join(root, 'apps/playground/.cache/readme')
  mkdirSync(folder, { recursive: true })
  const lengths = pages.map((page, at) => {
    const [, code = ''] = /```tsx\n([\s\S]*?)```/.exec(readFileSync(join(root, page), 'utf8')) ?? []
    writeFileSync(join(folder, `App${at}.tsx`), code)
    return code.trim().split('\n').length
  })
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: ['.', '../../src/vite-env.d.ts'] }),
  )
  const { output } = await run('tsc', ['--noEmit', '-p', folder])
  rmSync(folder, { recursive: true })
  expect(lengths.every((length) => length > 15)).toBe(true)
  expect(output.trim()).toBe('')
})
