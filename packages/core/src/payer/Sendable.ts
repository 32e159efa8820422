import { BaseError } from '../Errors.js'

/** A request that can be sent more than once: its method, body, headers and stream stay intact. */
export type Sendable = {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly signal: AbortSignal | undefined
  send(): Promise<Response>
  /** Sends it with a credential to `url`, the address that asked. */
  sendPaid(paid: Paid): Promise<PaidAnswer>
  /** The bytes of the body, for its digest; empty without one. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>
  /** The same for bodies that say the same: the bytes, but for a form's boundary, which is another each time. */
  identity(): Promise<Uint8Array<ArrayBuffer>>
  /** Lets go of what a further send would have needed. */
  release(): void
}

/** Where a credential goes, and in which field. */
type Paid = {
  field: string
  /** The credential in its field, and what else goes with it. */
  headers: { readonly [name: string]: string }
  url: string
  signal?: AbortSignal | undefined
}

/** What came of a credential. */
export type PaidAnswer = {
  /** The answer to hand on. */
  readonly response: Response
  /** The answer of the address that was paid, where that led on to another. */
  readonly redirect?: Response | undefined
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
  acceptPayment: AcceptPayment,
): Sendable {
  return new Repeatable(fetch, input, init, acceptPayment)
}

/** What `fetch` is called with. */
type Arguments = [RequestInfo | URL, RequestInit | undefined]

/** What to offer to pay by at an address, if anything. */
type AcceptPayment = (url: () => string) => string | undefined

// A class, because every request makes one, and an object with getters is slow to make.
class Repeatable implements Sendable {
  readonly signal: AbortSignal | undefined
  readonly #fetch: Fetch
  readonly #input: RequestInfo | URL
  readonly #init: RequestInit | undefined
  readonly #acceptPayment: AcceptPayment
  readonly #request: Request | undefined
  readonly #own: HeadersInit | undefined
  readonly #frozen: Promise<Response> | undefined
  #stream: ReadableStream | undefined

  constructor(
    fetch: Fetch,
    input: RequestInfo | URL,
    init: RequestInit | undefined,
    acceptPayment: AcceptPayment,
  ) {
    const request = isRequest(input) ? input : undefined
    this.signal = init?.signal ?? request?.signal
    this.#fetch = fetch
    this.#input = input
    this.#init = snapshot(init)
    this.#acceptPayment = acceptPayment
    this.#request = request
    this.#own = this.#init?.headers ?? request?.headers
    if (init?.body instanceof ReadableStream) this.#stream = init.body
    if (init?.body instanceof FormData) this.#frozen = freeze(init.body)
  }

  get url(): string {
    const base = inBrowser() ? location.href : undefined
    return this.#request ? this.#request.url : new URL(String(this.#input), base).href
  }

