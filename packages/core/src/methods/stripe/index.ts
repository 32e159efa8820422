export { AuthenticationFailedError } from './Authentication.js'
export { type CardInput, InputMissingError, PaymentMethodTypeError } from './CardInput.js'
export { CancelledError, type ChargePayload, type StripeOptions, stripe } from './Charge.js'
export {
  type ChargeRequest,
  CurrencyRefusedError,
  NetworkMismatchError,
  RequestInvalidError,
} from './ChargeRequest.js'
export { DeclinedError } from './Declined.js'
export { TokenLiveError, TokenUsedError } from './LiveTokens.js'
export {
  type Token,
  TokenDeactivatedError,
  TokenFailedError,
  TokenInvalidError,
  type TokenRequest,
  type TokenSource,
} from './Token.js'
export {
  InsecureEndpointError,
  TokenRefusedError,
  TokenUnreachableError,
  tokenEndpoint,
} from './TokenEndpoint.js'
