export {
  ConflictError,
  exportKey,
  InvalidError,
  importKey,
  NotExportableError,
  NotFoundError,
  PassphraseError,
} from '../signers/KeyBackup.js'
export { UnavailableError } from '../signers/Subtle.js'
export {
  BlockedError,
  BrokenError,
  ClosedError,
  EvictedError,
  ForbiddenError,
  FullError,
  NewerError,
} from './Database.js'
export { createIndexedDbStore } from './IndexedDbStore.js'
export { createKeeper, type Keeper, type KeeperHost, type KeptAttempt } from './Keeper.js'
export { LostError } from './Lease.js'
export { createMemoryStore } from './MemoryStore.js'
export type { Kept } from './Safe.js'
export type { Store, Turn } from './Store.js'
