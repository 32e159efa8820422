import { Challenge, type Credential } from '../../protocol/index.js'
import { type Bank, verifies } from './rail.js'

/** What the server keeps of a channel. */
type Account = { accepted: bigint; spent: bigint; signer: string; finalized?: boolean }

/** What a server that meters keeps and decides, by the rules of draft-tempo-session-00 as mppx 0.11 reads them. */
export type Ledger = {
  readonly accounts: Map<string, Account>
  /** Vouchers lower than one before. */
  regressions: number
  price: bigint
  suggestedDeposit: bigint | undefined
  /** Milliseconds a challenge lasts. */
  lasts: number
  /** Whether signatures are looked at. */
  verifies: boolean
  /** What each challenge says of a channel by itself. */
  snapshot: { id: string; accepted: string; spent: string } | undefined
  /** Called when a voucher was accepted. */
  grown: () => void
  /** The text of a new challenge. */
  challenge(): string
  /** The receipt of a channel, as JSON. */
  receipt(id: string): string
  /** The channel that a credential may use now, or the refusal. */
  take(credential: Credential.Credential): string | [status: number, type: string]
}

export const problems = 'https://paymentauth.org/problems/'

type Payload = {
  readonly [field in 'action' | 'channelId' | 'cumulativeAmount' | 'signature' | 'transaction']: string
} & { readonly parts?: { readonly signer: string } }

export function createLedger(bank: Bank, payee = 'shop'): Ledger {
  let challenges = 0
  const issued = new Map<string, number>()

  function take({ challenge, payload }: Credential.Credential): ReturnType<Ledger['take']> {
    const { action, channelId, cumulativeAmount, signature, transaction, parts } = payload as Payload
    const end = issued.get(challenge.id)
    if (end === undefined) return [402, 'invalid-challenge']
    if (end < bank.time) return [402, 'payment-expired']
    const id = String(channelId)
    try {
      if (action === 'open') {
        bank.broadcast(String(transaction))
        ledger.accounts.set(id, { accepted: 0n, spent: 0n, signer: parts?.signer ?? '' })
      }
      const account = ledger.accounts.get(id)
      const channel = bank.channels.get(id)
      if (!account) return [410, 'session/channel-not-found']
      if (!channel || account.finalized || channel.closesAt) return [410, 'session/channel-finalized']
      if (action === 'topUp') {
        bank.broadcast(String(transaction))
        return id
      }
      const cumulative = BigInt(String(cumulativeAmount))
      if (ledger.verifies && !verifies(id, cumulative, String(signature), account.signer))
        return [402, 'session/invalid-signature']
      if (cumulative > channel.deposit) return [402, 'session/amount-exceeds-deposit']
      if (action === 'close') {
        if (cumulative < account.spent) return [402, 'verification-failed']
        // All that it was given, as far as it can be taken.
        bank.close(id, cumulative)
        account.finalized = true
        return id
      }
      if (cumulative < account.accepted) {
        ledger.regressions++
        return [402, 'verification-failed']
      }
      account.accepted = cumulative
      ledger.grown()
      return id
    } catch {
      return [402, 'verification-failed']
    }
  }

  const ledger: Ledger = {
    accounts: new Map(),
    regressions: 0,
    price: 1_000n,
    suggestedDeposit: 100_000n,
    lasts: 300_000,
    verifies: true,
    snapshot: undefined,
    grown: () => {},
    challenge() {
      const id = `challenge-${++challenges}`
      const end = bank.time + ledger.lasts
      issued.set(id, end)
      const { price, suggestedDeposit, snapshot } = ledger
      const request = {
        amount: String(price),
        recipient: payee,
        ...(snapshot && { snapshot }),
        ...(suggestedDeposit === undefined ? {} : { suggestedDeposit: String(suggestedDeposit) }),
      }
      return Challenge.serialize({
        id,
        realm: 'meter',
        method: 'test',
        intent: 'session',
        request: Buffer.from(JSON.stringify(request)).toString('base64url'),
        expires: new Date(end).toISOString(),
      })
    },
    receipt(id) {
      const account = ledger.accounts.get(id)
      return JSON.stringify({
        status: 'success',
        method: 'test',
        intent: 'session',
        timestamp: new Date(bank.time).toISOString(),
        reference: id,
        channelId: id,
        acceptedCumulative: String(account?.accepted),
        spent: String(account?.spent),
      })
    },
    take,
  }
  return ledger
}
