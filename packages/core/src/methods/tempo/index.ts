export {
  type ChainAccount as TempoAccount,
  type ChainClient as TempoClient,
  ChainMismatchError,
  type ClientSource,
  DisconnectedError,
  PayerMismatchError,
} from '../../chain/Client.js'
export {
  FailedError as EndingFailedError,
  TooEarlyError,
  UnconfirmedError as EndingUnconfirmedError,
} from '../../chain/Ending.js'
export { AmountError } from '../../chain/Escrow.js'
export { InvalidError } from '../../chain/Fields.js'
export type { Hex } from '../../chain/Hex.js'
export { InvalidIdentityError } from '../../chain/Identity.js'
export {
  CancelledError,
  RevertedError,
  UnreachableError,
  UnsupportedError,
  WalletError,
} from '../../chain/Rpc.js'
export type { TypedData } from '../../chain/TypedData.js'
export { type ChargePayload, type TempoOptions, tempo } from './Charge.js'
export type { ChargeRequest, Mode, Split } from './ChargeRequest.js'
export type { ProofForm } from './Proof.js'
export { FailedError, UnconfirmedError } from './Push.js'
export type { Opening } from './session/Funding.js'
export { UnauthorizedError } from './session/Grant.js'
export type { Version } from './session/Protocol.js'
export type { SessionRequest } from './session/SessionRequest.js'
export type { TempoSessionOptions } from './session/SessionTerms.js'
export { tempoSession } from './session/TempoSession.js'
export {
  CancellingFailedError,
  CancellingUnconfirmedError,
  NotSetUpError,
} from './subscription/Cancellation.js'
export type { AuthorizationForm } from './subscription/KeyAuthorization.js'
export type { Subscription, SubscriptionStatus } from './subscription/SubscriptionRecord.js'
export type { SubscriptionRequest } from './subscription/SubscriptionRequest.js'
export {
  createSubscriptions,
  OtherPayerError,
  StillActiveError,
  SubscriptionNotFoundError,
  type Subscriptions,
  type SubscriptionsOptions,
} from './subscription/Subscriptions.js'
export {
  EndedError as SubscriptionEndedError,
  KeyUsedError,
  type SubscriptionMethod,
  type SubscriptionPayload,
  type TempoSubscriptionOptions,
  tempoSubscription,
} from './subscription/TempoSubscription.js'
export { type Token, tokens } from './Tokens.js'
