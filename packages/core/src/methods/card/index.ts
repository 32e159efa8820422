export {
  CancelledError,
  type CardOptions,
  card,
  EnablerFailedError,
  InputMissingError,
  SentError,
} from './Charge.js'
export {
  BillingMissingError,
  type ChargePayload,
  EnablerInvalidError,
  NetworkRefusedError,
} from './ChargePayload.js'
export { type ChargeRequest, CurrencyRefusedError, RecipientMismatchError } from './ChargeRequest.js'
export type { BillingAddress, Enabled, Enabler, EnablerChallenge, SavedCard } from './Enabler.js'
export type { EncryptionKey, RsaJwk } from './EncryptionKey.js'
export { RequestInvalidError } from './RequestInvalid.js'
