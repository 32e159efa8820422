import * as JsonObject from '../protocol/JsonObject.js'
import type { Store } from './Store.js'

/** Where what was bought is kept, by the attempt that bought it. */
export type Shelf = {
  /** Keeps an answer once it is here to its end; `false` for a stream, what is too long, or a store that is full. */
  put(id: string, response: Response): Promise<boolean>
  get(id: string): Promise<Response | undefined>
  drop(id: string): Promise<void>
}

const placeOf = (id: string) => `bought/${id}`
// In bytes.
const longest = 8_388_608

export function createShelf(store: Store): Shelf {
  return {
    async put(id, response) {
      const { headers, status, ok } = response
      const isStream = headers.get('Content-Type')?.startsWith('text/event-stream')
      if (!ok || isStream || Number(headers.get('Content-Length')) > longest) return false
      const body = new Uint8Array(await response.clone().arrayBuffer())
      if (body.length > longest) return false
      return store.set(placeOf(id), { status, headers: [...headers], body }).then(
        () => true,
        () => false,
      )
    },
    async get(id) {
      const kept = await store.get(placeOf(id))
      if (!JsonObject.is(kept) || !(kept.body instanceof Uint8Array) || !Array.isArray(kept.headers))
        return undefined
      const { status, headers, body } = kept as {
        status: number
        headers: [string, string][]
        body: Uint8Array<ArrayBuffer>
      }
      return new Response([204, 205].includes(status) ? null : body, { status, headers })
    },
    drop: (id) => store.delete(placeOf(id)).catch(() => {}),
  }
}
