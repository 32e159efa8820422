import type { Offer } from '@payerkit/core'
import { formatMoney } from '../format/Money.js'
import { plainText } from '../format/Text.js'
import type { Locale } from '../locales/Locale.js'
import type { Surroundings } from '../provider/context.js'
import { slotOf } from './OfferSlot.js'

/** The offers that this page can take: one that wants a card needs the form for it, and a subscription its words. */
export function payable(
  offers: readonly Offer[],
  { renderOffer, renderAmount }: Pick<Surroundings, 'renderOffer' | 'renderAmount'>,
): readonly Offer[] {
  return offers.filter(
    ({ prompt, method, intent, recurrence }) =>
      (prompt !== 'card' || slotOf(renderOffer, method)) && (!recurrence || slotOf(renderAmount, intent)),
  )
}

/**
 * The offers by how the person would pay, in the order in which the first of each came. Of those that differ in nothing
 * that can be seen, such as two protocols for one transfer, only the first is there.
 */
export function groupsOf(offers: readonly Offer[], locale: Locale): ReadonlyMap<string, readonly Offer[]> {
  const groups = new Map<string, Offer[]>()
  for (const offer of offers) {
    const kind = kindOf(offer, locale)
    const group = groups.get(kind) ?? []
    groups.set(kind, group)
    if (!group.some((one) => dealOf(one) === dealOf(offer))) group.push(offer)
  }
  return groups
}

const dealOf = ({ amount, network, payee }: Offer) => [amount.value, amount.asset, network, payee.id].join()

function kindOf({ prompt, session, recurrence }: Offer, locale: Locale): string {
  if (recurrence) return locale.subscription
  if (prompt === 'card') return locale.card
  return session ? locale.session : locale.wallet
}

/** What the payee keeps when every split is paid. */
export function restOf({ amount, splits = [] }: Offer): bigint {
  return splits.reduce((rest, split) => rest - split.value, amount.value)
}

/** Whether nobody vouches for what is paid with: neither its decimals nor what it counts as is known. */
export function isUnknownToken({ amount }: Offer): boolean {
  return amount.decimals === undefined || (amount.currency === undefined && amount.asset.length > 31)
}

/** What comes after Pay, in words. */
export function promptText({ prompt, method }: Offer, locale: Locale): string {
  if (prompt === 'card') return locale.asksCard(method === 'stripe' ? 'Stripe' : undefined)
  return prompt === 'none' ? locale.asksNothing : locale.asksWallet
}

/** What is counted, in the server's word made safe to show: `llm_token` is a token. */
export function unitText(unit: string | undefined, locale: Locale): string {
  const word = plainText((unit ?? '').replace(/^llm_/, '').replaceAll('_', ' '), 24)
  return locale.perUnit(word || undefined)
}

/** What is paid at once: of a subscription, its first period. */
export function priceOf({ amount, recurrence }: Offer): Offer['amount'] {
  return recurrence?.price ?? amount
}

/** What the button that agrees says. */
export function payText({ amount, session, recurrence }: Offer, locale: Locale): string {
  const money = formatMoney(recurrence?.price ?? amount, locale.tag)
  if (!session && !recurrence) return locale.pay(money)
  return session?.adds ? locale.add(money) : locale.start(money)
}
