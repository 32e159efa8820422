import * as Challenge from '../../protocol/Challenge.js'
import type { ChargeRequest } from './ChargeRequest.js'
import type { Connection } from './Client.js'
import * as Hex from './Hex.js'
import { guard, head, prompt, quantity, UnsupportedError, WalletError } from './Rpc.js'
import * as TempoTransaction from './TempoTransaction.js'
import * as Transfer from './Transfer.js'

/** All that a payment is made from. */
export type Payment = {
  readonly connection: Connection
  readonly request: ChargeRequest
  readonly challenge: Challenge.Challenge
  /** The payee's, then the splits'. */
  readonly transfers: readonly [Transfer.Transfer, ...Transfer.Transfer[]]
  /** What an unsponsored transaction pays its fee in. */
  readonly feeToken: Hex.Hex
  readonly now: () => number
  readonly signal?: AbortSignal | undefined
}

// What servers sponsor at most, as mppx 0.11 has it.
const gasCap = 2_000_000n
const feeCap = 100_000_000_000n
const priorityCap = 10_000_000_000n

/**
 * Makes and signs the transaction that pays, for the server to broadcast or for {@link push}
 * (draft-tempo-charge-00, "Transaction Payload").
 */
export async function sign(payment: Payment): Promise<Hex.Hex> {
  const { client, account } = payment.connection
  const sign = account.sign?.bind(account)
  if (account.type === 'local' && !sign) throw new UnsupportedError('signing transactions')
  const transaction = await prepare(payment)
  if (sign && account.type === 'local') {
    const signature = await guard('sign', () => sign({ hash: TempoTransaction.signPayload(transaction) }))
    return TempoTransaction.serialize(transaction, signature)
  }
  const answer = await prompt(client, 'eth_signTransaction', {
    ...toRpc(transaction, payment),
    gas: Hex.fromNumber(transaction.gas),
    maxFeePerGas: Hex.fromNumber(transaction.maxFeePerGas),
    maxPriorityFeePerGas: Hex.fromNumber(transaction.maxPriorityFeePerGas),
    ...(transaction.sponsored ? { feePayer: true } : {}),
  })
  const raw = typeof answer === 'string' ? answer : (answer as { raw?: unknown } | null)?.raw
  if (!Hex.is(raw) || !/^0x7[68]/.test(raw))
    throw new WalletError('The wallet signed something else than a Tempo transaction.', true)
  return raw
}

async function prepare(payment: Payment): Promise<TempoTransaction.TempoTransaction> {
  const { connection, request, challenge, transfers, feeToken } = payment
  const { client, chainId } = connection
  const [{ timestamp, baseFeePerGas }, tip] = await Promise.all([
    head(client),
    quantity(client, 'eth_maxPriorityFeePerGas'),
  ])
  Challenge.assertFresh(challenge, { now: Number(timestamp) * 1000 })
  const validBefore = validity(payment, Number(timestamp))
  const sponsored = request.feePayer
  const maxPriorityFeePerGas = sponsored ? min(tip, priorityCap) : tip
  const maxFeePerGas = (baseFeePerGas * 12n) / 10n + maxPriorityFeePerGas
  const transaction = {
    chainId,
    calls: transfers.map((transfer) => Transfer.toCall(request.currency, transfer)),
    gas: 0n,
    maxPriorityFeePerGas,
    maxFeePerGas: sponsored ? min(maxFeePerGas, feeCap) : maxFeePerGas,
    nonceKey: TempoTransaction.expiringNonceKey,
    validBefore,
    // Two payments that are alike in all else would be one to the chain.
    validAfter: 1 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 1_000_000_000),
    ...(sponsored ? { sponsored } : { feeToken }),
  }
  const estimate = await quantity(client, 'eth_estimateGas', toRpc(transaction, payment))
  // A node estimates with a plain signature, and an access key's costs more.
  const limit = (estimate * 21n) / 20n + 20_000n
  return { ...transaction, gas: sponsored ? min(limit, gasCap) : limit }
}

/**
 * When the transaction ends: 25 seconds from now, since the chain keeps an expiring nonce for 30, and never after the
 * challenge. The chain's clock counts, unless it stands still as on a development chain without transactions.
 */
function validity({ challenge, now }: Payment, chainTime: number): number {
  const local = Math.floor(now() / 1000)
  const start = Math.abs(local - chainTime) < 3600 ? chainTime : local
  const end = Challenge.expiresAt(challenge)
  return Math.min(start + 25, end === undefined ? Number.POSITIVE_INFINITY : Math.floor(end / 1000))
}

/** What gas is estimated from. Neither fee nor sponsor: an estimate must not depend on who can pay it. */
function toRpc(transaction: TempoTransaction.TempoTransaction, { connection: { account } }: Payment) {
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
