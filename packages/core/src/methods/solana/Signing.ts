import { verifyAsync } from '@noble/ed25519'
import { UnsupportedError } from '../../chain/Rpc.js'
import { BaseError } from '../../Errors.js'
import type { SolanaAccount } from './Account.js'
import * as Address from './Address.js'
import { equal } from './Bytes.js'
import type * as Message from './Message.js'
import type { Network } from './Network.js'
import * as Transaction from './Transaction.js'

/** The most work that servers let a payment ask for, in compute units. */
export const maxUnits = 200_000n

/** What is signed, and what a wallet may change of it. */
export type Plan = {
  readonly network: Network
  /**
   * Up to what price of a compute unit, in millionths of a lamport, a wallet may set the network's fee by itself.
   * Default: it may change nothing at all.
   */
  readonly maxPrice?: bigint | undefined
}

/** A signed transaction. */
export type Signed = {
  readonly transaction: Uint8Array
  /** The account's own signature, 64 bytes. */
  readonly signature: Uint8Array
}

/**
 * Has an account sign a transaction, and checks that what came back is that transaction, truly signed. Wallets add steps
 * of their own; only such as set the network's fee pass, and no server takes others.
 *
 * @throws {@link ChangedError} when the wallet signed something else: it is not sent to anybody.
 * @throws UnsupportedError when the account cannot sign without sending.
 */
export async function sign(
  account: SolanaAccount,
  transaction: Uint8Array,
  { network, maxPrice }: Plan,
): Promise<Signed> {
  if (!account.signTransaction) throw new UnsupportedError('signing a transaction without sending it')
  const asked = Transaction.parse(transaction)
  const answer = Uint8Array.from(await account.signTransaction(transaction, network))
  const given = read(answer)
  if (!equal(asked.bytes, given.bytes)) {
    const steps = given.message.instructions.filter(({ program }) => program === Address.COMPUTE_BUDGET)
    if (maxPrice === undefined || !steps.every((step) => isModest(step, maxPrice))) throw new ChangedError()
    if (asked.message.blockhash !== given.message.blockhash || !isSame(asked.message, given.message))
      throw new ChangedError()
  }
  const signature = Transaction.signatureOf(given, account.address)
  if (!signature || !(await verifyAsync(signature, given.bytes, Address.toBytes(account.address))))
    throw new ChangedError()
  return { transaction: answer, signature }
}

function read(transaction: Uint8Array): Transaction.Parsed {
  try {
    return Transaction.parse(transaction)
  } catch (cause) {
    throw new ChangedError(cause)
  }
}

/** Whether two messages do the same, whenever they are over, but for what sets the network's fee. */
function isSame(asked: Message.Parsed, given: Message.Parsed): boolean {
  return outline(asked) === outline(given)
}

/** What a message does, as a text that is the same for the same. */
function outline(message: Message.Parsed): string {
  const steps = stepsOf(message).map(({ program, accounts, data }) => [
    program,
    accounts.map(({ address, signer, writable }) => [address, signer, writable]),
    [...data],
  ])
  return JSON.stringify([message.feePayer, [...message.signers].sort(), steps])
}

/**
 * Whether a message does all that was asked for, whenever it is over and whatever it does besides: wallets that send by
 * themselves add steps of their own.
 */
export function includes(given: Message.Parsed, asked: Message.Parsed): boolean {
  const texts = (message: Message.Parsed) =>
    stepsOf(message).map(({ program, accounts, data }) =>
      JSON.stringify([program, accounts.map(({ address }) => address), [...data]]),
    )
  const left = texts(given)
  return texts(asked).every((step) => {
    const at = left.indexOf(step)
    return at >= 0 && left.splice(at, 1)
  })
}

/** The steps of a message, without those that set the network's fee. */
const stepsOf = ({ instructions }: Message.Parsed) =>
  instructions.filter(({ program }) => program !== Address.COMPUTE_BUDGET)

/** Whether a step sets no more than the fee, and it no higher than allowed. */
function isModest({ accounts, data }: Message.Instruction, maxPrice: bigint): boolean {
  const value = data.subarray(1).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  if (accounts.length > 0) return false
  if (data[0] === 2 && data.length === 5) return value <= maxUnits
  return data[0] === 3 && data.length === 9 && value <= maxPrice
}

/** Thrown when a wallet signed something else than it was asked to. It was not sent to anybody. */
export class ChangedError extends BaseError {
  override readonly name = 'Signing.ChangedError'
  constructor(cause?: unknown) {
    super(
      'wallet_changed_transaction',
      'The wallet signed something else than this payment. It was not sent. Nothing was paid.',
      { cause, metaMessages: ['Turn off what the wallet adds to transactions, or pay with another one.'] },
    )
  }
}
