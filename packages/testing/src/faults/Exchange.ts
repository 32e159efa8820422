import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import type { Lane } from './Fault.js'

/** A request as it came to the proxy. */
export type Sent = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** An answer: whole, or for a stream of events, which may wait for what its reader does, the head and what is to come. */
export type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly stream?: IncomingMessage | undefined
}

/** Reads a message to its end. */
export async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Sends a request on; resolved with the answer's head, the body still to come. */
export function forward(target: string, sent: Sent): Promise<IncomingMessage> {
  const { method, path, headers, body } = sent
  return new Promise((resolve, reject) => {
    // The host stays the one that was asked: a server names itself by it.
    const out = request(new URL(path, target), { method, headers, agent: false }, resolve)
    out.on('error', reject)
    out.end(body)
  })
}

/** Sends a request on and reads the answer to its end, unless that is a stream. */
export async function exchange(target: string, sent: Sent): Promise<Answer> {
  const answer = await forward(target, sent)
  const { statusCode: status = 0, headers } = answer
  if (headers['content-type']?.startsWith('text/event-stream'))
    return { status, headers, body: Buffer.alloc(0), stream: answer }
  return { status, headers, body: await bytesOf(answer) }
}

/** Which exchange of a payment a request belongs to. */
export function laneOf({ method, path, headers }: Sent): Lane {
  if (path.startsWith('/rpc')) return 'chain'
  if (path.startsWith('/api/spt')) return 'token'
  const proof = [headers.authorization, headers['payment-authorization']].some((field) =>
    String(field ?? '').startsWith('Payment '),
  )
  if (!proof) return 'unpaid'
  return method === 'HEAD' ? 'update' : 'paid'
}

/** An answer's headers without those that speak of the connection or of the body's length. */
export function ownHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...rest } = headers
  return rest
}
