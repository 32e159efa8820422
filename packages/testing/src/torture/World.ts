import { devAccounts, pathUsd } from '@payerkit/devnet'
import { startServer } from '@payerkit/playground/server'
import { type Address, createClient, http, type LocalAccount, parseAbiItem } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { getContractEvents, getLogs } from 'viem/actions'
import { Abis, Actions, Addresses } from 'viem/tempo'
import { tempoModerato } from 'viem/tempo/chains'

const transfer = parseAbiItem('event Transfer(address indexed from, address indexed to, uint256 amount)')
const manager: Address = '0xfeec000000000000000000000000000000000000'

const reserve: Address = Addresses.tip20ChannelReserve

/** A charge as the double of Stripe has it. */
type Intent = { readonly amount_received: number; readonly metadata: { readonly mpp_challenge_id?: string } }

/** A merchant on mppx, the chain and the double of Stripe behind it, and all of their books. */
export type World = Awaited<ReturnType<typeof startWorld>>

export async function startWorld() {
  const server = await startServer({ env: {} })
  const rpcUrl = `${server.url}/rpc`
  const chain = { ...tempoModerato, rpcUrls: { default: { http: [rpcUrl] } } }
  const client = createClient({ chain, transport: http(rpcUrl, { timeout: 40_000 }) })
  const merchant = devAccounts.merchant().address

  const post = (path: string, body: object) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const get = async (path: string) => (await fetch(`${server.url}${path}`)).json()

  async function sent(from: Address, to: Address) {
    const filter = { address: pathUsd, event: transfer, args: { from, to }, fromBlock: 'earliest' } as const
    const logs = await getLogs(client, filter)
    return logs.map(({ transactionHash, args }) => ({ hash: transactionHash, amount: args.amount ?? 0n }))
  }

  async function balance(account: Address): Promise<bigint> {
    return (await Actions.token.getBalance(client, { account, token: pathUsd })).amount
  }

  /** All that an account has paid in fees. */
  async function fees(account: Address): Promise<bigint> {
    return (await sent(account, manager)).reduce((sum, { amount }) => sum + amount, 0n)
  }

  /** What the chain paid the merchant from an account's channels. */
  async function paidOut(payer: Address): Promise<bigint> {
    const abi = Abis.tip20ChannelReserve
    const all = { abi, address: reserve, args: { payer }, fromBlock: 'earliest' } as const
    const events = await Promise.all([
      getContractEvents(client, { ...all, eventName: 'Settled' }),
      getContractEvents(client, { ...all, eventName: 'ChannelClosed' }),
    ])
    const hashes = new Set(events.flat().map(({ transactionHash }) => transactionHash))
    const paid = await sent(reserve, merchant)
    return paid.reduce((sum, { hash, amount }) => (hashes.has(hash) ? sum + amount : sum), 0n)
  }

  return {
    url: server.url,
    rpcUrl,
    chain,
    client,
    merchant,
    post,
    stop: () => server.stop(),
    /** A new account with money. */
    async account(): Promise<LocalAccount> {
      const account = privateKeyToAccount(generatePrivateKey())
      await post('/devnet/fund', { address: account.address })
      return account
    },
    balance,
    /** What an account has sent the merchant, transfer by transfer. */
    sales: (account: Address) => sent(account, merchant),
    fees,
    /** What was charged to cards for these challenges. */
    async charges(challenges: ReadonlySet<string>): Promise<number[]> {
      const { paymentIntents }: { paymentIntents: Intent[] } = await get('/stripe/__ledger')
      return paymentIntents
        .filter(({ metadata, amount_received }) => {
          return amount_received > 0 && challenges.has(metadata.mpp_challenge_id ?? '')
        })
        .map(({ amount_received }) => amount_received)
    },
    /** The references of all that the merchant believes it has sold. */
    async references(): Promise<ReadonlySet<string>> {
      const { entries }: { entries: { reference: string }[] } = await get('/api/ledger')
      return new Set(entries.map(({ reference }) => reference))
    },
    /** Where the money stands of somebody who had so much and paid as they went. */
    async sessionBooks(account: Address, funded: bigint) {
      const { sessions }: { sessions: Channel[] } = await get('/api/sessions')
      const channels = sessions.filter(({ payer }) => payer.toLowerCase() === account.toLowerCase())
      const gone = funded - (await balance(account)) - (await fees(account))
      const settled = await paidOut(account)
      return { channels, gone, settled, lost: gone - settled }
    },
  }
}

/** What the merchant says of a channel. */
type Channel = { readonly payer: string; readonly deposit: string; readonly spent: string }
