import { keypairAccount, type SolanaAccount } from '@payerkit/core/solana'

// Worth nothing: it exists on this machine's chain only.
const storageKey = 'payerkit-playground.throw-away-solana-key'

/** A key for Solana that is made in this page, so that everybody can try a payment. */
export type SolanaKey = {
  /** Who pays; `undefined` until one was made. */
  getAccount(): SolanaAccount | undefined
  /** Makes one. */
  make(): Promise<void>
  subscribe(listener: () => void): () => void
}

export async function openSolanaKey(): Promise<SolanaKey> {
  const listeners = new Set<() => void>()
  const kept = localStorage.getItem(storageKey)
  let account = kept ? await keypairAccount(Uint8Array.from(JSON.parse(kept))) : undefined
  return {
    getAccount: () => account,
    async make() {
      const seed = crypto.getRandomValues(new Uint8Array(32))
      account = await keypairAccount(seed)
      localStorage.setItem(storageKey, JSON.stringify([...seed]))
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
