import { Errors } from 'mppx'
import type { Subscription } from 'mppx/tempo'
import {
  type Address,
  type Chain,
  type Client,
  encodeFunctionData,
  fromRlp,
  type Hex,
  type Transport,
} from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import { readContract, sendTransactionSync, waitForTransactionReceipt } from 'viem/actions'
import { Abis, Account, Actions, Addresses } from 'viem/tempo'
import { subscription as offer, token } from './catalog.js'
import type { Settings } from './settings.js'

type Record = Subscription.SubscriptionRecord

/** A seller's key, for one reader, and the account that let it in. */
type Key = { secret: Hex; payer?: Address }

/**
 * Sets subscriptions up and collects them on a development chain, which cannot read a transaction with an
 * authorization that is bound to a challenge. mppx has checked what was signed; here the account itself lets the key in,
 * with the restrictions that stand in those very bytes, and the key collects as it would anywhere.
 */
export function createCollector(client: Client<Transport, Chain>, settings: Settings) {
  const keys = new Map<string, Key>()
  const rpc = (method: string, ...params: unknown[]) => client.request({ method, params } as never)

  /** Lets the key in, as the signed bytes say. */
  async function allow(payer: Address, signed: Hex): Promise<void> {
    const [[, , key, expiry, [[paid, limit, period]], [[target, rules]]]] = fromRlp(
      signed,
      'hex',
    ) as never as [[Hex, Hex, Address, Hex, [[Address, Hex, Hex]], [[Address, [Hex, Address[]][]]]]]
    const config = {
      expiry: BigInt(expiry),
      enforceLimits: true,
      limits: [{ token: paid, amount: BigInt(limit), period: BigInt(period) }],
      allowAnyCalls: false,
      allowedCalls: [
        { target, selectorRules: rules.map(([selector, recipients]) => ({ selector, recipients })) },
      ],
    }
    const abi = Abis.accountKeychain.filter(
      (item) => item.type === 'function' && item.name === 'authorizeKey' && item.inputs.length === 3,
    )
    const data = encodeFunctionData({ abi, functionName: 'authorizeKey', args: [key, 0, config] } as never)
    const before = await balanceOf(payer)
    await rpc('anvil_impersonateAccount', payer)
    await rpc('anvil_setBalance', payer, '0x56bc75e2d63100000')
    const call = { from: payer, to: Addresses.accountKeychain, data, gas: '0x4c4b40' }
    const hash = (await rpc('eth_sendTransaction', call)) as Hex
    await rpc('anvil_stopImpersonatingAccount', payer)
    const { status } = await waitForTransactionReceipt(client, { hash, pollingInterval: 50 })
    if (status !== 'success') refuse('the network does not let this key collect')
    // Elsewhere the seller's sponsor pays for this too.
    const amount = before - (await balanceOf(payer))
    const transfer = {
      account: settings.sponsor,
      token: token.address,
      to: payer,
      amount,
      feeToken: token.address,
    }
    if (amount > 0n) await Actions.token.transferSync(client, transfer)
  }

  async function balanceOf(account: Address): Promise<bigint> {
    return (await Actions.token.getBalance(client, { account, token: token.address })).amount
  }

  async function collect(reader: string): Promise<string> {
    const key = keys.get(reader)
    if (!key?.payer || (await isGone(key))) return refuse('the subscription was cancelled')
    const { secret, payer } = key
    const to = settings.merchant.address
    const memo = `0x${'00'.repeat(31)}01` as const
    const call = Actions.token.transfer.call(client, { token: token.address, to, amount: offer.units, memo })
    const receipt = await sendTransactionSync(client, {
      account: Account.fromSecp256k1(secret, { access: payer }),
      ...{ calls: [call], feePayer: settings.sponsor, feeToken: token.address, gas: 1_500_000n },
      ...{ nonceKey: 'expiring', validBefore: Math.floor(Date.now() / 1000) + 25 },
    } as never)
    return receipt.status === 'success' ? receipt.transactionHash : refuse('it could not be collected')
  }

  /** Whether the account took the key away. */
  async function isGone({ secret, payer }: Key): Promise<boolean> {
    if (!payer) return false
    const { isRevoked } = (await readContract(client, {
      ...{ abi: Abis.accountKeychain, address: Addresses.accountKeychain, functionName: 'getKey' },
      args: [payer, Account.fromSecp256k1(secret).address],
    } as never)) as { isRevoked: boolean }
    return isRevoked
  }

  return {
    async accessKey({ resolved }: { resolved: { key: string } }) {
      const known = keys.get(resolved.key)
      // The chain takes no key a second time.
      const key = known && !(await isGone(known)) ? known : { secret: generatePrivateKey() }
      keys.set(resolved.key, key)
      return { accessKeyAddress: Account.fromSecp256k1(key.secret).address, keyType: 'secp256k1' as const }
    },
    async activate({ accessKey, credential, request, resolved, source }: Activation) {
      const key = keys.get(resolved.key)
      if (!key || !source) return refuse('nobody is known to pay')
      await allow(source.address, credential.payload.signature)
      key.payer = source.address
      const { amount, currency, periodCount, periodUnit, recipient, subscriptionExpires, externalId } =
        request
      const timestamp = new Date().toISOString()
      return settled({
        ...{
          accessKey,
          amount,
          currency,
          periodCount,
          periodUnit,
          recipient,
          subscriptionExpires,
          externalId,
        },
        ...{
          billingAnchor: timestamp,
          chainId: source.chainId,
          lastChargedPeriod: 0,
          lookupKey: resolved.key,
        },
        ...{ payer: source, reference: await collect(resolved.key), timestamp },
        subscriptionId: Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64url'),
      })
    },
    async renew({ periodIndex, subscription }: Renewal) {
      const reference = await collect(subscription.lookupKey)
      return settled({
        ...subscription,
        lastChargedPeriod: periodIndex,
        reference,
        timestamp: new Date().toISOString(),
      })
    },
  }
}

/** What mppx says of a proof that it has checked. */
type Activation = {
  readonly accessKey?: Record['accessKey']
  readonly credential: { readonly payload: { readonly signature: Hex } }
  readonly request: Pick<
    Record,
    'amount' | 'currency' | 'periodCount' | 'periodUnit' | 'recipient' | 'subscriptionExpires' | 'externalId'
  >
  readonly resolved: { readonly key: string }
  readonly source?: { readonly address: Address; readonly chainId: number } | null | undefined
}

type Renewal = { readonly periodIndex: number; readonly subscription: Record }

function settled(subscription: Record) {
  const { reference, subscriptionId, timestamp } = subscription
  const receipt = {
    method: 'tempo' as const,
    status: 'success' as const,
    reference,
    subscriptionId,
    timestamp,
  }
  return { subscription, receipt }
}

function refuse(reason: string): never {
  throw new Errors.VerificationFailedError({ reason })
}
