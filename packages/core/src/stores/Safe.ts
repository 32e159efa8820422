import * as Base64Url from '../protocol/Base64Url.js'
import * as JsonObject from '../protocol/JsonObject.js'
import { wrappingKeyOf } from '../signers/KeyRecord.js'
import * as Seal from '../signers/Seal.js'
import type { Store } from './Store.js'

/** What finishes an attempt: the proof, the request that it goes with, and whether what it buys is kept. */
export type Kept = {
  readonly keep?: boolean | undefined
  readonly proof: string
  readonly authorization: {
    readonly payload: object
    readonly source?: string | undefined
    readonly moves: 'before' | 'after' | 'never'
  }
  readonly request: { readonly url: string; readonly init: RequestInit }
}

/** A request, as far as it is kept. */
export type Repeatable = {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  bytes(): Promise<Uint8Array<ArrayBuffer>>
}

/** Where proofs lie, encrypted, as long as they may be needed. */
export type Safe = {
  seal(id: string, kept: Omit<Kept, 'request'>, request: Repeatable): Promise<void>
  /** What was sealed; `undefined` where nothing is that can be read. */
  open(id: string): Promise<Kept | undefined>
  drop(id: string): Promise<void>
}

const placeOf = (id: string) => `proof/${id}`
// The longest body that is kept, in bytes; what is longer is finished by asking for the same thing again.
const longest = 262_144

export function createSafe(store: Store): Safe {
  return {
    async seal(id, kept, request) {
      // Without WebCrypto nothing is kept that others could read.
      if (!globalThis.crypto?.subtle) return
      const { url, method, headers } = request
      const body = await request.bytes()
      if (body.length > longest) return
      const init = { method, headers: [...headers] }
      const text = { ...kept, url, init, ...(body.length > 0 && { body: Base64Url.fromBytes(body) }) }
      const plain = new TextEncoder().encode(JSON.stringify(text))
      await store.set(placeOf(id), await Seal.seal(await wrappingKeyOf(store), plain, placeOf(id)))
      plain.fill(0)
    },
    async open(id) {
      const sealed = await store.get(placeOf(id))
      if (!JsonObject.is(sealed) || !(sealed.iv instanceof Uint8Array) || !(sealed.box instanceof Uint8Array))
        return undefined
      const { iv, box } = sealed
      const bytes = await Seal.unseal(await wrappingKeyOf(store), { iv, box }, placeOf(id))
      if (!bytes) return undefined
      const { body, init, url, ...kept } = JSON.parse(new TextDecoder().decode(bytes))
      bytes.fill(0)
      const request = {
        url,
        init: body === undefined ? init : { ...init, body: Base64Url.toBytes(body) },
      }
      return { ...kept, request }
    },
    drop: (id) => store.delete(placeOf(id)).catch(() => {}),
  }
}
