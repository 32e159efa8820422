import { CancelledError } from '../../../chain/Rpc.js'
import type { SolanaAccount } from '../Account.js'
import type * as Address from '../Address.js'
import * as Base58 from '../Base58.js'
import { toBase64 } from '../Bytes.js'
import * as Message from '../Message.js'
import type { Network } from '../Network.js'
import * as Rpc from '../Rpc.js'
import { sign } from '../Signing.js'
import * as Transaction from '../Transaction.js'

// Transactions of the payer: those that the server brings to the chain, and those that the payer brings and pays for, which
// are additions that the server cannot make and what takes a deposit back without it.

/** Who acts, and where. */
export type Act = {
  readonly rpc: Rpc.SolanaRpc
  readonly account: SolanaAccount
  readonly network: Network
  readonly signal?: AbortSignal | undefined
}

// The most that a wallet may set a compute unit's price to, in millionths of a lamport.
const maxPrice = 5_000_000n

// How long it is waited for, and how often is looked, in milliseconds.
const patience = 120_000
const interval = 500

/**
 * Has the account sign a step that the server brings to the chain.
 *
 * @returns the transaction, base64.
 * @throws RevertedError when it is over, of another network, or where that is tried, when it would fail.
 */
export async function endorse(
  { rpc, account, network, signal }: Act,
  instruction: Message.Instruction,
  {
    blockhash,
    feePayer = account.address,
    tries = false,
  }: {
    readonly blockhash: string
    readonly feePayer?: Address.Address | undefined
    /** Whether the program may be another one than it is said to be. */
    readonly tries?: boolean
  },
): Promise<string> {
  const message = Message.compile({ feePayer, instructions: [instruction], blockhash })
  const plain = Transaction.serialize(message)
  // Of another network, or over: nobody would take it.
  if (!(await Rpc.isBlockhashValid(rpc, blockhash, signal)))
    throw new Rpc.RevertedError(new Error('The block that the server names is over, or of another network.'))
  if (tries) await Rpc.simulate(rpc, plain, signal)
  if (signal?.aborted) throw new CancelledError()
  const { transaction } = await sign(account, plain, { network })
  return toBase64(transaction)
}

/**
 * Has the account sign some steps, sends them, and waits until the network has them.
 *
 * @returns the transaction's signature; also where nobody can say what became of it, which the caller asks the chain then.
 * @throws RevertedError when it failed, or cannot come any more; any error means that it had no effect.
 */
export async function execute(
  { rpc, account, network, signal }: Act,
  instructions: readonly Message.Instruction[],
): Promise<string> {
  const { blockhash } = await Rpc.latestBlockhash(rpc, signal)
  const message = Message.compile({ feePayer: account.address, instructions, blockhash })
  const transaction = Transaction.serialize(message)
  // What would fail is told before the wallet opens.
  await Rpc.simulate(rpc, transaction, signal)
  if (signal?.aborted) throw new CancelledError()
  const signature = await send({ rpc, account, network }, transaction)
  const end = Date.now() + patience
  while (Date.now() < end) {
    try {
      const isOver = !(await Rpc.isBlockhashValid(rpc, blockhash))
      const status = await Rpc.status(rpc, signature)
      if (status === 'succeeded') return signature
      if (status === 'failed' || isOver) throw new Rpc.RevertedError()
    } catch (error) {
      // A network that does not answer has it or not.
      if (!(error instanceof Rpc.UnreachableError)) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, interval))
  }
  return signature
}

async function send({ rpc, account, network }: Act, transaction: Uint8Array): Promise<string> {
  if (!account.signTransaction && account.signAndSend) return account.signAndSend(transaction, network)
  const signed = await sign(account, transaction, { network, maxPrice })
  try {
    return await Rpc.send(rpc, signed.transaction)
  } catch (error) {
    // It may have been taken all the same.
    if (error instanceof Rpc.UnreachableError) return Base58.encode(signed.signature)
    throw error
  }
}
