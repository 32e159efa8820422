import * as Address from './Address.js'
import * as Base58 from './Base58.js'
import { concat, LayoutError, length, Reader } from './Bytes.js'

/** An account that an instruction uses. */
export type AccountMeta = {
  readonly address: Address.Address
  readonly signer?: boolean | undefined
  readonly writable?: boolean | undefined
}

/** One step of a transaction. */
export type Instruction = {
  readonly program: Address.Address
  readonly accounts: readonly AccountMeta[]
  readonly data: Uint8Array
}

/** What is signed: version 0, without address lookup tables. */
export type Message = {
  readonly feePayer: Address.Address
  readonly instructions: readonly Instruction[]
  /** Base58 of 32 bytes: the end of the transaction's life. */
  readonly blockhash: string
}

/** A message that was read. */
export type Parsed = Message & {
  /** All its accounts, in its own order: those who sign come first, the fee payer before them. */
  readonly accounts: readonly AccountMeta[]
  /** Who has to sign, in the order of the signatures. */
  readonly signers: readonly Address.Address[]
}

/**
 * Compiles a message into the bytes that are signed.
 *
 * @example
 * ```ts
 * const bytes = Message.compile({ feePayer, blockhash, instructions: [{ program: Address.MEMO, accounts: [], data }] })
 * ```
 *
 * @throws {@link LayoutError} when it has more than 256 accounts.
 */
export function compile({ feePayer, instructions, blockhash }: Message): Uint8Array<ArrayBuffer> {
  const used = new Map<Address.Address, { signer: boolean; writable: boolean }>()
  const use = ({ address, signer = false, writable = false }: AccountMeta) => {
    const before = used.get(address)
    // What one instruction may do to an account, all may.
    used.set(address, {
      signer: signer || !!before?.signer,
      writable: writable || !!before?.writable,
    })
  }
  use({ address: feePayer, signer: true, writable: true })
  for (const { program, accounts } of instructions)
    for (const account of [...accounts, { address: program }]) use(account)
  const rank = ({ signer, writable }: { signer: boolean; writable: boolean }) =>
    (signer ? 0 : 2) + (writable ? 0 : 1)
  // Sorting is stable, so that the fee payer stays first.
  const sorted = [...used].sort(([, one], [, other]) => rank(one) - rank(other))
  if (sorted.length > 256) throw new LayoutError('it has too many accounts')
  const count = (fits: number) => sorted.filter(([, roles]) => rank(roles) === fits).length
  const index = new Map(sorted.map(([address], at) => [address, at]))
  const at = (address: Address.Address) => index.get(address) ?? 0
  return concat(
    [0x80, count(0) + count(1), count(1), count(3)],
    length(sorted.length),
    ...sorted.map(([address]) => Address.toBytes(address)),
    Base58.decodeSized(blockhash, 32),
    length(instructions.length),
    ...instructions.flatMap(({ program, accounts, data }) => [
      [at(program)],
      length(accounts.length),
      accounts.map(({ address }) => at(address)),
      length(data.length),
      data,
    ]),
    // No address lookup tables.
    [0],
  )
}

/**
 * Reads a compiled message. Strict: version 0, no address lookup tables, nothing behind its end.
 *
 * @throws {@link LayoutError} that says what is wrong.
 */
export function parse(bytes: Uint8Array): Parsed {
  const reader = new Reader(bytes)
  if (reader.byte() !== 0x80) throw new LayoutError('it is of another version than 0')
  const [signing, readonlySigning, readonlyRest] = [reader.byte(), reader.byte(), reader.byte()]
  const total = reader.length()
  if (signing < 1 || readonlySigning >= signing || signing + readonlyRest > total || total > 256)
    throw new LayoutError('its header does not fit its accounts')
  const accounts = list(total, (at) => ({
    address: Base58.encode(reader.take(32)),
    signer: at < signing,
    writable: at < signing ? at < signing - readonlySigning : at < total - readonlyRest,
  }))
  if (new Set(accounts.map(({ address }) => address)).size < total)
    throw new LayoutError('it names an account twice')
  const blockhash = Base58.encode(reader.take(32))
  const account = (at: number) => {
    const found = accounts[at]
    if (!found) throw new LayoutError('an instruction names an account that is not there')
    return found
  }
  const instructions = list(reader.length(), () => {
    const program = account(reader.byte()).address
    return {
      program,
      accounts: Array.from(reader.take(reader.length()), account),
      data: reader.take(reader.length()),
    }
  })
  if (reader.length() > 0) throw new LayoutError('it uses address lookup tables')
  reader.end()
  const [payer] = accounts
  return {
    feePayer: payer?.address ?? '',
    instructions,
    blockhash,
    accounts,
    signers: accounts.slice(0, signing).map(({ address }) => address),
  }
}

function list<item>(count: number, read: (at: number) => item): item[] {
  const items: item[] = []
  for (let at = 0; at < count; at++) items.push(read(at))
  return items
}
