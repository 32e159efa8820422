import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Problem from './Problem.js'
import { headerText, json, jsonObject, nearlyJson, runs, survives } from './testing/arbitraries.js'

test('any text is a problem or none', () => {
  const nearly = fc
    .tuple(
      jsonObject,
      fc.record({ type: json, title: json, status: json, detail: json }, { requiredKeys: [] }),
    )
    .map(([rest, problem]) => JSON.stringify({ ...rest, ...problem }))
  fc.assert(
    fc.property(fc.oneof(nearly, nearlyJson, headerText), (text) => {
      const problem = survives(() => Problem.parse(text))
      if (!problem) return
      expect(problem.type).toBeTypeOf('string')
      expect(['string', 'undefined']).toContain(typeof problem.title)
      expect(['string', 'undefined']).toContain(typeof problem.detail)
      expect(['number', 'undefined']).toContain(typeof problem.status)
      expect(Object.getPrototypeOf(problem)).toBe(Object.prototype)
      survives(() => Problem.typeOf(problem))
    }),
    runs,
  )
})
