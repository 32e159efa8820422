import {
  address,
  getBase58Decoder,
  getBase58Encoder,
  getBase64Encoder,
  getCompiledTransactionMessageDecoder,
  getTransactionDecoder,
  type Signature,
  type Transaction,
} from '@solana/kit'
import { FailedTransactionMetadata, type LiteSVM } from 'litesvm'
import type { Effects, SolanaChannels } from './solanaChannels/createSolanaChannels.js'
import { parsedInstructions } from './startSolanaParsed.js'
import { tokenAmount } from './startSolanaTokens.js'

/** A request that the chain does not take, as JSON-RPC tells it. */
export class SolanaRpcError extends Error {
  override readonly name = 'SolanaRpcError'
  readonly code: number
  readonly data: object | undefined

  constructor(code: number, message: string, data?: object) {
    super(message)
    this.code = code
    this.data = data
  }
}

/** What accounts are looked for by. */
type Filter = { dataSize?: number; memcmp?: { offset: number; bytes: string } }

/** A transaction that the chain has, whether it did what it should or not. */
type Entry = { signature: string; slot: number; err: unknown; wire: string; transaction: Transaction }

/** Answers JSON-RPC from a chain in this process. */
export type SolanaRpcDesk = {
  /** What it answers, or a promise of that. */
  answer(method: string, params: readonly unknown[]): unknown
  /** Lets so many blocks pass; more than 150 end the life of every blockhash. */
  pass(blocks: number): void
  /** Moves the chain's clock, in seconds from the machine's. */
  setAhead(seconds: number): void
}

// How many blocks name a blockhash.
const life = 150

