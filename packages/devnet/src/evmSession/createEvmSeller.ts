import type { Address, Hex } from 'viem'
import { type Account, createDesk, type Proof, type Taken } from './desk.js'
import { createLedger, type LedgerOptions } from './ledger.js'
import type { EvmSessionRequest } from './payload.js'
import { Refusal } from './Refusal.js'

export type EvmSellerOptions = LedgerOptions & {
  /** What it is paid in, with what the token's signatures are for. */
  readonly token: { readonly address: Address; readonly name: string; readonly version: string }
}

/** What a seller says was paid ("Receipt Generation"). */
type EvmSessionReceipt = {
  readonly method: 'evm'
  readonly intent: 'session'
  readonly status: 'success'
  readonly timestamp: string
  readonly reference: Hex
  readonly challengeId: string
  readonly channelId: Hex
  readonly chainId: number
  readonly acceptedCumulative: string
  readonly spent: string
  readonly txHash?: Hex
}

/** Something that is sold by the piece, as it comes. */
type Delivery = {
  readonly taken: Taken
  readonly challengeId: string
  /** What each piece costs. */
  readonly price: bigint
  /** One line each. */
  readonly pieces: Iterable<string> | AsyncIterable<string>
  /** Ends it when nobody listens any more. */
  readonly signal: AbortSignal
}

/** Whoever sells by `evm/session`: everything but HTTP and its codecs. */
export type EvmSeller = {
  /** What the seller keeps of each channel that is open. */
  readonly accounts: ReadonlyMap<Hex, Account>
  /**
   * Checks what came with a request, and does on the chain what it asks for.
   *
   * @throws Refusal
   */
  take(proof: Proof, request: EvmSessionRequest): Promise<Taken>
  /**
   * Writes down that something was used, before it is delivered ("Per-Request Processing").
   *
   * @throws Refusal where the vouchers do not cover it.
   */
  charge(id: Hex, price: bigint): void
  receipt(taken: Taken, challengeId: string): EvmSessionReceipt
  /** Server-sent events, each piece after it is paid ("Insufficient Balance During Streaming"). */
  deliver(delivery: Delivery): AsyncGenerator<string, void, undefined>
  /** Takes what the highest voucher allows, and leaves the channel open. */
  settle(id: Hex): Promise<void>
}

/**
 * A seller that is paid from payment channels of an EVM chain (draft-evm-session-00). It goes through the draft's
 * verification lists, with viem alone; no server of others does yet. What it knows of channels is gone with it.
 *
 * @example
 * ```ts
 * const seller = createEvmSeller({ chainUrl, chainId, escrow, payee, token })
 * const taken = await seller.take(credential, request)
 * seller.charge(taken.id, 1_000n)
 * ```
 */
export function createEvmSeller(options: EvmSellerOptions): EvmSeller {
  const { chainId, token } = options
  const ledger = createLedger(options)
  const desk = createDesk(ledger, { name: token.name, version: token.version })
  const waiting = new Set<() => void>()

  function wake() {
    for (const each of waiting) each()
    waiting.clear()
  }

  /** Until there is another credential, or somebody has gone. */
  const change = () => new Promise<void>((resolve) => waiting.add(resolve))

  const isCovered = ({ accepted, spent }: Account, price: bigint) => accepted - spent >= price

  const seller: EvmSeller = {
    accounts: desk.accounts,
    async take(proof, request) {
      try {
        return await desk.take(proof, request)
      } finally {
        wake()
      }
    },
    charge(id, price) {
      const account = desk.accountOf(id)
      if (!isCovered(account, price)) throw new Refusal(402, 'insufficient-balance')
      account.spent += price
    },
    receipt({ id, account, closed }, challengeId) {
      return {
        ...{ method: 'evm', intent: 'session', status: 'success', timestamp: new Date().toISOString() },
        ...{ reference: id, challengeId, channelId: id, chainId },
        ...{ acceptedCumulative: String(account.accepted), spent: String(account.spent) },
        ...(closed && { txHash: closed.txHash }),
      }
    },
    async *deliver({ taken, challengeId, price, pieces, signal }) {
      const { id } = taken
      signal.addEventListener('abort', wake, { once: true })
      let told = ''
      for await (const piece of pieces) {
        for (;;) {
          const account = desk.accounts.get(id)
          // Closed meanwhile: what was delivered is paid, and there is no more.
          if (signal.aborted || !account) return
          if (isCovered(account, price)) break
          const need = eventOf('payment-need-voucher', {
            channelId: id,
            requiredCumulative: String(account.spent + price),
            acceptedCumulative: String(account.accepted),
            deposit: String(account.deposit),
          })
          // Looked at again after it was told: the voucher may have come meanwhile.
          if (need === told) await change()
          else yield need
          told = need
        }
        seller.charge(id, price)
        yield `data: ${piece}\n\n`
      }
      yield eventOf('payment-receipt', seller.receipt(taken, challengeId))
    },
    async settle(id) {
      const { accepted, signature } = desk.accountOf(id)
      await ledger.submit('settle', [id, accepted, signature])
    },
  }
  return seller
}

function eventOf(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
