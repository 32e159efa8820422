import { assertChain, type ChainAccount, type ChainClient } from '../../chain/Client.js'
import * as Hex from '../../chain/Hex.js'
import { guard, head, prompt, quantity, UnsupportedError, WalletError } from '../../chain/Rpc.js'
import * as Challenge from '../../protocol/Challenge.js'
import * as TempoTransaction from './TempoTransaction.js'

/** What a transaction is made from, and who signs it. */
export type Plan = {
  readonly client: ChainClient
  readonly account: ChainAccount
  readonly chainId: number
  readonly calls: readonly TempoTransaction.Call[]
  /** Whether somebody else pays the fee. */
  readonly sponsored: boolean
  /** What an unsponsored transaction pays its fee in. */
  readonly feeToken: Hex.Hex
  /** What the transaction answers: it does not outlive it. */
  readonly challenge?: Challenge.Challenge | undefined
  /** Makes sure of the chain in the same round trip, where nobody has before. */
  readonly checkChain?: boolean | undefined
  readonly now: () => number
}

/** A signed transaction, as it goes to whoever broadcasts it. */
export type Signed = { readonly raw: Hex.Hex; readonly transaction: TempoTransaction.TempoTransaction }

// What servers sponsor at most, as mppx 0.11 has it.
const gasCap = 2_000_000n
const feeCap = 100_000_000_000n
const priorityCap = 10_000_000_000n

/**
 * Makes a transaction of some calls and has the account sign it: a key in the page, or a wallet that knows Tempo
 * transactions. Asks the chain once before.
 *
 * @throws UnsupportedError when the account cannot, CancelledError when the person said no.
 */
export async function sign(plan: Plan): Promise<Signed> {
  const { client, account } = plan
  const sign = account.sign?.bind(account)
  if (account.type === 'local' && !sign) throw new UnsupportedError('signing transactions')
  const transaction = await prepare(plan)
  if (sign && account.type === 'local') {
    const signature = await guard('sign', () => sign({ hash: TempoTransaction.signPayload(transaction) }))
    return { raw: TempoTransaction.serialize(transaction, signature), transaction }
  }
  const answer = await prompt(client, 'eth_signTransaction', {
    ...toRpc(transaction, account),
    gas: Hex.fromNumber(transaction.gas),
    maxFeePerGas: Hex.fromNumber(transaction.maxFeePerGas),
    maxPriorityFeePerGas: Hex.fromNumber(transaction.maxPriorityFeePerGas),
    ...(transaction.sponsored ? { feePayer: true } : {}),
  })
  const raw = typeof answer === 'string' ? answer : (answer as { raw?: unknown } | null)?.raw
  if (!Hex.is(raw) || !/^0x7[68]/.test(raw))
    throw new WalletError('The wallet signed something else than a Tempo transaction.', true)
  return { raw, transaction }
}

async function prepare(plan: Plan): Promise<TempoTransaction.TempoTransaction> {
  const { client, chainId, challenge, calls, sponsored, feeToken, account, now } = plan
  const draft = {
    chainId,
    calls,
    gas: 0n,
    maxFeePerGas: 0n,
    maxPriorityFeePerGas: 0n,
    nonceKey: TempoTransaction.expiringNonceKey,
    // Two transactions that are alike in all else would be one to the chain.
    validAfter: 1 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 1_000_000_000),
    ...(sponsored ? { sponsored } : { feeToken }),
  }
  const estimate = (validBefore: number) =>
    quantity(client, 'eth_estimateGas', toRpc({ ...draft, validBefore }, account))
  // Asked at once with all else, by our own clock; asked again should the chain's be another.
  const guess = validity(plan, Math.floor(now() / 1000))
  const early = estimate(guess).then(
    (gas) => ({ gas }),
    (error: unknown) => ({ error }),
  )
  const blockAndTip = Promise.all([head(client), quantity(client, 'eth_maxPriorityFeePerGas')])
  // A client on the wrong chain says so, whatever else failed for it.
  blockAndTip.catch(() => {})
  if (plan.checkChain) await assertChain(client, chainId)
  const [{ timestamp, baseFeePerGas }, tip] = await blockAndTip
  if (challenge) Challenge.assertFresh(challenge, { now: Number(timestamp) * 1000 })
  const validBefore = validity(plan, Number(timestamp))
  const first = await early
  if ('error' in first && Math.abs(validBefore - guess) < 5) throw first.error
  const gas = 'error' in first ? await estimate(validBefore) : first.gas
  // A node estimates with a plain signature, and an access key's costs more.
  const limit = (gas * 21n) / 20n + 20_000n
  const maxPriorityFeePerGas = sponsored ? min(tip, priorityCap) : tip
  const maxFeePerGas = (baseFeePerGas * 12n) / 10n + maxPriorityFeePerGas
  return {
    ...draft,
    gas: sponsored ? min(limit, gasCap) : limit,
    maxPriorityFeePerGas,
    maxFeePerGas: sponsored ? min(maxFeePerGas, feeCap) : maxFeePerGas,
    validBefore,
  }
}

/**
 * When the transaction ends: 25 seconds from now, since the chain keeps an expiring nonce for 30, and never after the
 * challenge. The chain's clock counts, unless it stands still as on a development chain without transactions.
 */
function validity({ challenge, now }: Plan, chainTime: number): number {
  const local = Math.floor(now() / 1000)
  const start = Math.abs(local - chainTime) < 3600 ? chainTime : local
  const end = challenge && Challenge.expiresAt(challenge)
  return Math.min(start + 25, end === undefined ? Number.POSITIVE_INFINITY : Math.floor(end / 1000))
}

/** What gas is estimated from. Neither fee nor sponsor: an estimate must not depend on who can pay it. */
function toRpc(transaction: TempoTransaction.TempoTransaction, account: ChainAccount) {
  const { chainId, calls, nonceKey, validAfter = 0, validBefore = 0, feeToken } = transaction
  const { keyType, accessKeyAddress } = account
  return {
    type: '0x76',
    from: account.address,
    chainId: Hex.fromNumber(chainId),
    calls: calls.map(({ to, data }) => ({ to, data, value: '0x' })),
    nonceKey: Hex.fromNumber(nonceKey),
    nonce: '0x0',
    validAfter: Hex.fromNumber(validAfter),
    validBefore: Hex.fromNumber(validBefore),
    ...(feeToken ? { feeToken } : {}),
    ...(keyType ? { keyType } : {}),
    // The size of a passkey's signature, which the node cannot guess.
    ...(keyType === 'webAuthn' ? { keyData: '0x0578' } : {}),
    ...(accessKeyAddress ? { keyId: accessKeyAddress } : {}),
  }
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
