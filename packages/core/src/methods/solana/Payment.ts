import { sha256 } from '@noble/hashes/sha2.js'
import * as Address from './Address.js'
import { concat, littleEndian } from './Bytes.js'
import type { ChargeRequest } from './ChargeRequest.js'
import * as Message from './Message.js'
import { maxUnits } from './Signing.js'
import type { Asset } from './Tokens.js'

/** What a charge's transaction is made of. */
export type Payment = {
  readonly request: ChargeRequest
  readonly payer: Address.Address
  readonly asset: Asset
  readonly blockhash: string
  /** What tells payments of the same amount to the same payee apart: the challenge's id. */
  readonly nonce: string
  /** In millionths of a lamport. */
  readonly unitPrice?: bigint | undefined
}

/** The most that a server lets a compute unit cost, in millionths of a lamport: less where it pays for it. */
export function maxPrice({ feePayer }: ChargeRequest): bigint {
  return feePayer ? 10_000n : 5_000_000n
}

/**
 * Compiles the transaction's message: the fee's two steps, the payee's transfer, its memo, then for every split its
 * account, transfer and memo (draft-solana-charge-00, "Client Transaction Construction").
 */
export function compile(payment: Payment): Uint8Array<ArrayBuffer> {
  const { request, payer, blockhash } = payment
  const { amount, splits, recipient, externalId, feePayer = payer } = request
  const rest = splits.reduce((left, split) => left - split.amount, amount)
  return Message.compile({
    feePayer,
    blockhash,
    instructions: [
      ...budget(payment),
      transfer(payment, recipient, rest),
      ...memo(externalId),
      ...splits.flatMap((split) => [
        ...(split.createsAccount ? create(payment, split.recipient, feePayer) : []),
        transfer(payment, split.recipient, split.amount),
        ...memo(split.memo),
      ]),
    ],
  })
}

/**
 * The fee's steps. Two payments that are the same to the byte are one to the network, so that the second would seem paid
 * by the first: a little of the challenge's id in what they may cost, never more than a cent's thousandth, keeps them
 * apart, and the same challenge's the same.
 */
function budget({ nonce, request, unitPrice = 1n }: Payment): Message.Instruction[] {
  const [high = 0, low = 0, extra = 0] = sha256(new TextEncoder().encode(nonce))
  const limit = maxPrice(request)
  const price = unitPrice + BigInt(extra)
  const units = maxUnits - BigInt((high << 4) | (low & 15))
  const program = Address.COMPUTE_BUDGET
  return [
    { program, accounts: [], data: concat([3], littleEndian(price < limit ? price : limit, 8)) },
    { program, accounts: [], data: concat([2], littleEndian(units, 4)) },
  ]
}

function transfer(
  { request: { currency }, payer, asset }: Payment,
  to: Address.Address,
  amount: bigint,
): Message.Instruction {
  if (!asset)
    return {
      program: Address.SYSTEM,
      accounts: [
        { address: payer, signer: true, writable: true },
        { address: to, writable: true },
      ],
      data: concat([2, 0, 0, 0], littleEndian(amount, 8)),
    }
  const { tokenProgram, decimals } = asset
  const account = (owner: Address.Address) => Address.associated({ owner, mint: currency, tokenProgram })
  return {
    program: tokenProgram,
    accounts: [
      { address: account(payer), writable: true },
      { address: currency },
      { address: account(to), writable: true },
      { address: payer, signer: true },
    ],
    data: concat([12], littleEndian(amount, 8), [decimals]),
  }
}

/** Makes the token account of an owner, if there is none. */
function create(
  { request: { currency }, asset }: Payment,
  owner: Address.Address,
  funder: Address.Address,
): Message.Instruction[] {
  if (!asset) return []
  const { tokenProgram } = asset
  const accounts = [
    { address: funder, signer: true, writable: true },
    { address: Address.associated({ owner, mint: currency, tokenProgram }), writable: true },
    { address: owner },
    { address: currency },
    { address: Address.SYSTEM },
    { address: tokenProgram },
  ]
  return [{ program: Address.ATA, accounts, data: Uint8Array.of(1) }]
}

function memo(text: string | undefined): Message.Instruction[] {
  return text === undefined
    ? []
    : [{ program: Address.MEMO, accounts: [], data: new TextEncoder().encode(text) }]
}
