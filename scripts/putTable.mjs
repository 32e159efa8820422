// Puts what a script has measured into a document, between two marks.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './sources.mjs'

/**
 * @param {string} document Its path in the repository.
 * @param {string} name Of the marks: `<!-- name -->` and `<!-- end of name -->`.
 * @param {string} text
 */
export function putTable(document, name, text) {
  const path = join(root, document)
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const [before, rest = ''] = readFileSync(path, 'utf8').split(start)
  const [, after] = rest.split(end)
  if (after === undefined) throw new Error(`${document} has no place for '${name}'.`)
  writeFileSync(path, `${before}${start}\n\n${text}\n\n${end}${after}`)
}
