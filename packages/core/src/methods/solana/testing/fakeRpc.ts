import { RevertedError } from '../../../chain/Rpc.js'
import * as Address from '../Address.js'
import { littleEndian, toBase64 } from '../Bytes.js'
import type { SolanaRpc } from '../Rpc.js'

// A network that says what a test wants it to, and keeps what it was asked.

type Answers = { readonly [method: string]: ((...params: never[]) => unknown) | undefined }

export const blockhash = 'cGfHiC6Kgg3FpFZvgwGcswsCRtp4aBP2fzuXRQPizuN'
export const hint = 'EGruBpem9xAwq8GUaDxH4CkAz83pVgZ5Ji52mctomjxQ'

const inContext = (value: unknown) => ({ context: { slot: 500 }, value })

/** An account with so many lamports. */
export const wealth = (lamports = 1_000_000_000) => ({
  owner: Address.SYSTEM,
  lamports,
  data: ['', 'base64'],
})

/** A token account's bytes. */
export function tokenAccount(mint: string, amount: bigint, program = Address.TOKEN, state = 1) {
  const data = new Uint8Array(165)
  data.set(Address.toBytes(mint))
  data.set(littleEndian(amount, 8), 64)
  data[108] = state
  return { owner: program, lamports: 2_039_280, data: [toBase64(data), 'base64'] }
}

/** A mint's bytes. */
export function mintAccount(decimals: number, program = Address.TOKEN) {
  const data = new Uint8Array(82)
  data[44] = decimals
  data[45] = 1
  return { owner: program, lamports: 1, data: [toBase64(data), 'base64'] }
}

/** A network of its own, at height 1000, on which everybody has one SOL and nothing was ever sent. */
export function createFakeRpc(answers: Answers = {}, known: { [address: string]: object | null } = {}) {
  const asked: string[] = []
  const all: Answers = {
    getGenesisHash: () => hint,
    getLatestBlockhash: () => inContext({ blockhash, lastValidBlockHeight: 1150 }),
    isBlockhashValid: (hash: string) => inContext(hash === blockhash),
    getBlockHeight: () => 1000,
    getFirstAvailableBlock: () => 0,
    getMultipleAccounts: (addresses: string[]) =>
      inContext(addresses.map((each) => (each in known ? known[each] : wealth()))),
    getSignatureStatuses: () => inContext([null]),
    getSignaturesForAddress: () => [],
    getTransaction: () => null,
    simulateTransaction: () => inContext({ err: null }),
    ...answers,
  }
  const rpc: SolanaRpc = async (method, params) => {
    asked.push(method)
    const answer = all[method]
    if (!answer) throw new RevertedError()
    return answer(...(params as never[]))
  }
  return { rpc, asked }
}

/** A status as the network tells it. */
export const statusOf = (err: unknown, confirmationStatus = 'finalized') =>
  inContext([{ slot: 501, confirmations: null, err, confirmationStatus }])
