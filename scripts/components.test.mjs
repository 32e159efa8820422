// What docs/components.md shows is what the gallery runs and what the tests compare.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './sources.mjs'

const page = readFileSync(join(root, 'docs/components.md'), 'utf8')
const gallery = join(root, 'apps/playground/src/gallery')
const examples = join(gallery, 'examples')

test('its code is the code of the gallery, and all of that', () => {
  const shown = [...page.matchAll(/```tsx\n([\s\S]*?)```/g)].map(([, code]) => code?.trim())
  const run = readdirSync(examples).map((name) => readFileSync(join(examples, name), 'utf8').trim())
  expect(shown.sort()).toEqual(run.sort())
})

test('every component of the gallery is in it, with a picture that is there', () => {
  const registry = readFileSync(join(gallery, 'exhibits.ts'), 'utf8')
  const modules = [...registry.matchAll(/from '\.\/(\w+)\.js'/g)].map(([, name]) => name)
  const named = [...page.matchAll(/^## (\w+)$/gm)].map(([, name]) => name)
  expect(named.sort()).toEqual(modules.filter((name) => name !== 'Exhibit').sort())
  const pictures = [...page.matchAll(/!\[.*?\]\((.*?)\)/g)].map(([, path]) => path ?? '')
  expect(pictures).toHaveLength(named.length)
  expect(pictures.filter((path) => !existsSync(join(root, 'docs', path)))).toEqual([])
})
