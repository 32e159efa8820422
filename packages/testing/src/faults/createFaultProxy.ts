import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { corrupt } from './corrupt.js'
import { type Answer, bytesOf, exchange, forward, laneOf, ownHeaders, type Sent } from './Exchange.js'
import type { Fault, Lane } from './Fault.js'
import { createPlan, type Rule } from './Plan.js'

/** One request that came through. */
export type Passage = {
  readonly lane: Lane
  readonly method: string
  readonly path: string
  /** What the server said; absent where it was not asked, or has not answered yet. */
  status?: number
  readonly fault?: Fault | undefined
}

export type FaultProxy = {
  /** Where to send requests instead of to the target. */
  readonly url: string
  /** Says what goes wrong from now on; each rule strikes once. */
  plan(...rules: readonly Rule[]): void
  /** How many rules have not struck yet. */
  readonly left: number
  /** Every request that came, in order. */
  readonly log: readonly Passage[]
  /** Resolved when the next request has come. */
  arrived(): Promise<void>
  /** Lets nothing more go wrong. */
  clear(): void
  /** Settled when nothing is on its way to the server any more. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** What a proxy is made for. */
export type FaultProxyOptions = {
  /** The origin behind it. */
  readonly target: string
  /** Milliseconds of a delay, and the most that a request waits to be overtaken. Default: 150. */
  readonly delay?: number | undefined
  /** Pages of its own, by path, so that a browser sees one origin. */
  readonly pages?: { readonly [path: string]: string } | undefined
}

/**
 * An HTTP proxy on loopback that drops, delays, cuts, duplicates, reorders and corrupts what it is told to.
 *
 * @example
 * ```ts
 * const proxy = await createFaultProxy({ target: 'http://127.0.0.1:8787' })
 * proxy.plan({ on: 'paid', fault: { at: 'answer', what: 'drop' } })
 * await payer.fetch(`${proxy.url}/api/photo`) // rejects: the server was paid, and its answer is lost
 * await proxy.stop()
 * ```
 */
export async function createFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { target, delay = 150, pages = {} } = options
  const plan = createPlan()
  const log: Passage[] = []
  const underway = new Set<Promise<unknown>>()
  const arrivals = new Set<() => void>()

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = incoming
    const page = pages[path]
    if (page !== undefined) return void outgoing.setHeader('content-type', 'text/html').end(page)
    const sent: Sent = { method, path, headers, body: await bytesOf(incoming) }
    const fault = plan.strike(sent)
    const passage: Passage = { lane: laneOf(sent), method, path, ...(fault && { fault }) }
    log.push(passage)
    for (const arrive of [...arrivals]) arrive()
    await strike({ sent, fault, outgoing, passage })
  }

  async function strike({ sent, fault, outgoing, passage }: Struck): Promise<void> {
    const { what } = fault ?? {}
    if (fault?.at === 'request') {
      if (what === 'drop') return cut(outgoing)
      if (what === 'late') cut(outgoing)
      if (what === 'delay' || what === 'late') await wait(delay)
      if (what === 'reorder') await overtaken()
    }
    if (!fault || (fault.at === 'request' && what !== 'duplicate' && what !== 'late'))
      return pass(outgoing, await forward(target, sent), passage)
    if (fault.at === 'body' || fault.at === 'headers')
      return halve(outgoing, await forward(target, sent), passage, fault, delay)
    const answer = await exchange(target, sent)
    passage.status = answer.status
    if (fault.what === 'duplicate') {
      const second = await exchange(target, sent)
      const [given, other] = fault.answer === 'last' ? [second, answer] : [answer, second]
      other.stream?.destroy()
      return give(outgoing, given)
    }
    if (outgoing.destroyed || fault.what === 'drop') {
      answer.stream?.destroy()
      return cut(outgoing)
    }
    if (fault.at === 'request' || fault.what === 'delay') {
      if (fault.at === 'answer') await wait(delay)
      return give(outgoing, answer)
    }
    const wrong = await corrupt(answer, fault.what, () => exchange(target, withoutProof(sent)))
    if (!wrong.stream) answer.stream?.destroy()
    return give(outgoing, wrong)
  }

  /** Resolved a moment after the next request came, or when none does. */
  function overtaken(): Promise<void> {
    return new Promise((resolve) => {
      const arrive = () => {
        arrivals.delete(arrive)
        clearTimeout(patience)
        setTimeout(resolve, delay / 3)
      }
      const patience = setTimeout(arrive, delay * 2)
      arrivals.add(arrive)
    })
  }

  const server = createServer((incoming, outgoing) => {
    const work = handle(incoming, outgoing).catch(() => cut(outgoing))
    underway.add(work)
    void work.finally(() => underway.delete(work))
  })
  const url = await listen(server)
  return {
    url,
    log,
    plan: plan.add,
    clear: plan.clear,
    get left() {
      return plan.left
    },
    arrived: () =>
      new Promise((resolve) => {
        const arrive = () => {
          arrivals.delete(arrive)
          resolve()
        }
        arrivals.add(arrive)
      }),
    async idle() {
      while (underway.size > 0) await Promise.all(underway)
    },
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

type Struck = {
  readonly sent: Sent
  readonly fault: Fault | undefined
  readonly outgoing: ServerResponse
  readonly passage: Passage
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** Ends the line without another word. */
function cut(outgoing: ServerResponse): void {
  outgoing.destroy()
}

/** Hands an answer on as it comes. */
async function pass(outgoing: ServerResponse, answer: IncomingMessage, passage: Passage): Promise<void> {
  passage.status = answer.statusCode ?? 0
  await give(outgoing, {
    status: passage.status,
    headers: answer.headers,
    body: Buffer.alloc(0),
    stream: answer,
  })
}

async function give(outgoing: ServerResponse, { status, headers, body, stream }: Answer): Promise<void> {
  // Nobody reads it: the sender was cut off before.
  if (outgoing.destroyed) return void stream?.destroy()
  outgoing.writeHead(status, ownHeaders(headers))
  if (!stream) return void outgoing.end(body)
  // Who is not listened to any more is told so.
  outgoing.once('close', () => stream.destroy())
  outgoing.flushHeaders()
  for await (const chunk of stream) outgoing.write(chunk)
  outgoing.end()
}

/** Hands on the headers or half an answer, and the rest later or never; of a stream, half is the first piece. */
async function halve(
  outgoing: ServerResponse,
  answer: IncomingMessage,
  passage: Passage,
  { at, what }: Fault,
  delay: number,
): Promise<void> {
  passage.status = answer.statusCode ?? 0
  if (outgoing.destroyed) return void answer.destroy()
  outgoing.once('close', () => answer.destroy())
  outgoing.writeHead(passage.status, ownHeaders(answer.headers))
  outgoing.flushHeaders()
  let left = at === 'headers' ? 0 : Math.max(1, Number(answer.headers['content-length'] ?? 2) >> 1)
  for await (const chunk of answer) {
    if (left > 0) outgoing.write(chunk.subarray(0, left))
    if (left <= chunk.length) {
      // What was written has to be on its way before the line ends.
      await wait(what === 'delay' ? delay : 20)
      if (what !== 'delay') return cut(outgoing)
      outgoing.write(chunk.subarray(left))
      left = Number.POSITIVE_INFINITY
    }
    left -= chunk.length
  }
  if (what === 'delay') outgoing.end()
  else cut(outgoing)
}

function withoutProof(sent: Sent): Sent {
  const { authorization: _, 'payment-authorization': __, ...headers } = sent.headers
  return { ...sent, headers }
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  return `http://127.0.0.1:${address.port}`
}
