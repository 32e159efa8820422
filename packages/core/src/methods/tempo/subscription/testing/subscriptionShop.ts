import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chainId, type Devnet, devAccounts, pathUsd } from '@payerkit/devnet'
import { Errors, Expires } from 'mppx'
import { Mppx, Store, tempo } from 'mppx/server'
import { encodeFunctionData, fromRlp, type Hex, type LocalAccount } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import { sendTransaction, sendTransactionSync, waitForTransactionReceipt } from 'viem/actions'
import { Abis, Account, Actions, Addresses } from 'viem/tempo'
import { chainClient } from '../../testing/startMerchant.js'

// A shop that sells a subscription of a cent a day, on a server that is not ours. It knows who asks by a cookie.

/** What a day costs. */
export const price = 10_000n
const day = 86_400

export type SubscriptionShop = {
  readonly url: string
  /** What the seller collects with the key of somebody, whatever the server thinks: the transaction, or why not. */
  collect(visitor: string, amount?: bigint): Promise<string>
  /** Brings a new key for somebody whose old one is of no use any more. */
  renewKey(visitor: string): void
  /** Loses the next answer after the work for it is done. */
  loseNext(): void
  /** How often something was collected, and how often it was served. */
  readonly count: { collected: number; served: number }
  stop(): void
}

/**
 * Starts the shop. The chain of the tests cannot read a transaction that carries a challenge's bytes, so the shop has
 * the account itself allow the key, by the very restrictions that were signed, and then collects with the key.
 */
