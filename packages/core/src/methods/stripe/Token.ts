import { BaseError } from '../../Errors.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import { reasonOf } from './Redact.js'

/** What a shared payment token is asked for with: never more than the challenge asks for, never for longer. */
export type TokenRequest = {
  /** What Stripe.js gave for the card: `pm_…`. */
  readonly paymentMethod: string
  /** The most that may be taken, in the currency's smallest unit: the challenged amount, exactly. */
  readonly amount: number
  readonly currency: string
  /** The one seller that may take it. */
  readonly networkId: string
  /** Seconds since 1970, no later than the challenge's end. */
  readonly expiresAt: number
  readonly metadata?: Readonly<Record<string, string>> | undefined
  /** The challenge it is for, so that an endpoint can keep to one token each. */
  readonly challengeId?: string | undefined
}

/** A shared payment token as the application's endpoint describes it. */
export type Token = {
  /** `spt_…`: it authorizes money. */
  readonly spt: string
  /** `active` where it is absent. */
  readonly status?: 'active' | 'requires_action' | 'deactivated' | undefined
  /** Whether a seller took money with it. */
  readonly used?: boolean | undefined
  /** Stripe's `deactivated_reason`: `consumed`, `expired`, `revoked` or `resolved`. */
  readonly deactivatedReason?: string | undefined
  /** What the payer's page must do while the status is `requires_action`. */
  readonly nextAction?: { readonly hashedValue?: string | undefined } | undefined
}

/** How tokens are made, looked at and taken back: by the application's own server, which alone has Stripe's key. */
export type TokenSource = {
  /** Makes a token. Never called twice for one payment. */
  createToken(request: TokenRequest, context: { signal?: AbortSignal | undefined }): Promise<Token>
  /** Looks at a token again: needed for 3-D Secure, and to know whether a lost payment was made. */
  readToken?: ((spt: string, context: { signal?: AbortSignal | undefined }) => Promise<Token>) | undefined
  /** Takes a token back, so that nothing can be charged with it any more. */
  revokeToken?: ((spt: string, context: { signal?: AbortSignal | undefined }) => Promise<unknown>) | undefined
}

/** Whether a text is a token's id (draft-stripe-charge-00, "Credential Schema"). A masked one is not. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^spt_[\x21-\x7e]{1,251}$/.test(value)
}

/**
 * Checks what an endpoint answered; `spt` is the token that was asked about, if one was.
 *
 * @throws {@link TokenInvalidError}
 */
export function check(value: unknown, spt?: string): Token {
  if (!JsonObject.is(value) || !isId(value.spt))
    throw new TokenInvalidError('it has no "spt" that starts with spt_')
  if (spt !== undefined && value.spt !== spt) throw new TokenInvalidError('it is about another token')
  const { status = 'active', used, deactivatedReason, nextAction } = value
  if (status !== 'active' && status !== 'requires_action' && status !== 'deactivated')
    throw new TokenInvalidError('its "status" is not known')
  const hashedValue = JsonObject.is(nextAction) ? nextAction.hashedValue : undefined
  return {
    spt: value.spt,
    status,
    ...(typeof used === 'boolean' && { used }),
    ...(typeof deactivatedReason === 'string' && { deactivatedReason }),
    ...(typeof hashedValue === 'string' && hashedValue !== '' && { nextAction: { hashedValue } }),
  }
}

/** What became of a token: money was taken, none can be taken any more, it can still be used, or nobody says. */
export function fateOf(token: Token): 'paid' | 'unpaid' | 'usable' | 'unknown' {
  if (token.used || token.deactivatedReason === 'consumed') return 'paid'
  if (token.status !== 'deactivated') return 'usable'
  const { used, deactivatedReason } = token
  return used === false || deactivatedReason === 'revoked' || deactivatedReason === 'expired'
    ? 'unpaid'
    : 'unknown'
}

/** Thrown when the endpoint's answer is no token. Nothing was paid. */
export class TokenInvalidError extends BaseError {
  override readonly name = 'Stripe.TokenInvalidError'
  constructor(reason: string) {
    super('token_invalid', 'The card payment could not be prepared. Nothing was paid.', {
      metaMessages: [`The token endpoint's answer cannot be used: ${reason}.`],
    })
  }
}

/** Thrown when Stripe made a token that is of no use. Nothing was paid. */
export class TokenDeactivatedError extends BaseError {
  override readonly name = 'Stripe.TokenDeactivatedError'
  constructor() {
    super(
      'token_deactivated',
      'The card payment was called off before it was made. Nothing was paid. Try again.',
    )
  }
}

/** Thrown when the application's own `createToken` or `readToken` failed. Nothing was paid. */
export class TokenFailedError extends BaseError {
  override readonly name = 'Stripe.TokenFailedError'
  constructor(error: unknown) {
    super('token_failed', 'The card payment could not be prepared. Nothing was paid.', {
      details: reasonOf(error),
    })
  }
}
