import type { Store } from '@payerkit/core'
import { createIndexedDbStore, createMemoryStore } from '@payerkit/core/stores'

/** Where sessions and attempts are kept, and whether they outlive the page. */
export type BrowserStore = { store: Store; kept: boolean }

/** This browser's own store, for every tab of it; memory where the browser keeps nothing. */
export async function openBrowserStore(): Promise<BrowserStore> {
  const store = createIndexedDbStore()
  try {
    await store.get('channel/')
    return { store, kept: true }
  } catch {
    return { store: createMemoryStore(), kept: false }
  }
}
