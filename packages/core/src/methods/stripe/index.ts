export { AuthenticationFailedError } from './Authentication.js'
export { CancelledError } from './Cancelled.js'
export { type CardInput, InputMissingError, PaymentMethodTypeError } from './CardInput.js'
export { type ChargePayload, type StripeOptions, stripe } from './Charge.js'
export {
  type ChargeRequest,
  CurrencyRefusedError,
  NetworkMismatchError,
  RequestInvalidError,
} from './ChargeRequest.js'
export { DeclinedError } from './Declined.js'
export { InsecureEndpointError, TokenRefusedError, TokenUnreachableError } from './Endpoint.js'
export { TokenLiveError, TokenUsedError } from './LiveTokens.js'
export { SubscriptionSentError } from './subscription/SentOffers.js'
export {
  type Setup,
  SetupFailedError,
  SetupInvalidError,
  SetupRefusedError,
  type SetupRequest,
  type SetupSource,
} from './subscription/Setup.js'
export { setupEndpoint } from './subscription/SetupEndpoint.js'
export {
  type StripeSubscriptionOptions,
  type SubscriptionPayload,
  stripeSubscription,
} from './subscription/StripeSubscription.js'
export type { SubscriptionRequest } from './subscription/SubscriptionRequest.js'
export {
  type Token,
  TokenDeactivatedError,
  TokenFailedError,
  TokenInvalidError,
  type TokenRequest,
  type TokenSource,
} from './Token.js'
export { tokenEndpoint } from './TokenEndpoint.js'
