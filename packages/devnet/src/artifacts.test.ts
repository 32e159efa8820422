import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { toEventHash, toEventSelector, toFunctionSelector } from 'viem'
import { Abis } from 'viem/tempo'
import { expect, test } from 'vitest'
import { readArtifact } from './artifacts.js'

const sources = new URL('../contracts/', import.meta.url)
const files = readdirSync(sources).filter((name) => name.endsWith('.sol'))

test.each(files)('the artifact of %s was compiled from it; if not, run npm run contracts', (file) => {
  const hash = createHash('sha256')
    .update(readFileSync(new URL(file, sources)))
    .digest('hex')
  const artifact = readArtifact(file.replace('.sol', ''))
  expect(artifact.sourceHash).toBe(`sha256:${hash}`)
  expect(artifact.deployedBytecode).toMatch(/^0x([0-9a-f]{2})+$/)
})

test('the channel reserve has the functions, events and errors of the precompile', () => {
  const ours = selectors(readArtifact('ChannelReserve').abi)
  // What one pays for storage is no part of a channel.
  const theirs = selectors(Abis.tip20ChannelReserve.filter((item) => item.name !== 'storageCredits'))
  expect(theirs).toHaveLength(14 + 6 + 13)
  expect(ours).toEqual(expect.arrayContaining(theirs))
})

function selectors(abi: readonly { type: string }[]) {
  return abi.flatMap((item) => {
    if (item.type === 'event') return toEventSelector(item as never)
    if (item.type === 'function') return toFunctionSelector(item as never)
    return item.type === 'error' ? toEventHash({ ...item, type: 'event' } as never) : []
  })
}
