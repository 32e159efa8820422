// Core loads where there is nothing but the language and its text codecs, and leaves the globals as they were.
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { entries } from './sources.mjs'

const core = entries().filter(
  ({ specifier, file }) => specifier.startsWith('@payerkit/core') && file.endsWith('.ts'),
)

test.each(core.map(({ specifier, file }) => [specifier, file]))(
  '%s needs no Node, no DOM and no network to load',
  async (_, file) => {
    const { outputFiles } = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'entry',
      platform: 'neutral',
      mainFields: ['module', 'main'],
    })
    const globals = createContext({ TextEncoder, TextDecoder })
    const before = runInContext('Object.getOwnPropertyNames(globalThis).sort().join()', globals)
    runInContext(
      `(() => { ${outputFiles[0]?.text}; if (!entry) throw new Error('It exports nothing.') })()`,
      globals,
    )
    expect(runInContext('Object.getOwnPropertyNames(globalThis).sort().join()', globals)).toBe(before)
  },
)