export function createSolanaRpcDesk(
  svm: LiteSVM,
  genesisHash: string,
  channels?: SolanaChannels,
): SolanaRpcDesk {
  let height = 1000
  let ahead = 0
  let lastHeight = height + life
  /** The latest first. */
  const entries: Entry[] = []

  const inContext = (value: unknown) => ({ context: { slot: height, apiVersion: '2.3.0' }, value })

  function read(id: unknown) {
    const found = svm.getAccount(address(String(id)))
    if (!found.exists) return null
    const { data, executable, lamports, programAddress: owner } = found
    const base64 = Buffer.from(data).toString('base64')
    return {
      data: [base64, 'base64'],
      executable,
      lamports: Number(lamports),
      owner,
      rentEpoch: 0,
      space: data.length,
    }
  }

  function programAccounts(program: string, options: unknown): object[] {
    const { filters = [] } = (options ?? {}) as { filters?: readonly Filter[] }
    const found = svm.getProgramAccounts(address(program)).filter(({ data }) =>
      filters.every(({ dataSize = data.length, memcmp }) => {
        const bytes = memcmp ? getBase58Encoder().encode(memcmp.bytes) : new Uint8Array()
        return (
          dataSize === data.length && bytes.every((byte, at) => data[(memcmp?.offset ?? 0) + at] === byte)
        )
      }),
    )
    return found.map(({ address: pubkey }) => ({ pubkey, account: read(pubkey) }))
  }

  function decode(wire: unknown): Transaction {
    try {
      return getTransactionDecoder().decode(getBase64Encoder().encode(String(wire)))
    } catch {
      throw new SolanaRpcError(-32602, 'invalid transaction')
    }
  }

  /** Runs what needs to know what a transaction does with channels, and waits for that only where there are any. */
  function withEffects<result>(wire: unknown, run: (effects?: Effects) => result): result | Promise<result> {
    return channels ? channels.prepare(messageOf(decode(wire))).then(run) : run()
  }

  function setClock() {
    const clock = svm.getClock()
    clock.slot = BigInt(height)
    clock.unixTimestamp = BigInt(Math.floor(Date.now() / 1000) + ahead)
    svm.setClock(clock)
  }

  function simulate(wire: unknown, verifies: boolean, effects: Effects | undefined): unknown {
    const transaction = decode(wire)
    svm.withSigverify(verifies)
    try {
      const result = svm.simulateTransaction(transaction)
      if (result instanceof FailedTransactionMetadata) return nameOf(result)
      return effects?.tryOut(BigInt(height)) ?? null
    } finally {
      svm.withSigverify(true)
    }
  }

  function send(wire: unknown, effects: Effects | undefined): string {
    const transaction = decode(wire)
    const [first] = Object.values(transaction.signatures)
    if (!Object.values(transaction.signatures).every((each) => each?.some((byte) => byte !== 0)) || !first)
      throw new SolanaRpcError(-32003, 'Transaction signature verification failure')
    const err = simulate(wire, true, effects)
    if (err !== null) {
      const data = { err, logs: [] }
      throw new SolanaRpcError(-32002, `Transaction simulation failed: ${JSON.stringify(err)}`, data)
    }
    svm.sendTransaction(transaction)
    effects?.make(BigInt(height))
    height += 1
    const signature = getBase58Decoder().decode(first)
    entries.unshift({ signature, slot: height, err: null, wire: String(wire), transaction })
    return signature
  }

  function tell(signature: unknown, options: unknown): unknown {
    const entry = entries.find((each) => each.signature === signature)
    if (!entry) return null
    const { slot, err, wire, transaction } = entry
    const meta = { err, fee: 5000, logMessages: svm.getTransaction(entry.signature as Signature)?.toString() }
    const isParsed = (options as { encoding?: unknown } | undefined)?.encoding === 'jsonParsed'
    return {
      slot,
      meta,
      version: 0,
      blockTime: null,
      transaction: isParsed ? parse(transaction) : [wire, 'base64'],
    }
  }

  const methods: { [method: string]: ((...params: readonly unknown[]) => unknown) | undefined } = {
    getGenesisHash: () => genesisHash,
    getHealth: () => 'ok',
    getFirstAvailableBlock: () => 0,
    getSlot: () => height,
    getBlockHeight: () => height,
    getLatestBlockhash: () =>
      inContext({ blockhash: svm.latestBlockhash(), lastValidBlockHeight: lastHeight }),
    isBlockhashValid: (hash) => inContext(hash === svm.latestBlockhash()),
    getAccountInfo: (id) => inContext(read(id)),
    getMultipleAccounts: (ids) => inContext((ids as unknown[]).map(read)),
    getProgramAccounts: (program, options) => programAccounts(String(program), options),
    getBalance: (id) => inContext(Number(svm.getBalance(address(String(id))) ?? 0n)),
    getMinimumBalanceForRentExemption: (size) =>
      Number(svm.minimumBalanceForRentExemption(BigInt(Number(size)))),
    getTokenAccountBalance: (id) => {
      const found = svm.getAccount(address(String(id)))
      if (!found.exists) throw new SolanaRpcError(-32602, 'Invalid param: could not find account')
      const mint = svm.getAccount(address(getBase58Decoder().decode(found.data.slice(0, 32))))
      const decimals = mint.exists ? mint.data[44] : 0
      return inContext({ amount: tokenAmount(found.data).toString(), decimals })
    },
    simulateTransaction: (wire, options) => {
      const verifies = (options as { sigVerify?: unknown } | undefined)?.sigVerify === true
      return withEffects(wire, (effects) => inContext({ err: simulate(wire, verifies, effects), logs: [] }))
    },
    sendTransaction: (wire) => withEffects(wire, (effects) => send(wire, effects)),
    getSignatureStatuses: (ids) =>
      inContext(
        (ids as unknown[]).map((id) => {
          const entry = entries.find(({ signature }) => signature === id)
          return entry
            ? { slot: entry.slot, confirmations: null, err: entry.err, confirmationStatus: 'finalized' }
            : null
        }),
      ),
    getSignaturesForAddress: (id) =>
      entries
        .filter(({ transaction }) => messageOf(transaction).staticAccounts.includes(address(String(id))))
        .map(({ signature, slot, err }) => ({
          signature,
          slot,
          err,
          memo: null,
          confirmationStatus: 'finalized',
        })),
    getTransaction: tell,
  }

  return {
    answer(method, params) {
      const run = methods[method]
      if (!run) throw new SolanaRpcError(-32601, 'Method not found')
      setClock()
      return run(...params)
    },
    setAhead(seconds) {
      ahead = seconds
    },
    pass(blocks) {
      height += blocks
      if (height <= lastHeight) return
      svm.expireBlockhash()
      lastHeight = height + life
    },
  }
}

function messageOf({ messageBytes }: Transaction) {
  const message = getCompiledTransactionMessageDecoder().decode(messageBytes)
  if (message.version !== 0) throw new SolanaRpcError(-32015, 'Transaction version is not supported')
  return message
}

function parse(transaction: Transaction): object {
  const message = messageOf(transaction)
  return {
    signatures: Object.values(transaction.signatures).map((each) =>
      each ? getBase58Decoder().decode(each) : '',
    ),
    message: {
      accountKeys: message.staticAccounts.map((pubkey) => ({ pubkey })),
      instructions: parsedInstructions(message),
      recentBlockhash: message.lifetimeToken,
    },
  }
}

/** What a failed transaction's error is called: litesvm says it in its text alone. */
function nameOf(failed: FailedTransactionMetadata): string {
  return /err: (.+?), meta:/s.exec(failed.toString())?.[1] ?? 'unknown'
}
