// Every error code of the packages is explained in docs/errors.md, and nothing else is.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { published, root } from './sources.mjs'

const thrown = /(?:super|RefusedError)\(\s*(?:cause === undefined \? )?'([a-z0-9_]+)'(?: : '([a-z0-9_]+)')?,/g

test('docs/errors.md explains every error code, and no other', () => {
  const codes = new Set()
  for (const path of published())
    for (const file of readdirSync(join(path, 'src'), { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(file) || /\.test\.|(^|\/)test(ing)?\//.test(file)) continue
      for (const [, ...found] of readFileSync(join(path, 'src', file), 'utf8').matchAll(thrown))
        for (const code of found.filter(Boolean)) codes.add(code)
    }
  const explained = [
    ...readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^\| `([a-z0-9_]+)` \|/gm),
  ]
  expect(explained.map(([, code]) => code).sort()).toEqual([...codes].sort())
})
