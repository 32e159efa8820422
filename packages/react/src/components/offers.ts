import type { Offer } from '@payerkit/core'
import { formatMoney } from '../format/Money.js'
import { plainText } from '../format/Text.js'
import type { Locale } from '../locales/Locale.js'
import type { RenderOffer } from './OfferSlot.js'

/** The offers that this page can take: one that wants a card needs the form for it. */
export function payable(offers: readonly Offer[], renderOffer: RenderOffer): readonly Offer[] {
  return offers.filter(({ prompt, method }) => prompt !== 'card' || Object.hasOwn(renderOffer, method))
}

/** What to call each offer in the chooser; two of a kind also say what they are paid in. */
export function labelsOf(offers: readonly Offer[], locale: Locale): readonly string[] {
  const kinds = offers.map((offer) => kindOf(offer, locale))
  return offers.map(({ amount }, index) => {
    const kind = kinds[index] ?? ''
    return kinds.indexOf(kind) === kinds.lastIndexOf(kind) ? kind : `${kind} · ${amount.symbol}`
  })
}

function kindOf({ prompt, intent }: Offer, locale: Locale): string {
  if (prompt === 'card') return locale.card
  return intent === 'session' ? locale.session : locale.wallet
}

/** What the payee keeps when every split is paid. */
export function restOf({ amount, splits = [] }: Offer): bigint {
  return splits.reduce((rest, split) => rest - split.value, amount.value)
}

/** Whether nobody vouches for what is paid with: neither its decimals nor what it counts as is known. */
export function isUnknownToken({ amount }: Offer): boolean {
  return amount.decimals === undefined || (amount.currency === undefined && amount.asset.startsWith('0x'))
}

/** What comes after Pay, in words. */
export function promptText({ prompt, method }: Offer, locale: Locale): string {
  if (prompt === 'card') return locale.asksCard(method === 'stripe' ? 'Stripe' : undefined)
  if (prompt === 'transaction') return locale.asksTransaction
  return prompt === 'signature' ? locale.asksSignature : locale.asksNothing
}

/** What is counted, in the server's word made safe to show: `llm_token` is a token. */
export function unitText(unit: string | undefined, locale: Locale): string {
  const word = plainText((unit ?? '').replace(/^llm_/, '').replaceAll('_', ' '), 24)
  return locale.perUnit(word || undefined)
}

/** What the button that agrees says. */
export function payText({ amount, session }: Offer, locale: Locale): string {
  const money = formatMoney(amount, locale.tag)
  if (!session) return locale.pay(money)
  return session.adds ? locale.add(money) : locale.start(money)
}
