import { Hash, Hex } from 'ox'
import { TxEnvelopeTempo } from 'ox/tempo'
import {
  type Address,
  decodeFunctionData,
  isAddressEqual,
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
} from 'viem'
import { Abis, Addresses } from 'viem/tempo'

type Call = { readonly to?: Address | null | undefined; readonly data?: Hex.Hex | undefined }

/** What a signed transaction wants of the channel reserve. */
export type ReserveTransaction = {
  sender: Address
  hash: Hex.Hex
  tokens: readonly Address[]
  /** What the precompile would see as the transaction's hash; `undefined` where its nonce is no expiring one. */
  expiringNonceHash: Hex.Hex | undefined
}

/** The nonce key under which a transaction's own hash is its nonce. */
const expiring = 2n ** 256n - 1n

/** Reads a signed transaction; `undefined` when it does not call the channel reserve. */
export async function readReserveTransaction(raw: Hex.Hex): Promise<ReserveTransaction | undefined> {
  return /^0x7[68]/.test(raw) ? readTempo(raw) : readOrdinary(raw)
}

/** Whether any of the calls goes to the channel reserve. */
export function callsReserve(calls: readonly Call[]): boolean {
  return calls.some(({ to }) => to && isAddressEqual(to, Addresses.tip20ChannelReserve))
}

/** The tokens that the calls would move into the channel reserve. */
export function tokensMoved(calls: readonly Call[]): Address[] {
  return calls.filter((call) => callsReserve([call])).flatMap(({ data }) => tokenOf(data) ?? [])
}

function readTempo(raw: Hex.Hex): ReserveTransaction | undefined {
  const envelope = TxEnvelopeTempo.deserialize(raw as TxEnvelopeTempo.Serialized)
  const { calls, from: sender, nonceKey } = envelope
  if (!sender || !callsReserve(calls)) return undefined
  const preimage = Hex.concat(TxEnvelopeTempo.encodeForSigning(envelope), sender)
  return {
    sender,
    hash: keccak256(raw),
    tokens: tokensMoved(calls),
    expiringNonceHash: nonceKey === expiring ? Hash.keccak256(preimage) : undefined,
  }
}

async function readOrdinary(raw: Hex.Hex): Promise<ReserveTransaction | undefined> {
  const call = parseTransaction(raw)
  if (!callsReserve([call])) return undefined
  const sender = await recoverTransactionAddress({ serializedTransaction: raw as `0x02${string}` })
  return { sender, hash: keccak256(raw), tokens: tokensMoved([call]), expiringNonceHash: undefined }
}

function tokenOf(data: Hex.Hex | undefined): Address | undefined {
  try {
    const { functionName, args } = decodeFunctionData({ abi: Abis.tip20ChannelReserve, data: data ?? '0x' })
    if (functionName === 'open') return args[2]
    return functionName === 'topUp' ? args[0].token : undefined
  } catch {
    // No function of the reserve: the chain refuses it.
    return undefined
  }
}
