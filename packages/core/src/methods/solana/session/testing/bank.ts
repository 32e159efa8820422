import { verifyAsync } from '@noble/ed25519'
import * as Address from '../../Address.js'
import * as Base58 from '../../Base58.js'
import { concat, fromBase64, littleEndian, toBase64 } from '../../Bytes.js'
import * as Transaction from '../../Transaction.js'
import { accountOf, type Kept, legacy, mint, program, run, write } from './channelProgram.js'

export { accountOf, legacy, mint, program }

// A stand-in for Solana, in memory: the binary of the channel program cannot be had, so that no open can be executed on a
// chain of one's own. It checks signatures, and does what draft-solana-session-00 says of each instruction, with the
// accounts in the published order. What it cannot show is that the program itself takes what is built here.

const clock = 'SysvarC1ock11111111111111111111111111111111'

export type Bank = ReturnType<typeof createBank>

export function createBank() {
  const tokens = new Map<string, bigint>()
  const channels = new Map<string, Kept>()
  const done = new Set<string>()
  let blocks = 1
  let valid = new Set<string>()
  const blockhashOf = (n: number) => Base58.encode(new Uint8Array(32).fill(n))
  const bank = {
    tokens,
    /** Whose accounts have coins for fees. */
    wallets: new Set<string>(),
    channels,
    /** Of the chain's clock, in seconds since 1970. */
    time: BigInt(Math.floor(Date.now() / 1000)),
    slot: 9_042n,
    /** Transactions that were taken. */
    sent: [] as Transaction.Parsed[],
    /** What every call is held up by, if anything. */
    refuse: undefined as ((method: string) => void) | undefined,
    held: (owner: string) => tokens.get(accountOf(owner)) ?? 0n,
    give: (owner: string, amount: bigint) => tokens.set(accountOf(owner), bank.held(owner) + amount),
    /** Ends every blockhash that was given out. */
    age() {
      valid = new Set()
      blocks++
    },
    blockhash() {
      const hash = blockhashOf(blocks)
      valid.add(hash)
      return hash
    },
    async rpc(method: string, params: readonly unknown[]): Promise<unknown> {
      bank.refuse?.(method)
      const context = { slot: Number(bank.slot) }
      const [first] = params
      switch (method) {
        case 'getGenesisHash':
          return blockhashOf(255)
        case 'getLatestBlockhash':
          return { context, value: { blockhash: bank.blockhash(), lastValidBlockHeight: 1_000 } }
        case 'isBlockhashValid':
          return { context, value: valid.has(String(first)) }
        case 'getMultipleAccounts':
          return { context, value: (first as string[]).map(infoOf) }
        case 'getProgramAccounts': {
          const { filters } = params[1] as {
            filters: { dataSize?: number; memcmp?: { offset: number; bytes: string } }[]
          }
          const fits = (data: Uint8Array) =>
            filters.every(
              ({ memcmp, dataSize }) =>
                (!dataSize || dataSize === data.length) &&
                (!memcmp || Base58.encode(data.slice(memcmp.offset, memcmp.offset + 32)) === memcmp.bytes),
            )
          return [...channels].flatMap(([pubkey, each]) =>
            each.program === first && fits(write(each)) ? [{ pubkey, account: infoOf(pubkey) }] : [],
          )
        }
        case 'simulateTransaction':
          return { context, value: { err: tryOut(Transaction.parse(fromBase64(String(first)))) ?? null } }
        case 'sendTransaction':
          return send(String(first))
        case 'getSignatureStatuses':
          return {
            context,
            value: (first as string[]).map((signature) =>
              done.has(signature) ? { err: null, confirmationStatus: 'confirmed', slot: 1 } : null,
            ),
          }
        default:
          throw Object.assign(new Error(`${method} is not here`), { code: -32601 })
      }
    },
  }

  function infoOf(address: string) {
    const info = (owner: string, data: Uint8Array) => ({
      owner,
      lamports: 1_000_000_000,
      data: [toBase64(data), 'base64'],
    })
    const channel = channels.get(address)
    if (channel) return info(channel.program, write(channel))
    if (address === clock) return info(Address.SYSTEM, concat(new Uint8Array(32), littleEndian(bank.time, 8)))
    if (address === mint) {
      const data = new Uint8Array(82)
      data.set([6, 1], 44)
      return info(Address.TOKEN, data)
    }
    const amount = tokens.get(address)
    if (amount !== undefined) {
      const data = new Uint8Array(165)
      data.set(Address.toBytes(mint))
      data.set(littleEndian(amount, 8), 64)
      data[108] = 1
      return info(Address.TOKEN, data)
    }
    return bank.wallets.has(address) ? info(Address.SYSTEM, new Uint8Array()) : null
  }

  async function send(text: string): Promise<string> {
    const transaction = Transaction.parse(fromBase64(text))
    const { message, bytes, signatures } = transaction
    for (const signer of message.signers) {
      const signature = signatures.get(signer) ?? new Uint8Array(64)
      if (!(await verifyAsync(signature, bytes, Address.toBytes(signer))))
        throw Object.assign(new Error('signature verification failure'), { code: -32003 })
    }
    const failure = tryOut(transaction, true)
    if (failure) throw Object.assign(new Error(failure), { code: -32002 })
    bank.sent.push(transaction)
    const id = Base58.encode(signatures.get(message.feePayer) ?? new Uint8Array(64))
    done.add(id)
    return id
  }

  /** Runs a transaction, whole or not at all; why it fails, if it does. */
  function tryOut({ message }: Transaction.Parsed, keeps = false): string | undefined {
    const before = {
      tokens: new Map(tokens),
      channels: new Map([...channels].map(([id, each]) => [id, { ...each }])),
    }
    const undo = () => {
      restore(tokens, before.tokens)
      restore(channels, before.channels)
    }
    try {
      if (!valid.has(message.blockhash)) throw new Error('BlockhashNotFound')
      const signed = new Set(message.signers)
      for (const [at, step] of message.instructions.entries())
        run(bank, step, message.instructions[at - 1], signed)
    } catch (error) {
      undo()
      return (error as Error).message
    }
    if (!keeps) undo()
    return undefined
  }

  return bank
}

function restore<value>(map: Map<string, value>, to: ReadonlyMap<string, value>): void {
  map.clear()
  for (const [key, value] of to) map.set(key, value)
}
