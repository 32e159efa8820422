import type { PayerOptions } from '@payerkit/core'
import { stripe, tokenEndpoint } from '@payerkit/core/stripe'
import { tempo } from '@payerkit/core/tempo'
import { createClient, custom, type LocalAccount } from 'viem'
import type { Lane } from '../faults/Fault.js'
import { type Line, rpcOf, type WalletOptions, walletClient } from './Wallet.js'

/** What a page has to pay with. */
export type Means = {
  readonly page: Line
  /** The origin that the page knows: the proxy's. */
  readonly origin: string
  readonly account: LocalAccount
  /** The wallet outside of the page, where there is one. */
  readonly wallet?: Pick<WalletOptions, 'walletRpcUrl' | 'chainId' | 'fault'>
}

/** A way to pay, and what is bought with it. */
export type Kind = {
  readonly name: string
  readonly path: string
  /** In the smallest units of its currency. */
  readonly price: bigint
  /** Where its money is counted. */
  readonly books: 'chain' | 'cards' | 'none'
  /** What it sends besides requests for the thing. */
  readonly lanes: readonly Lane[]
  /** Whether a wallet outside of the page takes part. */
  readonly wallet?: boolean
  /** Whether what was bought is kept, so that the next page has it too. */
  readonly keep?: boolean
  readonly methods: (means: Means) => PayerOptions['methods']
  /** Whether an answer is the thing. */
  readonly is: (text: string) => boolean
}

const isPhoto = (text: string) => /^<svg .*<\/svg>$/.test(text)
const isServed = (text: string) => /^\{.*"served":true\}$/.test(text)

const photo = { path: '/api/photo', price: 10_000n, books: 'chain', lanes: ['chain'], is: isPhoto } as const

const local = ({ page, account, origin }: Means) =>
  createClient({
    account,
    transport: custom({ request: rpcOf(page, `${origin}/rpc`) }, { retryCount: 0 }),
  })

/** Every way to pay that is tortured here, but for sessions. */
export const kinds: readonly Kind[] = [
  {
    ...{ ...photo, name: 'tempo pull' },
    methods: (means) => [tempo({ client: local(means) })],
  },
  {
    ...{ ...photo, name: 'tempo pull kept', keep: true },
    methods: (means) => [tempo({ client: local(means) })],
  },
  {
    ...{ name: 'stripe', path: '/api/photo/card', price: 75n, books: 'cards', lanes: ['token'] },
    methods: ({ origin, page }) => [stripe(tokenEndpoint(`${origin}/api/spt`, { fetch: page.fetch }))],
    is: isPhoto,
  },
  {
    ...{ name: 'tempo push', path: '/api/push-only', price: 10_000n, books: 'chain', lanes: ['chain'] },
    methods: (means) => [tempo({ client: local(means), mode: 'push' })],
    is: isServed,
  },
  {
    ...{ ...photo, name: 'tempo wallet', wallet: true },
    methods: ({ page, account, origin, wallet }) => {
      if (!wallet) throw new Error('There is no wallet.')
      return [tempo({ client: walletClient({ ...wallet, page, account, rpcUrl: `${origin}/rpc` }) })]
    },
  },
  {
    ...{ name: 'tempo sponsored', path: '/api/sponsored', price: 20_000n, books: 'chain', lanes: ['chain'] },
    methods: (means) => [tempo({ client: local(means) })],
    is: isServed,
  },
  {
    ...{ name: 'tempo proof', path: '/api/free', price: 0n, books: 'none', lanes: [] },
    methods: (means) => [tempo({ client: local(means) })],
    is: isServed,
  },
]
