import {
  type Approve,
  type Attempt,
  createPayer,
  type Method,
  type Payer,
  type PayerOptions,
} from '@payerkit/core'

/** One request as the shop saw it. */
type Seen = { url: string; paid: boolean; credential: string | undefined }

/** What a shop does, and what was done there. */
export type Shop = {
  payer: Payer
  /** Every request, in order. */
  seen: Seen[]
  /** How often something was signed. */
  signed: () => number
  /** Requests with a proof. */
  sent: () => number
  attempts: () => readonly Attempt[]
  /** Answers a request with a proof; default: 200 with a receipt. */
  answer: (url: string) => Response | Promise<Response>
  /** Runs in place of a wallet's prompt. */
  prompt: () => Promise<void> | void
  clock: { now: number }
}

export type ShopOptions = Partial<Pick<PayerOptions, 'policy' | 'approve'>> & {
  /** The offers of an unpaid answer, as parameters of the challenge. */
  offers?: { amount?: string; method?: string; description?: string; realm?: string; request?: object }[]
  /** Milliseconds that an offer stands. */
  lasts?: number
  /** Paths that cost nothing. */
  free?: string[]
  /** Nobody answers when the price is asked. */
  away?: boolean
}

const base64url = (text: string) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')

export const origin = 'https://photos.example'

/** A payer with a method of no chain and a server of no network, which count what is signed and sent. */
export function openShop(options: ShopOptions = {}): Shop {
  const { offers = [{}], lasts = 300_000, free = [], away = false, policy, approve } = options
  let signed = 0
  let issued = 0
  const clock = { now: 1_750_000_000_000 }
  const shop = {
    seen: [] as Seen[],
    clock,
    signed: () => signed,
    sent: () => shop.seen.filter(({ paid }) => paid).length,
    answer: (url: string) => paidAnswer(url),
    prompt: (() => {}) as Shop['prompt'],
    attempts: () => shop.payer.attempts.list(),
  } as Shop

  const methodOf = (name: string, prompt: 'transaction' | 'card'): Method => ({
    name,
    intent: 'charge',
    read: (challenge) => JSON.parse(atob(challenge.request.replace(/-/g, '+').replace(/_/g, '/'))),
    describe: (request) => {
      const { amount, ...terms } = request as { amount: string }
      return {
        amount: {
          value: BigInt(amount),
          decimals: 6,
          symbol: 'pathUSD',
          asset: '0x20c0000000000000000000000000000000000000',
          currency: 'usd',
        },
        payee: { id: '0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00', name: 'Photos Inc.' },
        fees: 'payee',
        prompt,
        ...(prompt === 'transaction' && { payer: '0x9F000000000000000000000000000000000021Cc' }),
        ...terms,
      }
    },
    async authorize(_, { input }) {
      signed++
      await shop.prompt()
      return { payload: { proof: signed, ...(input ? { input } : {}) }, moves: 'after' }
    },
  })

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const credential = request.headers.get('Authorization') ?? undefined
    shop.seen.push({ url: request.url, paid: credential !== undefined, credential })
    await Promise.resolve()
    init?.signal?.throwIfAborted()
    if (credential !== undefined) return shop.answer(request.url)
    if (away) throw new TypeError('Failed to fetch')
    if (free.includes(new URL(request.url).pathname)) return new Response('free')
    const expires = new Date(clock.now + lasts).toISOString()
    const challenges = offers.map(
      ({ amount = '10000', method = 'points', description, realm, request: more }) => {
        const body = base64url(JSON.stringify({ amount, ...more }))
        const words = description === undefined ? '' : `, description="${description}"`
        return `Payment id="c${++issued}", realm="${realm ?? 'photos.example'}", method="${method}", intent="charge", request="${body}", expires="${expires}"${words}`
      },
    )
    return new Response(null, { status: 402, headers: { 'WWW-Authenticate': challenges.join(', ') } })
  }

  shop.payer = createPayer({
    methods: [methodOf('points', 'transaction'), methodOf('stripe', 'card')],
    fetch,
    now: () => clock.now,
    acceptPayment: 'never',
    retries: 0,
    policy,
    approve,
  })
  return shop
}

/** The answer to a payment that was taken. */
export function paidAnswer(url: string): Response {
  const receipt = {
    status: 'success',
    method: 'points',
    timestamp: '2026-01-01T00:00:00Z',
    reference: 'ref-1',
  }
  return new Response(`paid ${new URL(url).pathname}`, {
    headers: { 'Payment-Receipt': base64url(JSON.stringify(receipt)) },
  })
}

/** The answer to a payment that was taken, which breaks off in the middle. */
export function brokenAnswer(url: string): Response {
  const { headers } = paidAnswer(url)
  const start = new TextEncoder().encode('paid /ph')
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(start),
    pull: (controller) => controller.error(new TypeError('network error')),
  })
  return new Response(body, { headers })
}

/** The answer to a payment that was turned down, with nothing spent. */
export const declinedAnswer = () =>
  Response.json(
    { type: 'about:blank', title: 'Declined', detail: 'Not enough points.' },
    {
      status: 402,
      headers: { 'Content-Type': 'application/problem+json' },
    },
  )

/** The answer to a payment whose challenge ended on the way: nothing spent, and a new and dearer offer. */
export const expiredAnswer = () =>
  Response.json(
    { type: 'https://paymentauth.org/problems/payment-expired', title: 'Expired' },
    {
      status: 402,
      headers: {
        'Content-Type': 'application/problem+json',
        'WWW-Authenticate': `Payment id="next", realm="photos.example", method="points", intent="charge", request="${base64url('{"amount":"20000"}')}"`,
      },
    },
  )

/** A promise, and what ends it. */
export function gate<value = void>() {
  let open: (value: value) => void = () => {}
  const promise = new Promise<value>((resolve) => {
    open = resolve
  })
  return { promise, open }
}

/** Agrees to the first offer. */
export const sayYes: Approve = async ({ offers: [offer] }) => offer && { offer }