  get method(): string {
    return (this.#init?.method ?? this.#request?.method ?? 'GET').toUpperCase()
  }

  get headers(): Headers {
    return new Headers(this.#own)
  }

  send(): Promise<Response> {
    // A `fetch` of the platform works only when it is called as no method of another object.
    const fetch = this.#fetch
    const preference = this.#acceptPayment(() => this.url)
    const args = this.#copy(preference === undefined ? undefined : this.#preferring(preference))
    return args instanceof Promise ? args.then((ready) => fetch(...ready)) : fetch(...args)
  }

  async sendPaid({ field, headers: more, url, signal }: Paid): Promise<PaidAnswer> {
    const fetch = this.#fetch
    const request = this.#request
    const init = this.#init
    const headers = this.#preferring(this.#acceptPayment(() => this.url))
    if (new URL(url).origin !== new URL(this.url).origin) dropSecrets(headers)
    for (const name in more) headers.set(name, more[name] as string)
    const [target, options] = await this.#copy(headers)
    const redirect = init?.redirect ?? request?.redirect ?? 'follow'
    // A browser strips Authorization, and no other field, from a redirect to another origin (Fetch, "HTTP-redirect fetch").
    const byHand = redirect === 'follow' && !(inBrowser() && field.toLowerCase() === 'authorization')
    const moved = withoutHash(url) !== withoutHash(this.url)
    const response = await fetch(moved ? url : target, {
      ...(moved && request ? pick(request) : {}),
      ...options,
      redirect: byHand ? 'manual' : redirect,
      ...(signal ? { signal } : {}),
    })
    if (byHand && isRedirect(response))
      return { response: await this.#followUnpaid(response, url), redirect: response }
    return response.redirected ? { response, redirect: response } : { response }
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const [target, options] = await this.#copy(undefined)
    if (options?.body != null) return bytesOf(new Response(options.body))
    return isRequest(target) ? bytesOf(target) : new Uint8Array()
  }

  async identity(): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.bytes()
    const boundary = /boundary=(.+)$/.exec((await this.#frozen)?.headers.get('Content-Type') ?? '')?.[1]
    if (!boundary) return bytes
    return new TextEncoder().encode(new TextDecoder('latin1').decode(bytes).replaceAll(boundary, ''))
  }

  release(): void {
    const left = this.#stream ?? (this.#init?.body == null ? this.#request?.body : undefined)
    if (left && !left.locked) left.cancel().catch(() => {})
  }

  /** What to hand to fetch this time; whatever can be read only once is copied, and the rest kept. */
  #copy(headers: Headers | undefined): Arguments | Promise<Arguments> {
    const init = this.#init
    const input = this.#input
    if (this.#frozen) return this.#copyForm(this.#frozen, headers)
    const next: RequestInit | undefined = headers ? { ...init, headers } : init
    if (this.#stream) {
      const [one, rest] = this.#stream.tee()
      this.#stream = rest
      return [input, { ...next, body: one }]
    }
    return [this.#request?.body && init?.body == null ? this.#request.clone() : input, next]
  }

  async #copyForm(frozen: Promise<Response>, headers: Headers | undefined): Promise<Arguments> {
    const form = (await frozen).clone()
    const typed = headers ?? this.headers
    typed.set('Content-Type', form.headers.get('Content-Type') ?? '')
    return [this.#input, { ...this.#init, headers: typed, body: await form.blob() }]
  }

  /** The caller's headers, with what this payer can pay by unless the caller says it. */
  #preferring(preference: string | undefined): Headers {
    const { headers } = this
    const chosen = this.#own !== undefined && headers.has('Accept-Payment')
    if (preference !== undefined && !chosen) headers.set('Accept-Payment', preference)
    return headers
  }

  /** Follows redirects of a paid answer without the credential, which only the origin that asked may see. */
  async #followUnpaid(response: Response, from: string): Promise<Response> {
    const fetch = this.#fetch
    const request = this.#request
    const { body: _, ...rest } = this.#init ?? {}
    let answer = response
    let at = from
    for (let hops = 0; isRedirect(answer); hops++) {
      // What a paid request leads to is read with GET, but for 307 and 308, which would send its body anew.
      const repeats = answer.status >= 307 && !/^(GET|HEAD)$/.test(this.method)
      // A platform's `fetch` may know addresses that a page must not be led to, such as those of files.
      at = new URL(answer.headers.get('Location') ?? 'none:', at).href
      if (repeats || hops === 20 || !/^https?:/.test(at)) throw new RedirectError(from)
      const { headers } = this
      if (new URL(at).origin !== new URL(this.url).origin) dropSecrets(headers)
      answer = await fetch(at, {
        ...(request ? pick(request) : {}),
        ...rest,
        method: this.method === 'HEAD' ? 'HEAD' : 'GET',
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

/** Anything else is an address, as for `fetch` itself; a Request of another frame is none of ours by its class. */
function isRequest(input: RequestInfo | URL): input is Request {
  return typeof input === 'object' && 'clone' in input
}

/** What the caller might change before the paid request is sent: the same has to be sent as was priced. */
function snapshot(init: RequestInit | undefined): RequestInit | undefined {
  const { body, headers } = init ?? {}
  let copy: BodyInit | undefined
  if (body instanceof ArrayBuffer) copy = body.slice(0)
  else if (ArrayBuffer.isView(body))
    copy = new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice()
  else if (body instanceof URLSearchParams) copy = new URLSearchParams(body)
  if (!copy && !(headers instanceof Headers)) return init
  return {
    ...init,
    ...(copy && { body: copy }),
    ...(headers instanceof Headers && { headers: new Headers(headers) }),
  }
}

/** What `fetch` itself never takes along to another origin. */
function dropSecrets(headers: Headers): void {
  for (const name of ['Authorization', 'Cookie', 'Proxy-Authorization']) headers.delete(name)
}

function withoutHash(url: string): string {
  return url.replace(/#.*/, '')
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
      metaMessages: [`The redirect came from ${new URL(from).origin}.`],
    })
  }
}
