// Another tab, as a worker: does what it is told with the same database and says what came of it.
import { createDatabase } from '../Database.js'
import { createIndexedDbStore } from '../IndexedDbStore.js'
import { createLeases } from '../Lease.js'

/** What a peer is told. `every` takes the lock by tickets, looked at so often, instead of the browser's own. */
export type Order =
  | { readonly do: 'hold'; readonly name: string; readonly lock: string; readonly every?: number }
  | { readonly do: 'set'; readonly name: string; readonly key: string; readonly value: unknown }
  | { readonly do: 'count'; readonly name: string; readonly times: number; readonly every?: number }

self.onmessage = async ({ data }: MessageEvent<Order>) => {
  const store = createIndexedDbStore({ name: data.name })
  const every = 'every' in data ? data.every : undefined
  const lock = every === undefined ? store.lock : createLeases(createDatabase(data.name), { every }).lock
  if (data.do === 'set') await store.set(data.key, data.value)
  if (data.do === 'hold')
    await lock?.(data.lock, () => {
      self.postMessage('held')
      return new Promise(() => {})
    })
  if (data.do === 'count')
    for (let time = 0; time < data.times; time++)
      await lock?.('count', async () => {
        const count = Number((await store.get('count')) ?? 0)
        await store.set('count', count + 1)
      })
  self.postMessage('done')
}
