import { createPayer, type PayerOptions } from '@payerkit/core'
import { Base64Url, Challenge } from '@payerkit/core/protocol'
import { stripe, type Token } from '@payerkit/core/stripe'

/** What the seller does with a proof; `Error` loses the answer. */
type Verdict = 'pay' | 'forbid' | Error | { declineCode?: string; detail?: string }

export const address = 'https://photos.example/report'

/** A seller, the application's token endpoint, and a payer between them. Everything is counted. */
export function createFakeShop(options: Partial<PayerOptions> = {}) {
  const { now = Date.now } = options
  const calls = { quotes: 0, tokens: [] as string[], sends: [] as string[], revoked: [] as string[] }
  const script = {
    amount: '500',
    networkId: 'profile_photos',
    /** Milliseconds that an offer lasts. */
    lasts: 300_000,
    verdicts: [] as Verdict[],
    token: { status: 'active' } as Partial<Token>,
    /** What the token is after 3-D Secure. */
    after: { status: 'active' } as Partial<Token>,
    /** Held back until the test lets go. */
    minting: Promise.resolve() as Promise<unknown>,
    answering: Promise.resolve() as Promise<unknown>,
    /** Nobody says what became of the token. */
    silent: false,
    /** The unpaid request is lost. */
    away: false,
    free: false,
  }

  function ask(problem?: object): Response {
    const { amount, networkId, lasts } = script
    const methodDetails = { networkId, paymentMethodTypes: ['card'] }
    const challenge = Challenge.serialize({
      id: `challenge-${++calls.quotes}`,
      realm: 'photos.example',
      method: 'stripe',
      intent: 'charge',
      request: Base64Url.fromText(JSON.stringify({ amount, currency: 'usd', methodDetails })),
      description: 'Premium API access, one month',
      expires: new Date(now() + lasts).toISOString(),
    })
    return new Response(problem ? JSON.stringify(problem) : null, {
      status: 402,
      headers: {
        'WWW-Authenticate': challenge,
        ...(problem && { 'Content-Type': 'application/problem+json' }),
      },
    })
  }

  async function fetch(_: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const proof = new Headers(init?.headers).get('Authorization')
    if (!proof) {
      if (script.away) throw new TypeError('Failed to fetch')
      return script.free ? new Response('yours') : ask()
    }
    calls.sends.push(proof)
    await script.answering
    const verdict = script.verdicts.shift() ?? 'pay'
    if (verdict instanceof Error) throw verdict
    if (verdict === 'forbid') return new Response(null, { status: 403 })
    if (verdict !== 'pay')
      return ask({ type: 'https://paymentauth.org/problems/verification-failed', status: 402, ...verdict })
    const receipt = {
      status: 'success',
      method: 'stripe',
      timestamp: new Date(now()).toISOString(),
      reference: 'pi_1',
    }
    return new Response('the report', {
      headers: { 'Payment-Receipt': Base64Url.fromText(JSON.stringify(receipt)) },
    })
  }

  const payer = createPayer({
    retries: 0,
    methods: [
      stripe({
        async createToken({ paymentMethod }) {
          calls.tokens.push(paymentMethod)
          await script.minting
          return { spt: `spt_${calls.tokens.length}`, nextAction: { hashedValue: 'hash' }, ...script.token }
        },
        readToken: async (spt) => {
          if (script.silent) throw new TypeError('Failed to fetch')
          const revoked = calls.revoked.includes(spt)
          return {
            spt,
            ...(revoked ? { status: 'deactivated', deactivatedReason: 'revoked' } : script.after),
          }
        },
        revokeToken: async (spt) => void calls.revoked.push(spt),
        names: { profile_photos: 'Photos Inc.' },
      }),
    ],
    fetch,
    ...options,
  })
  return { payer, calls, script, quote: () => payer.quote(address) }
}

export type FakeShop = ReturnType<typeof createFakeShop>
