export { createMemoryStore } from './MemoryStore.js'
export type { Store } from './Store.js'
