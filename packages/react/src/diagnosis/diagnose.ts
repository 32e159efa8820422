import { BaseError, NoOfferError } from '@payerkit/core'
import type { Environment } from './checkEnvironment.js'
import { clockFinding, type Timed } from './clock.js'
import { type Finding, findingOf } from './Finding.js'
import { causesOf, isPopupBlocked } from './popups.js'

/** What is known besides the error. */
export type DiagnoseContext = {
  /** What the seller asked for. */
  readonly quote?: Timed | undefined
  /** When the quote came: milliseconds on the payer's clock. Without it a clock is known to be off, but not by how much. */
  readonly at?: number | undefined
  /** What {@link checkEnvironment} found, and what the page knows better. */
  readonly environment?: Partial<Environment> | undefined
}

/** Errors that say of the money what no cause may talk over. */
const settled: ReadonlySet<unknown> = new Set([
  'unknown',
  'paid_undelivered',
  'cancelled',
  'paid_elsewhere',
  'read_failed',
])

/**
 * Why paying does not work on this page or this device, if that is why: whatever it finds, nothing was paid.
 * `undefined` for errors that have another reason, such as a declined card.
 *
 * @example
 * ```ts
 * const finding = diagnose(error, { quote })
 * if (finding?.id === 'headersHidden') console.warn(finding.developer)
 * ```
 */
export function diagnose(error: unknown, context: DiagnoseContext = {}): Finding | undefined {
  const { quote, at, environment = {} } = context
  const causes = causesOf(error)
  if (causes.some((each) => each instanceof BaseError && settled.has(each.code))) return undefined
  const byCause = ofCauses(causes, environment)
  if (byCause) return byCause
  const priced = causes.find((each) => each instanceof NoOfferError)?.quote ?? quote
  if (priced && (error === undefined || causes.some(isOfPrice))) return clockFinding(priced, at)
  return error === undefined ? ofEnvironment(environment) : undefined
}

const isOfPrice = (error: unknown) => error instanceof BaseError && error.code === 'no_offer'

function ofCauses(causes: readonly unknown[], environment: Partial<Environment>): Finding | undefined {
  const ours = new Map(causes.flatMap((each) => (each instanceof BaseError ? [[each.code, each]] : [])))
  const names = new Set(causes.map((each) => (each instanceof Error ? each.name : undefined)))
  const has = (...codes: readonly string[]) => codes.some((code) => ours.has(code))

  const hidden = ours.get('headers_unreadable')
  if (hidden) {
    // Its sentence begins with the origin.
    const [origin = ''] = hidden.shortMessage.split(' ')
    return findingOf(
      'headersHidden',
      `${origin} answers 402 and hides its offers from this page: it has to send "Access-Control-Expose-Headers: WWW-Authenticate, Payment-Receipt", or for x402 "PAYMENT-REQUIRED, PAYMENT-RESPONSE".`,
    )
  }
  if (has('card_form_unavailable'))
    return findingOf(
      'cardBlocked',
      'Stripe.js or its fields did not load: allow https://js.stripe.com in script-src and frame-src and https://api.stripe.com in connect-src; a content blocker has the same effect.',
    )
  if (isPopupBlocked(causes))
    return findingOf(
      'popupBlocked',
      "The browser blocked the wallet's window: it may only be opened in the click itself, in Safari with nothing awaited before.",
    )
  const lacksSecurity =
    environment.secure === false && (has('insecure', 'insecure_endpoint') || causes.some(lacksSubtle))
  if (lacksSecurity || has('keys_unavailable')) return insecurePage()
  if (has('store_forbidden')) return environment.secure === false ? insecurePage() : storageRefused()
  if (has('store_full'))
    return findingOf(
      'storageFull',
      'The quota of this site in IndexedDB is used up: delete what the page no longer needs.',
    )
  if (has('chain_mismatch') || names.has('ConnectorChainMismatchError'))
    return findingOf(
      'otherNetwork',
      'The wallet is on another network than the offer: give Checkout a `remedy`, such as WalletRemedy of @payerkit/react/wagmi.',
    )
  const isLost = names.has('ProviderNotFoundError') || names.has('ConnectorNotFoundError')
  if (isLost || (has('disconnected') && environment.wallets === 0))
    return findingOf(
      'noWallet',
      'No wallet announces itself here (EIP-6963) and there is no window.ethereum: offer a wallet without an extension, or cards.',
    )
  return undefined
}

/** What is true of the page whether or not something was tried. */
function ofEnvironment({ secure, storage }: Partial<Environment>): Finding | undefined {
  if (secure === false) return insecurePage()
  return storage === false ? storageRefused() : undefined
}

const insecurePage = () =>
  findingOf(
    'insecurePage',
    'This page is no secure context, so that crypto.subtle and Web Locks are missing: serve it over https, or from localhost.',
  )

const storageRefused = () =>
  findingOf(
    'storageRefused',
    'IndexedDB cannot be used here (a private window, blocked site data, or a frame of another site): attempts do not outlive the page.',
  )

/** The TypeError of a page that uses what only a secure context has. */
function lacksSubtle(error: unknown): boolean {
  return error instanceof TypeError && /subtle|digest|importKey|generateKey|locks/.test(error.message)
}
