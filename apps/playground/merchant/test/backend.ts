import { Mppx, stripe, tempo } from 'mppx/client'
import { type Account, type Address, createClient, http, type LocalAccount, parseAbiItem } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { getLogs } from 'viem/actions'
import { Actions, Addresses } from 'viem/tempo'
import { tempoModerato } from 'viem/tempo/chains'
import { type Server, type ServerOptions, startServer } from '../../server.js'
import { token } from '../catalog.js'

const transfer = parseAbiItem('event Transfer(address indexed from, address indexed to, uint256 amount)')
const { feeManager } = Addresses

export type Backend = Awaited<ReturnType<typeof startBackend>>

/** A backend of the test's own, with the few things a payer's side needs to talk to it. */
export async function startBackend(env: Record<string, string> = {}, options: ServerOptions = {}) {
  const server: Server = await startServer({ env, ...options })
  const rpcUrl = `${server.url}/rpc`
  const client = createClient({
    chain: { ...tempoModerato, rpcUrls: { default: { http: [rpcUrl] } } },
    transport: http(rpcUrl, { timeout: 40_000 }),
  })

  return {
    url: server.url,
    client,
    stop: () => server.stop(),
    get: (path: string, init?: RequestInit) => fetch(`${server.url}${path}`, init),
    post,

    async balance(account: Address): Promise<bigint> {
      return (await Actions.token.getBalance(client, { account, token: token.address })).amount
    },

    /** All that an account has paid in fees. */
    async fees(account: Address): Promise<bigint> {
      const logs = await getLogs(client, {
        ...{ address: token.address, event: transfer, args: { from: account, to: feeManager } },
        ...{ fromBlock: 'earliest' },
      })
      return logs.reduce((sum, { args }) => sum + (args.amount ?? 0n), 0n)
    },

    /** A fresh account that holds development money. */
    async fundedAccount(): Promise<LocalAccount> {
      const account = privateKeyToAccount(generatePrivateKey())
      await post('/devnet/fund', { address: account.address })
      return account
    },

    /** mppx's own payer: a fetch that pays from this account. */
    payFrom(account: Account, mode?: 'push' | 'pull') {
      const charge = tempo.charge({ account, getClient: () => client, ...(mode && { mode }) })
      const payer = Mppx.create({ polyfill: false, methods: [charge] })
      return (path: string, init?: RequestInit) => payer.fetch(`${server.url}${path}`, init)
    },

    /** mppx's own payer for cards; tokens come from the merchant's endpoint. */
    payByCard(paymentMethod: string) {
      const charge = stripe.charge({
        paymentMethod,
        async createToken({ amount, currency, expiresAt, networkId }) {
          const body = { paymentMethod, amount, currency, networkId, expiresAt }
          const { spt } = await (await post('/api/spt', body)).json()
          return spt
        },
      })
      const payer = Mppx.create({ polyfill: false, methods: [charge] })
      return (path: string) => payer.fetch(`${server.url}${path}`)
    },
  }

  function post(path: string, body: unknown): Promise<Response> {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }
    return fetch(`${server.url}${path}`, init)
  }
}
