import { BaseError } from '../Errors.js'

/** A request that can be sent more than once: its method, body, headers and stream stay intact. */
export type Sendable = {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly signal: AbortSignal | undefined
  send(): Promise<Response>
  /** Sends it with a credential to `url`, the address that asked. */
  sendPaid(paid: {
    field: string
    credential: string
    url: string
    signal?: AbortSignal | undefined
  }): Promise<Response>
  /** The bytes of the body, for its digest and its key; empty without one. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>
  /** Lets go of what a further send would have needed. */
  release(): void
}

type Fetch = typeof globalThis.fetch

/** Whether this runs in a page or its workers, where other origins are guarded by CORS. */
export const inBrowser = () => typeof location === 'object' && location !== null

/**
 * Makes a request repeatable. What the caller gave reaches the first send untouched, but for a stream, which is
 * read through a tee, and a form, whose boundary would otherwise change from send to send.
 */
export function prepare(
  fetch: Fetch,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  acceptPayment: (url: () => string) => string | undefined,
): Sendable {
  const request = typeof input === 'string' || input instanceof URL ? undefined : input
  const own = init?.headers ?? request?.headers
  let frozen: Promise<Response> | undefined
  let stream = init?.body instanceof ReadableStream ? init.body : undefined
  if (init?.body instanceof FormData) frozen = freeze(init.body)

  /** What to hand to fetch this time; whatever can be read only once is copied, and the rest kept. */
  async function copy(headers: Headers | undefined): Promise<[RequestInfo | URL, RequestInit | undefined]> {
    if (frozen) {
      const form = (await frozen).clone()
      const typed = headers ?? new Headers(own)
      typed.set('Content-Type', form.headers.get('Content-Type') ?? '')
      return [input, { ...init, headers: typed, body: await form.blob() }]
    }
    const next: RequestInit | undefined = headers ? { ...init, headers } : init
    if (!stream) return [request?.body && init?.body == null ? request.clone() : input, next]
    const [one, rest] = stream.tee()
    stream = rest
    return [input, { ...next, body: one }]
  }

  /** The caller's headers, with what this payer can pay by unless the caller says it. */
  function preferring(): Headers {
    const headers = new Headers(own)
    const preference = acceptPayment(() => sendable.url)
    if (preference !== undefined && !headers.has('Accept-Payment')) headers.set('Accept-Payment', preference)
    return headers
  }

  const sendable: Sendable = {
    get url() {
      return request ? request.url : new URL(String(input), inBrowser() ? location.href : undefined).href
    },
    get method() {
      return (init?.method ?? request?.method ?? 'GET').toUpperCase()
    },
    get headers() {
      return new Headers(own)
    },
    signal: init?.signal ?? request?.signal,
    async send() {
      return fetch(
        ...(await copy(acceptPayment(() => sendable.url) === undefined ? undefined : preferring())),
      )
    },
    async sendPaid({ field, credential, url, signal }) {
      const headers = preferring()
      headers.set(field, credential)
      const [target, options] = await copy(headers)
      const redirect = init?.redirect ?? request?.redirect ?? 'follow'
      // A browser strips Authorization, and no other field, from a redirect to another origin (Fetch, "HTTP-redirect fetch").
      const byHand = redirect === 'follow' && !(inBrowser() && field.toLowerCase() === 'authorization')
      const moved = url !== sendable.url
      const response = await fetch(moved ? url : target, {
        ...(moved && request ? pick(request) : {}),
        ...options,
        redirect: byHand ? 'manual' : redirect,
        ...(signal ? { signal } : {}),
      })
      return byHand ? followUnpaid(response, url) : response
    },
    async bytes() {
      const [target, options] = await copy(undefined)
      if (options?.body != null) return bytesOf(new Response(options.body))
      return target instanceof Request ? bytesOf(target) : new Uint8Array()
    },
    release() {
      const left = stream ?? (init?.body == null ? request?.body : undefined)
      if (left && !left.locked) left.cancel().catch(() => {})
    },
  }
  return sendable

  /** Follows redirects of a paid answer without the credential, which only the origin that asked may see. */
  async function followUnpaid(response: Response, from: string): Promise<Response> {
    const { body: _, ...rest } = init ?? {}
    let answer = response
    let at = from
    for (let hops = 0; isRedirect(answer); hops++) {
      const location = answer.headers.get('Location')
      // What a paid request leads to is read with GET, but for 307 and 308, which would send its body anew.
      const repeats = answer.status >= 307 && !/^(GET|HEAD)$/.test(sendable.method)
      if (location === null || repeats || hops === 20) throw new RedirectError(from)
      at = new URL(location, at).href
      const headers = sendable.headers
      headers.delete('Authorization')
      answer = await fetch(at, {
        ...(request ? pick(request) : {}),
        ...rest,
        method: sendable.method === 'HEAD' ? 'HEAD' : 'GET',
        headers,
        redirect: 'manual',
      })
    }
    return answer
  }
}

/** A form as the bytes of one boundary, so that every send and the digest speak of the same body. */
async function freeze(form: FormData): Promise<Response> {
  const response = new Response(form)
  const headers = { 'Content-Type': response.headers.get('Content-Type') ?? '' }
  return new Response(await response.arrayBuffer(), { headers })
}

function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(status)
}

/** What of a Request still matters when its address is replaced by the one it was redirected to. */
function pick({ method, credentials, cache, referrerPolicy, keepalive, signal }: Request): RequestInit {
  return { method, credentials, cache, referrerPolicy, keepalive, signal }
}

async function bytesOf(source: Request | Response): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await source.arrayBuffer())
}

/** Thrown when a paid answer leads to where it cannot be followed safely. */
export class RedirectError extends BaseError {
  override readonly name = 'Sendable.RedirectError'
  constructor(from: string) {
    super('redirect_refused', 'The paid request was redirected to a place that cannot be followed safely.', {
      metaMessages: [
        `The redirect came from ${new URL(from).origin}. The proof of a payment never follows one.`,
      ],
    })
  }
}
