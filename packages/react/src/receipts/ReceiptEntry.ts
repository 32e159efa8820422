import type { Attempt, ChannelState, Money, Payee, Split } from '@payerkit/core'
import { hostOf, plainText } from '../format/Text.js'
import type { Locale } from '../locales/Locale.js'
import { receiptLink } from './links.js'

/** Something that was paid for, as a list shows it: one payment, or all that one session has spent. */
export type ReceiptEntry = {
  /** The attempt's id; of a session, its channel's. */
  readonly id: string
  /** What it was paid with; `other` where that is neither, such as points, and {@link ReceiptEntry.method} names it. */
  readonly by: 'wallet' | 'card' | 'session' | 'other'
  /** When the person or the budget said yes; of a session, when it was used last. Milliseconds since 1970. */
  readonly time: number
  /** When it was known as paid. */
  readonly settledAt?: number | undefined
  /** When the session was opened. */
  readonly openedAt?: number | undefined
  readonly amount: Money
  readonly payee: Payee
  readonly splits: readonly Split[]
  /** Whose money it was, where the method knows. */
  readonly payer?: string | undefined
  readonly host: string
  readonly origin: string
  /** What was bought; a session is for more than one address. */
  readonly url?: string | undefined
  /** The name that the server gives itself. */
  readonly realm: string
  readonly description?: string | undefined
  /** Missing where a session was opened by a browser that kept nothing else of it. */
  readonly method?: string | undefined
  readonly intent: string
  readonly chainId?: number | undefined
  /** The method's own: a transaction's hash, a PaymentIntent's id. Of a session, the channel's id. */
  readonly reference?: string | undefined
  /** The merchant's own reference. */
  readonly externalId?: string | undefined
  /** When it was paid, as the server says. */
  readonly timestamp?: string | undefined
  /** The page of the transaction, or of the payment at Stripe. */
  readonly link?: string | undefined
  /** What was bought is kept, and can be shown again. */
  readonly isKept: boolean
  /** It was paid, and not delivered. */
  readonly isUndelivered: boolean
  /** The server's receipt did not fit the payment, and nothing of it is here. */
  readonly isUnchecked: boolean
  /** More may still be spent from it. */
  readonly isOpen: boolean
  /** What came back when the session was closed. */
  readonly refund?: Money | undefined
}

// What a key in the page pays by as a wallet does, without asking.
const rails = /^(tempo|evm|solana|x402)$/

/**
 * What an attempt paid for; nothing where it is not known to be paid. The deposit of a session is no expense: what is
 * spent from it is, and its channel knows that, so the attempt that opened it is not shown beside it.
 */
export function entryOfAttempt(attempt: Attempt): ReceiptEntry | undefined {
  const { id, url, phase, times, offer, receipt, receiptError, kept = false } = attempt
  // While its proof is presented once more it is as paid as before.
  const isPaid = phase === 'paid' || (phase === 'submitting' && times.paidUndelivered !== undefined)
  if (offer.session || !(isPaid || phase === 'paidUndelivered')) return undefined
  const { amount, payee, splits = [], payer, origin, realm, description, method, intent, prompt } = offer
  const entry: ReceiptEntry = {
    id,
    by: prompt === 'card' ? 'card' : prompt === 'none' && !rails.test(method) ? 'other' : 'wallet',
    time: times.authorizing ?? Math.min(...Object.values(times)),
    settledAt: times.paidUndelivered ?? times.paid,
    // Of a subscription what was paid, and not what it can cost until its end.
    amount: offer.recurrence?.price ?? amount,
    payee,
    splits,
    payer,
    host: hostOf(origin),
    origin,
    url,
    realm,
    description,
    method,
    intent,
    chainId: chainOf(attempt),
    reference: receipt?.reference,
    externalId: receipt?.externalId,
    timestamp: receipt?.timestamp,
    isKept: kept,
    isUndelivered: phase !== 'paid',
    isUnchecked: receiptError !== undefined,
    isOpen: false,
  }
  return { ...entry, link: receiptLink(entry) }
}

/**
 * What a session has spent so far; nothing where that is nothing.
 *
 * @param opening The attempt that opened it, where it is known.
 */
export function entryOfChannel(
  channel: ChannelState,
  opening: Attempt | undefined,
): ReceiptEntry | undefined {
  const { id, status, origin, realm, payee, asset, spent, refund, openedAt, usedAt } = channel
  if (spent === 0n) return undefined
  const isOpen = status !== 'closed'
  return {
    id,
    by: 'session',
    time: usedAt,
    openedAt,
    amount: { ...asset, value: spent },
    payee,
    splits: [],
    payer: opening?.offer.payer,
    host: hostOf(origin),
    origin,
    realm,
    description: opening?.offer.description,
    method: opening?.offer.method,
    intent: 'session',
    chainId: opening && chainOf(opening),
    reference: id,
    isKept: false,
    isUndelivered: false,
    isUnchecked: false,
    isOpen,
    refund: isOpen ? undefined : { ...asset, value: refund },
  }
}

/** What something was paid with, in words: of a method that nobody has words for, its name. */
export function meansOf(
  { by, method = '' }: Pick<ReceiptEntry, 'by' | 'method'>,
  locale: Pick<Locale, 'wallet' | 'card' | 'session'>,
): string {
  return by === 'other' ? plainText(method) : locale[by]
}

/** The channel that an attempt opened, as its receipt says. */
export function channelOf({ offer, receipt }: Attempt): string | undefined {
  const id: unknown = offer.session && (receipt?.channelId ?? receipt?.reference)
  return typeof id === 'string' ? id.toLowerCase() : undefined
}

/** The chain that was paid on: what the method wrote into the credential, not what the server asked for. */
function chainOf({ credential }: Attempt): number | undefined {
  const [, id] = /^did:pkh:eip155:([1-9]\d{0,14}):0x[\da-f]{40}$/i.exec(credential?.source ?? '') ?? []
  return id === undefined ? undefined : Number(id)
}
