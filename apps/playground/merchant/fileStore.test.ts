import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFileStore } from './fileStore.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payerkit-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const increment = (current: unknown) => {
  const value = (typeof current === 'bigint' ? current : 0n) + 1n
  return { op: 'set', value, result: value } as const
}

test('what was written is there for the next one, large numbers included', async () => {
  const store = createFileStore(folder)
  await store.put('0xab', { spent: 2n ** 90n })
  await store.put('a key/with: signs', 'text')
  const next = createFileStore(folder)
  expect(await next.get('0xab')).toEqual({ spent: 2n ** 90n })
  expect((await next.keys()).sort()).toEqual(['0xab', 'a key/with: signs'])
  await next.delete('0xab')
  expect(await store.get('0xab')).toBeNull()
})

test('changes of one value come one after the other, and none is lost', async () => {
  const store = createFileStore(folder)
  const results = await Promise.all(Array.from({ length: 25 }, () => store.update('count', increment)))
  expect(results).toEqual(Array.from({ length: 25 }, (_, index) => BigInt(index + 1)))
  expect(await createFileStore(folder).get('count')).toBe(25n)
})

test('a change can keep or remove what is there', async () => {
  const store = createFileStore(folder)
  await store.put('one', 1n)
  expect(await store.update('one', () => ({ op: 'noop', result: 'kept' }))).toBe('kept')
  expect(await store.get('one')).toBe(1n)
  await store.update('one', () => ({ op: 'delete', result: undefined }))
  expect(await store.get('one')).toBeNull()
})

test('a draft that a crash has left is not taken for a value', async () => {
  const store = createFileStore(folder)
  await store.put('one', 1n)
  writeFileSync(join(folder, 'one.json.new'), '{"half')
  expect(await createFileStore(folder).get('one')).toBe(1n)
  expect(await store.keys()).toEqual(['one'])
  await store.put('one', 2n)
  expect(readdirSync(folder)).toEqual(['one.json'])
})

test('a change that fails does not stop the next', async () => {
  const store = createFileStore(folder)
  const broken = store.update('count', () => {
    throw new Error('no')
  })
  await expect(broken).rejects.toThrow('no')
  expect(await store.update('count', increment)).toBe(1n)
})

test('once it has ended nothing is under way, and nothing is written any more', async () => {
  const store = createFileStore(folder)
  const under = [1n, 2n, 3n].map((value) => store.put(`key ${value}`, value))
  await store.end()
  const kept = ['key%201.json', 'key%202.json', 'key%203.json']
  expect(readdirSync(folder).sort()).toEqual(kept)
  await expect(store.put('late', 1n)).rejects.toThrow('no more changes')
  await Promise.all(under)
  expect(readdirSync(folder).sort()).toEqual(kept)
})
