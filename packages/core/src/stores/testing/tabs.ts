import type { Order } from './peer.js'

/** A database name nobody else has. */
export const freshName = () => `test-${crypto.randomUUID()}`

/** Starts another tab, and waits for the first thing that it says. */
export function openPeer(order: Order): Promise<{ said: unknown; die(): void }> {
  const worker = new Worker(new URL('./peer.ts', import.meta.url), { type: 'module' })
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve({ said: data, die: () => worker.terminate() })
    worker.onerror = ({ message }) => reject(new Error(message))
    worker.postMessage(order)
  })
}

/** A page of this origin in a frame, and the function that closes it. */
export function openFrame(html: string): Promise<{ window: Window & typeof globalThis; close(): void }> {
  const frame = document.createElement('iframe')
  frame.srcdoc = html
  return new Promise((resolve) => {
    frame.onload = () => {
      const { contentWindow } = frame
      if (contentWindow)
        resolve({ window: contentWindow as Window & typeof globalThis, close: () => frame.remove() })
    }
    document.body.append(frame)
  })
}

/** Opens a database as it is told, as no release of the kit would. */
export function openByHand(
  name: string,
  version: number,
  upgrade: (database: IDBDatabase) => void,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => upgrade(request.result)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Clears a database, as a browser does when it needs room. */
export function clear(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })
}
