/** What this page and this browser have for paying. */
export type Environment = {
  /** Whether the page came over https or from this machine; without that there are no keys and no locks. */
  readonly secure: boolean
  /** Whether anything can be kept beyond the page. */
  readonly storage: boolean
  /** How many wallets announce themselves: extensions, and the wallet whose browser this is. */
  readonly wallets: number
}

// Milliseconds; some browsers never answer when their storage is in trouble.
const patience = 2_000
const probe = 'payerkit-probe'

/**
 * Looks what this page and this browser have for paying, without asking anybody for anything: whether the page is a
 * secure context, whether something can be kept, how many wallets there are.
 *
 * @example
 * ```ts
 * const environment = await checkEnvironment()
 * const finding = diagnose(undefined, { environment })
 * ```
 */
export async function checkEnvironment(): Promise<Environment> {
  const wallets = countWallets()
  return { secure: globalThis.isSecureContext !== false, storage: await canKeep(), wallets }
}

function canKeep(): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(probe)
      request.onsuccess = () => {
        request.result.close()
        indexedDB.deleteDatabase(probe)
        resolve(true)
      }
      request.onerror = () => resolve(false)
      setTimeout(() => resolve(true), patience)
    } catch {
      resolve(false)
    }
  })
}

/** Extensions answer at once (EIP-6963). */
function countWallets(): number {
  if (typeof window === 'undefined') return 0
  const found = new Set<unknown>()
  const note = (event: Event) =>
    found.add((event as CustomEvent<{ info?: { uuid?: unknown } }>).detail?.info?.uuid)
  window.addEventListener('eip6963:announceProvider', note)
  window.dispatchEvent(new Event('eip6963:requestProvider'))
  window.removeEventListener('eip6963:announceProvider', note)
  return Math.max(found.size, 'ethereum' in window ? 1 : 0)
}
