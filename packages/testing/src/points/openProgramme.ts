import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Hold = { shop: string; points: bigint; state: 'held' | 'taken' | 'released' }

export type Programme = {
  readonly url: string
  /** What the one account has that is not held. */
  balance: bigint
  readonly holds: ReadonlyMap<string, Hold>
  /** Takes what is held for a shop. `false` where that is not so any more. */
  take(hold: string, shop: string, points: bigint): boolean
  stop(): Promise<void>
}

/** A loyalty programme for tests, with one account that is known by `token`. Over HTTP, as its customers reach it. */
export async function openProgramme(token: string): Promise<Programme> {
  const holds = new Map<string, Hold>()
  const keys = new Map<string, string>()
  const programme: Programme = {
    url: '',
    balance: 500n,
    holds,
    take(id, shop, points) {
      const hold = holds.get(id)
      if (!hold || hold.shop !== shop || hold.points !== points || hold.state !== 'held') return false
      hold.state = 'taken'
      return true
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  function answer(method: string, path: string, key: string, text: string): object | undefined {
    if (method === 'GET' && path === '/balance') return { points: String(programme.balance) }
    if (method === 'POST' && path === '/holds') {
      const known = keys.get(key)
      if (known) return { hold: known }
      const { shop, points } = JSON.parse(text)
      if (BigInt(points) > programme.balance) return undefined
      const id = `hold_${holds.size + 1}`
      programme.balance -= BigInt(points)
      holds.set(id, { shop, points: BigInt(points), state: 'held' })
      keys.set(key, id)
      return { hold: id }
    }
    const hold = holds.get(path.replace('/holds/', ''))
    if (method !== 'DELETE' || !hold) return undefined
    if (hold.state === 'held') {
      hold.state = 'released'
      programme.balance += hold.points
    }
    return { state: hold.state }
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const known = request.headers.authorization === `Bearer ${token}`
    const key = String(request.headers['idempotency-key'] ?? '')
    const body =
      known && answer(request.method ?? '', request.url ?? '', key, Buffer.concat(chunks).toString())
    response.writeHead(body ? 200 : 409, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(body || {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(programme, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}
