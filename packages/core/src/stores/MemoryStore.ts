import type { Store } from './Store.js'

/**
 * A store that lasts as long as the page. Payers that share it take turns where they must.
 *
 * @example
 * ```ts
 * import { createMemoryStore } from '@payerkit/core/stores'
 *
 * const store = createMemoryStore()
 * ```
 */
export function createMemoryStore(): Store {
  const values = new Map<string, unknown>()
  return {
    async get(key) {
      return values.get(key)
    },
    async set(key, value) {
      values.set(key, structuredClone(value))
    },
    async delete(key) {
      values.delete(key)
    },
    async list(prefix) {
      return [...values].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1))
    },
  }
}
