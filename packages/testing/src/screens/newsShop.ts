import { createPayer, type Payer, type Store } from '@payerkit/core'
import { createSubscriptions, type Subscriptions, type TempoClient } from '@payerkit/core/tempo'

/** A newspaper with subscriptions of a dollar every thirty days, a wallet, and the little of a chain that it takes. */
export type NewsShop = {
  /** What is subscribed to. */
  readonly url: string
  readonly payer: Payer
  readonly subscriptions: Subscriptions
  readonly clock: { now: number }
  /** What the wallet was asked for, in order. */
  readonly asked: readonly string[]
  /** Runs before the wallet answers; an error is its answer. */
  prompt: (method: string) => Promise<void> | void
  /** Whether the server sets up what it is given. Default: it does. */
  honest: boolean
  /** What the chain knows of the seller's key. */
  readonly chain: { key: 'absent' | 'valid' | 'revoked'; periodEnd: number }
  /** The page anew, over the same store. */
  reopen(): NewsShop
}

const key = `0x${'11'.repeat(20)}`
const account = { address: `0x${'9f'.repeat(20)}`, type: 'json-rpc' } as const
const month = 2_592_000

const base64url = (text: string) => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const words = (...values: (bigint | number)[]) =>
  `0x${values.map((value) => value.toString(16).padStart(64, '0')).join('')}`

type Asked = {
  readonly limits: readonly { readonly period: number }[]
  readonly scopes: readonly {
    readonly address: string
    readonly selector: string
    readonly recipients: string[]
  }[]
}

/** What a wallet says that it signed, which is what it was asked for. */
function sign(asked: Asked & { readonly address: string }) {
  const selectorRules = asked.scopes.map(({ selector, recipients }) => ({ selector, recipients }))
  return {
    ...asked,
    keyId: asked.address,
    allowedCalls: [{ target: asked.scopes[0]?.address, selectorRules }],
    signature: { type: 'secp256k1', r: '0x1', s: '0x2', yParity: '0x0' },
  }
}

/** Opens the newspaper. */
export function openNewsShop(
  store?: Store,
  past: Partial<Pick<NewsShop, 'chain' | 'clock'>> & { approve?: boolean } = {},
): NewsShop {
  const { clock = { now: Date.parse('2026-07-01T12:00:00Z') }, approve = false } = past
  const chain: NewsShop['chain'] = past.chain ?? { key: 'absent', periodEnd: 0 }
  const asked: string[] = []
  let issued = 0

  const states = {
    absent: words(0, 0, 0, 0, 0),
    valid: words(0, BigInt(key), 2n ** 40n, 1, 0),
    revoked: words(0, BigInt(key), 2n ** 40n, 1, 1),
  }
  const collected = () => clock.now / 1000 < chain.periodEnd
  const answers: {
    readonly [method: string]: (first: { data: string } & Asked & { address: string }) => unknown
  } = {
    eth_chainId: () => '0xa5bf',
    eth_getBlockByNumber: () => ({
      number: '0x1',
      timestamp: `0x${Math.floor(clock.now / 1000).toString(16)}`,
    }),
    eth_call: ({ data }) => {
      if (data.startsWith('0xbc298553')) return states[chain.key]
      return data.startsWith('0xa7f72cab')
        ? words(collected() ? 0 : 1_000_000, chain.periodEnd)
        : words(9_000_000)
    },
    wallet_getCapabilities: () => ({ '0xa5bf': { accessKeys: { status: 'supported' } } }),
    wallet_authorizeAccessKey: (asks) => ({ keyAuthorization: sign(asks) }),
    eth_sendTransaction: () => {
      chain.key = 'revoked'
      return `0x${'5a'.repeat(32)}`
    },
  }
  const client = {
    account,
    async request({ method, params }: { method: string; params?: unknown }) {
      if (/^wallet_authorize|^eth_send/.test(method)) {
        asked.push(method)
        await shop.prompt(method)
      }
      const answer = answers[method]
      if (!answer) throw Object.assign(new Error('The method is not supported.'), { code: -32601 })
      return answer((params as readonly never[])[0] as never)
    },
  } as TempoClient

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const isPaid = new Request(input, init).headers.has('Authorization')
    if (isPaid && shop.honest && chain.key === 'absent') {
      chain.key = 'valid'
      chain.periodEnd = clock.now / 1000 + month
    }
    if (chain.key === 'valid') {
      const paid = {
        status: 'success',
        method: 'tempo',
        timestamp: '2026-07-01T12:00:00Z',
        reference: '0x5a',
      }
      const headers = { 'Payment-Receipt': base64url(JSON.stringify(paid)) }
      return new Response('the news', isPaid ? { headers } : {})
    }
    const accessKey = { accessKeyAddress: key, keyType: 'secp256k1' }
    const request = {
      ...{
        amount: '1000000',
        currency: `0x20c0${'0'.repeat(36)}`,
        recipient: '0x742d35cc6634c0532925a3b844bc9e7595f8fe00',
      },
      ...{ periodUnit: 'day', periodCount: '30', subscriptionExpires: '2027-07-01T12:00:00Z' },
      methodDetails: { accessKey, chainId: 42431 },
    }
    const id = base64url(String.fromCharCode(...new Uint8Array(32).fill(++issued)))
    const expires = new Date(clock.now + 300_000).toISOString()
    const offer = `id="${id}", realm="news.example", method="tempo", intent="subscription", expires="${expires}"`
    const challenge = `Payment ${offer}, request="${base64url(JSON.stringify(request))}", description="The daily news"`
    return new Response(null, { status: 402, headers: { 'WWW-Authenticate': challenge } })
  }

  const now = () => clock.now
  const payees = { '0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00': 'The Daily News' }
  const subscriptions = createSubscriptions({ client, store, now, payees })
  const shop: NewsShop = {
    url: 'https://news.example/today',
    subscriptions,
    payer: createPayer({
      ...{ methods: [subscriptions.method], store, now, fetch, acceptPayment: 'never', retries: 0 },
      ...(approve && { approve: async ({ offers: [offer] }) => offer && { offer } }),
    }),
    clock,
    asked,
    prompt: () => {},
    honest: true,
    chain,
    reopen: () => openNewsShop(store, { chain, clock, approve }),
  }
  return shop
}
