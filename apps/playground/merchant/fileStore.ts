import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Store } from 'mppx'

type Change = Store.Change<string, unknown>

/** A store of mppx that survives its process. */
export type FileStore = Store.AtomicStore & {
  keys(): Promise<string[]>
  /** Takes no more changes, and waits for those under way. */
  end(): Promise<void>
}

/**
 * Keeps each value in a file of its own. A change is on the disk, whole, before it is answered: what a payer
 * was told must still be known after a crash.
 */
export function createFileStore(folder: string): FileStore {
  const ready = mkdir(folder, { recursive: true })
  const queues = new Map<string, Promise<unknown>>()
  let isOver = false
  const pathOf = (key: string) => join(folder, `${encodeURIComponent(key)}.json`)

  // mppx's wrapper for a store of text under names, whichever store that is.
  const store = Store.redis({
    get: read,
    set: (key, value) => inTurn(key, () => write(key, value)),
    del: (key) => inTurn(key, () => remove(key)),
    update: (key, decide) =>
      inTurn(key, async () => {
        const change = decide(await read(key))
        await apply(key, change)
        return change.result
      }),
  })
  return { ...store, keys, end }

  async function end() {
    isOver = true
    await ready
    await Promise.all(queues.values())
  }

  async function keys() {
    await ready
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
    return names.map((name) => decodeURIComponent(name.slice(0, -'.json'.length)))
  }

  async function read(key: string): Promise<string | null> {
    await ready
    try {
      return await readFile(pathOf(key), 'utf8')
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  async function apply(key: string, change: Change) {
    if (change.op === 'set') await write(key, change.value)
    if (change.op === 'delete') await remove(key)
  }

  async function write(key: string, text: string) {
    await ready
    const path = pathOf(key)
    const draft = await open(`${path}.new`, 'w')
    try {
      await draft.writeFile(text)
      await draft.sync()
    } finally {
      await draft.close()
    }
    await rename(`${path}.new`, path)
    await syncFolder()
  }

  async function remove(key: string) {
    await rm(pathOf(key), { force: true })
    await syncFolder()
  }

  /** A new name is on the disk only when its folder is; Windows has no such thing to ask for. */
  async function syncFolder() {
    if (process.platform === 'win32') return
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }

  function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    if (isOver) return Promise.reject(new Error('The store takes no more changes.'))
    const result = (queues.get(key) ?? Promise.resolve()).then(work)
    const settled = result.catch(() => undefined)
    queues.set(key, settled)
    settled.then(() => queues.get(key) === settled && queues.delete(key))
    return result
  }
}

function isMissing(error: unknown) {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