export async function startSubscriptionShop(
  chain: Devnet,
  recipient: LocalAccount,
): Promise<SubscriptionShop> {
  const client = chainClient(chain.url)
  const sponsor = devAccounts.sponsor()
  const keys = new Map<string, Hex>()
  const payers = new Map<string, Hex>()
  const count = { collected: 0, served: 0 }
  let loses = false

  const visitorOf = (input: Request) =>
    /visitor=(\w+)/.exec(input.headers.get('cookie') ?? '')?.[1] ?? 'nobody'

  async function collect(visitor: string, amount = price): Promise<string> {
    const key = keys.get(visitor) as Hex
    const account = Account.fromSecp256k1(key, { access: payers.get(visitor) as Hex })
    const block = (await chain.rpc('eth_getBlockByNumber', ['latest', false])) as { timestamp: string }
    const memo = `0x${'11'.repeat(32)}` as const
    const call = Actions.token.transfer.call(client as never, {
      token: pathUsd,
      to: recipient.address,
      amount,
      memo,
    })
    const transaction = {
      ...{ account, feePayer: sponsor, feeToken: pathUsd, gas: 1_500_000n, calls: [call] },
      ...{ nonceKey: 'expiring', validBefore: Number(block.timestamp) + 25 },
    } as never
    const hash = (await isValid(chain, account.address, Account.fromSecp256k1(key).address))
      ? (await sendTransactionSync(client, transaction)).transactionHash
      : await sendTransaction(client, transaction)
    // What is sent with a key that is not there, or was taken away, gets into no block, and nobody says so.
    for (let blocks = 0; blocks < 2; blocks++) await chain.rpc('evm_mine')
    const receipt = (await chain.rpc('eth_getTransactionReceipt', [hash])) as { status: string } | null
    if (receipt?.status !== '0x1')
      throw new Errors.VerificationFailedError({ reason: 'It was not collected.' })
    count.collected++
    return hash
  }

  const mppx = Mppx.create({
    secretKey: 'a secret of at least thirty-two characters',
    realm: 'news.test',
    methods: [
      tempo.subscription({
        ...{ amount: '0.01', chainId, currency: pathUsd, periodCount: '1', periodUnit: 'day' },
        ...{ recipient: recipient.address, store: Store.memory(), getClient: () => client as never },
        subscriptionExpires: new Date((Math.ceil(Date.now() / 1000) + 30 * day) * 1000).toISOString(),
        accessKey: async ({ input }) => {
          const visitor = visitorOf(input)
          const secret = keys.get(visitor) ?? generatePrivateKey()
          keys.set(visitor, secret)
          return { accessKeyAddress: Account.fromSecp256k1(secret).address, keyType: 'secp256k1' }
        },
        resolve: async ({ input }) => ({ key: `daily:${visitorOf(input)}` }),
        async activate({ accessKey, credential, input, request, resolved, source }) {
          const payer = source?.address as Hex
          payers.set(visitorOf(input), payer)
          await allow(chain, payer, credential.payload.signature)
          const reference = await collect(visitorOf(input))
          const timestamp = new Date().toISOString()
          const { amount, currency, externalId, periodCount, periodUnit, subscriptionExpires } = request
          return settled({
            ...{
              accessKey,
              amount,
              currency,
              externalId,
              periodCount,
              periodUnit,
              subscriptionExpires,
              chainId,
            },
            ...{
              billingAnchor: timestamp,
              lastChargedPeriod: 0,
              lookupKey: resolved.key,
              payer: source,
              reference,
            },
            ...{ keyAuthorization: credential.payload.signature, recipient: recipient.address, timestamp },
            subscriptionId: Buffer.from(resolved.key).toString('base64url'),
          } as never)
        },
        async renew({ periodIndex, subscription }) {
          const reference = await collect(subscription.lookupKey.replace('daily:', ''))
          const timestamp = new Date().toISOString()
          return settled({ ...subscription, lastChargedPeriod: periodIndex, reference, timestamp } as never)
        },
      }),
    ],
  })

  const server = createServer(async (incoming, outgoing) => {
    const headers = incoming.headers as Record<string, string>
    const request = new Request(`http://news.test${incoming.url}`, { headers })
    const result = await mppx.subscription({ description: 'The daily news', expires: Expires.minutes(5) })(
      request,
    )
    const isPaid = result.status === 200
    if (isPaid) count.served++
    if (isPaid && loses) {
      loses = false
      return void incoming.socket.destroy()
    }
    const response = isPaid ? result.withReceipt(Response.json({ news: 'today' })) : result.challenge
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    outgoing.end(await response.text())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/news`,
    collect,
    count,
    renewKey: (visitor) => void keys.delete(visitor),
    loseNext: () => {
      loses = true
    },
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function isValid(chain: Devnet, payer: Hex, key: Hex): Promise<boolean> {
  const data = encodeFunctionData({ abi: Abis.accountKeychain, functionName: 'getKey', args: [payer, key] })
  const answer = (await chain.rpc('eth_call', [{ to: Addresses.accountKeychain, data }, 'latest'])) as Hex
  const [, id = '', , , revoked = ''] = answer.slice(2).match(/.{64}/g) ?? []
  return BigInt(`0x${id}`) > 0n && BigInt(`0x${revoked}`) === 0n
}

/** Has the account itself allow the key exactly what was signed, read here by other code than ours. */
async function allow(chain: Devnet, payer: Hex, signed: Hex): Promise<void> {
  const [[, , key, expiry, [[token, limit, period]], [[target, rules]]]] = fromRlp(
    signed,
    'hex',
  ) as never as [[Hex, Hex, Hex, Hex, [[Hex, Hex, Hex]], [[Hex, [Hex, Hex[]][]]]]]
  const config = {
    expiry: BigInt(expiry),
    enforceLimits: true,
    limits: [{ token, amount: BigInt(limit), period: BigInt(period) }],
    allowAnyCalls: false,
    allowedCalls: [
      { target, selectorRules: rules.map(([selector, recipients]) => ({ selector, recipients })) },
    ],
  }
  const abi = Abis.accountKeychain.filter(
    (item) => item.type === 'function' && item.name === 'authorizeKey' && item.inputs.length === 3,
  )
  const data = encodeFunctionData({ abi, functionName: 'authorizeKey', args: [key, 0, config] } as never)
  await chain.rpc('anvil_impersonateAccount', [payer])
  await chain.rpc('anvil_setBalance', [payer, '0x56bc75e2d63100000'])
  const call = { from: payer, to: Addresses.accountKeychain, data, gas: '0x4c4b40' }
  const hash = (await chain.rpc('eth_sendTransaction', [call])) as Hex
  const receipt = await waitForTransactionReceipt(chainClient(chain.url), { hash, pollingInterval: 50 })
  await chain.rpc('anvil_stopImpersonatingAccount', [payer])
  if (receipt.status !== 'success') throw new Error('The chain does not allow the key.')
}

function settled<record extends { reference: string; subscriptionId: string; timestamp: string }>(
  subscription: record,
) {
  const { reference, subscriptionId, timestamp } = subscription
  const receipt = { method: 'tempo', status: 'success', reference, subscriptionId, timestamp }
  return { subscription, receipt } as never
}
