import { Credential } from '../../protocol/index.js'
import type { Record } from '../Record.js'
import type { Disk, Tab } from './disk.js'
import { createLedger, type Ledger, problems } from './ledger.js'
import type { Bank } from './rail.js'

/**
 * What goes wrong with a paid request.
 *
 * - `lostBefore`, `lostAfter`: the connection breaks before or after the server did the work.
 * - `late`: it breaks, and the server does the work some time later.
 * - `broken`, `brokenAfter`: the server fails before or after it did the work.
 * - `refused`: the server says no to what is right.
 */
export type Fault = 'lostBefore' | 'lostAfter' | 'late' | 'broken' | 'brokenAfter' | 'refused'

/** A server that meters, and watches. */
export type Site = Ledger & {
  /** What went against what must always hold. */
  readonly wrongs: string[]
  /** What was delivered of a channel, whatever the server remembers. */
  readonly delivered: Map<string, bigint>
  /** Of each of the next paid requests. */
  faults: (Fault | undefined)[]
  /** Milliseconds that the next message takes. */
  latency: () => number
  /** Loses its connections, and its memory. */
  restart(forgets: boolean): void
  fetch(tab: Tab): typeof globalThis.fetch
}

export const url = 'https://shop.test/thing'

/** A server in this very process that watches what it is sent. */
export function openSite(bank: Bank, disk: Disk, headroom: bigint): Site {
  const wrongs: string[] = []
  const highest = new Map<string, bigint>()
  let connections = new Set<() => void>()
  const waiting = new Set<() => void>()
  const pass = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time))

  /** What must hold whenever a voucher is seen. */
  function watch({ payload }: Credential.Credential, isLate: boolean): void {
    const { action, channelId, cumulativeAmount, transaction } = payload as { [field: string]: string }
    if (cumulativeAmount === undefined || channelId === undefined) return
    const seen = BigInt(cumulativeAmount)
    const record = disk.values.get(`channel/${channelId}`) as Record | undefined
    const opening = action === 'open' && (JSON.parse(transaction ?? '') as { amount: string })
    const deposit = bank.channels.get(channelId)?.deposit ?? (opening && BigInt(opening.amount))
    const spent = site.delivered.get(channelId) ?? 0n
    if (!record) return void wrongs.push(`${action} of a channel that is not kept`)
    if (seen > record.channel.signed)
      wrongs.push(`${action} ${seen} left, but ${record.channel.signed} is written down`)
    if (deposit !== false && seen > deposit) wrongs.push(`${action} ${seen} is above the deposit ${deposit}`)
    if (seen - spent > headroom) wrongs.push(`${action} ${seen} is too far ahead of ${spent}`)
    // One that came late was overtaken on the way; closed is with what was used.
    if (action === 'close' || isLate) return
    if (seen < (highest.get(channelId) ?? 0n))
      wrongs.push(`${action} ${seen} came after ${highest.get(channelId)}`)
    highest.set(channelId, seen)
  }

  function refuse(status: number, type: string): Response {
    const headers = new Headers({ 'Content-Type': 'application/problem+json' })
    if (status === 402) headers.set('WWW-Authenticate', site.challenge())
    return new Response(JSON.stringify({ type: problems + type, title: type, status }), { status, headers })
  }

  function charge(id: string): boolean {
    const account = site.accounts.get(id)
    if (!account || account.accepted - account.spent < site.price) return false
    account.spent += site.price
    const before = site.delivered.get(id) ?? 0n
    site.delivered.set(id, before > account.spent ? before : account.spent)
    return true
  }

  function stream(id: string, tab: Tab, tokens: number): Response {
    let open = true
    let left = tokens
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const send = (event: string, data: string) =>
          controller.enqueue(encoder.encode(`event: ${event}\ndata: ${data}\n\n`))
        const end = () => {
          if (!open) return
          open = false
          controller.error(new TypeError('The connection broke.'))
          for (const wake of waiting) wake()
        }
        connections.add(end)
        void (async () => {
          for (let first = true; left > 0; left--, first = false) {
            while (!first && open && tab.alive && !charge(id)) {
              const account = site.accounts.get(id)
              const requiredCumulative = String((account?.spent ?? 0n) + site.price)
              send('payment-need-voucher', JSON.stringify({ channelId: id, requiredCumulative }))
              await new Promise<void>((resolve) => waiting.add(resolve))
            }
            if (!open || !tab.alive) return
            send('message', `token ${left}`)
            await pass(site.latency())
          }
          if (!open || !tab.alive) return
          send('payment-receipt', site.receipt(id))
          connections.delete(end)
          open = false
          controller.close()
        })()
      },
      cancel() {
        open = false
        for (const wake of waiting) wake()
      },
    })
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
  }

  function answer(request: Request, tab: Tab, fault: Fault | undefined): Response {
    const text = request.headers.get('Authorization')
    if (!text?.startsWith('Payment ')) return refuse(402, 'payment-required')
    const credential = Credential.parse(text)
    watch(credential, fault === 'late')
    if (fault === 'broken') return new Response('broken', { status: 500 })
    if (fault === 'refused') return refuse(402, 'verification-failed')
    const taken = site.take(credential)
    if (typeof taken !== 'string') return refuse(...taken)
    const { action } = credential.payload as { action: string }
    const isContent = request.method !== 'HEAD' && (action === 'voucher' || action === 'open')
    if (isContent && !charge(taken)) return refuse(402, 'session/insufficient-balance')
    if (fault === 'brokenAfter') return new Response('broken', { status: 500 })
    const tokens = Number(new URL(request.url).searchParams.get('tokens'))
    if (isContent && tokens > 0) return stream(taken, tab, tokens)
    const headers = { 'Payment-Receipt': Buffer.from(site.receipt(taken)).toString('base64url') }
    return new Response(isContent ? 'served' : null, { status: isContent ? 200 : 204, headers })
  }

  const site: Site = Object.assign(createLedger(bank), {
    wrongs,
    delivered: new Map(),
    faults: [],
    verifies: false,
    latency: () => 1,
    grown: () => {
      const woken = [...waiting]
      waiting.clear()
      for (const wake of woken) wake()
    },
    restart(forgets: boolean) {
      for (const end of connections) end()
      connections = new Set()
      if (forgets) site.accounts.clear()
    },
    fetch: (tab: Tab) => async (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(input, init)
      const lost = () => new TypeError('fetch failed')
      await tab.step()
      const isPaid = request.headers.has('Authorization')
      const fault = isPaid ? site.faults.shift() : undefined
      await pass(site.latency())
      await tab.step()
      request.signal.throwIfAborted()
      if (fault === 'lostBefore') throw lost()
      if (fault === 'late') {
        void pass(2 * site.latency()).then(() => answer(request, tab, fault))
        throw lost()
      }
      const response = answer(request, tab, fault)
      await pass(site.latency())
      request.signal.throwIfAborted()
      if (fault === 'lostAfter') throw lost()
      await tab.step()
      return response
    },
  })
  return site
}
