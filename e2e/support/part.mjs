// A part of the shop as a process of its own, so that it can be killed: node part.mjs chain|merchant '{"port":0}'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { root, sourceAliases } from '../../scripts/sources.mjs'

const [, , part, text = '{}'] = process.argv
const playground = join(root, 'apps/playground')
const options = { env: {}, ...JSON.parse(text) }

const config = { root: playground, resolve: { alias: sourceAliases() } }
const load = async (/** @type {string} */ path) => (await runnerImport(join(root, path), config)).module
const running =
  part === 'chain'
    ? await (await load('packages/devnet/src/index.ts')).startChain(options)
    : await (await load('apps/playground/server.ts')).startServer(options)

process.on('SIGTERM', async () => {
  await running.stop()
  process.exit()
})
console.log(running.url)
